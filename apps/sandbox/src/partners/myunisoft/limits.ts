import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tooMany } from './answers.ts';
import { bearerOf, type MyUnisoft } from './myunisoft-parts.ts';

/** So many requests per key in 10 s, so many at once per route; what is left of the first stands on every answer. */
export function limitRequests(app: FastifyInstance, myunisoft: MyUnisoft): void {
  const { state, rateLimit, underWay, now } = myunisoft;

  app.addHook('onRequest', async (request, reply) => {
    const { concurrentPerRoute, retryAfterS, tooManyAtOnceCode } = state.current.behaviour;
    const route = routeOf(request);
    underWay.set(route, (underWay.get(route) ?? 0) + 1);
    reply.raw.once('close', () => underWay.set(route, (underWay.get(route) ?? 0) - 1));
    if (!isAdmitted(myunisoft, request)) throw tooMany('ERR-TOO-MANY-REQUEST', retryAfterS);
    if ((underWay.get(route) ?? 0) > concurrentPerRoute) throw tooMany(tooManyAtOnceCode, retryAfterS);
  });

  app.addHook('onSend', async (request, reply) => {
    const { requestsPer10s } = state.current.behaviour;
    const { remaining, resetMs } = rateLimit.look(bearerOf(request), requestsPer10s);
    reply.headers({
      'X-Rate-Limit-Remaining': remaining,
      'X-Rate-Limit-Reset': ((now() + resetMs) / 1000).toFixed(6),
      'X-Rate-Limit-Total': requestsPer10s,
    });
  });
}

/** Counts a push as many times as was ordered: some routes that import use the limit up faster. */
function isAdmitted({ state, rateLimit }: MyUnisoft, request: FastifyRequest): boolean {
  const { requestsPer10s, importCost } = state.current.behaviour;
  const times = request.routeOptions.config.routeKind === 'push' ? importCost : 1;
  const admitted = Array.from({ length: times }, () => rateLimit.admit(bearerOf(request), requestsPer10s));
  return admitted.every(Boolean);
}

function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? ''}`;
}

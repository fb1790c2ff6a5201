import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tooMany } from './answers.ts';
import { bearerOf, type MyUnisoft } from './myunisoft-parts.ts';

/** Gives every answer its `request-id`, those of a fault and of an unknown address included. */
export function nameAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('request-id', randomUUID());
  });
}

/** So many requests per key in 10 s, so many at once per route; what is left of the first stands on every answer. */
export function limitRequests(app: FastifyInstance, { state, rateLimit, underWay }: MyUnisoft): void {
  app.addHook('onRequest', async (request, reply) => {
    const { requestsPer10s, concurrentPerRoute, retryAfterS } = state.current.behaviour;
    const route = routeOf(request);
    underWay.set(route, (underWay.get(route) ?? 0) + 1);
    reply.raw.once('close', () => underWay.set(route, (underWay.get(route) ?? 0) - 1));
    if (!rateLimit.admit(bearerOf(request), requestsPer10s)) {
      throw tooMany('ERR-TOO-MANY-REQUEST', retryAfterS);
    }
    if ((underWay.get(route) ?? 0) > concurrentPerRoute) {
      throw tooMany('ERR-TOO-MANY-CONCURRENT-REQUESTS', retryAfterS);
    }
  });

  app.addHook('onSend', async (request, reply) => {
    const { requestsPer10s } = state.current.behaviour;
    const { remaining, waitMs } = rateLimit.look(bearerOf(request), requestsPer10s);
    reply.headers({
      'X-Rate-Limit-Remaining': remaining,
      'X-Rate-Limit-Reset': Math.ceil(waitMs / 1000),
      'X-Rate-Limit-Total': requestsPer10s,
    });
  });
}

function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? ''}`;
}

import type { Route } from '@navette/api';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { z } from 'zod';
import type { Platform } from '../platform.ts';
import type { Person } from '../users/person.ts';
import { type FirmCaller, identifyFirmCaller, identifyPerson } from './caller.ts';

/** Who calls, as far as the route asks: in a firm, its member; else a person, or nobody. */
type CallerOf<P extends z.ZodType> = z.infer<P> extends { firm: string } ? FirmCaller : Person | null;

export interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly caller: CallerOf<P>;
  readonly params: z.infer<P>;
  readonly query: z.infer<Q>;
  readonly body: z.infer<B>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Serves a route of the contract: who is calling and what he may do is decided here, before anything else is read, so that no
 * handler can forget it. Parameters are checked after; a firm one does not belong to answers 404 whatever the rest holds.
 * A handler that answers by itself (a download, a stream) returns `undefined`.
 */
export function registerRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  app: FastifyInstance,
  platform: Platform,
  route: Route<P, Q, B, A>,
  handler: (call: Call<P, Q, B>) => Promise<z.infer<A> | undefined>,
): void {
  app.route({
    method: route.method as HTTPMethods,
    url: route.path,
    config: { contract: route.name },
    // A stream is not read before the caller is known.
    preParsing: async (request) => {
      request.caller = await identify(platform, request, route);
    },
    handler: async (request, reply) => {
      const answer = await handler({
        caller: request.caller as CallerOf<P>,
        params: route.params.parse(request.params),
        query: route.query.parse(request.query),
        body: route.body.parse(route.bodyKind === 'json' ? (request.body ?? {}) : {}),
        request,
        reply,
      });
      if (reply.sent || route.answerKind !== 'json') return reply;
      return route.status === 204 ? reply.code(204).send() : reply.code(route.status).send(answer);
    },
  });
}

const firmId = z.object({ firm: z.uuid() });

async function identify(
  platform: Platform,
  request: FastifyRequest,
  route: Pick<Route, 'who' | 'scope'>,
): Promise<FirmCaller | Person | null> {
  if (route.who.includes('anyone')) return null;
  if (route.who.includes('user')) return identifyPerson(platform, request);
  const { firm } = firmId.parse(request.params);
  return identifyFirmCaller(platform, request, firm, route);
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: FirmCaller | Person | null;
  }
  interface FastifyContextConfig {
    /** The route's name in the contract. */
    contract?: string;
  }
}

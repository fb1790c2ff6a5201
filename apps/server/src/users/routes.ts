import { routes } from '@navette/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toHeaders } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';

interface Membership {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'collaborator' | 'client';
}

export function registerUserRoutes(app: FastifyInstance, platform: Platform): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    handler: async (request, reply) =>
      answer(await platform.signIn.handle(toWebRequest(platform, request)), reply),
  });
  registerRoute(app, platform, routes.me, async ({ caller }) => {
    if (caller === null) throw new TypeError('This route is for people signed in');
    const { rows } = await platform.database.auth.query<Membership>(
      `select f.id, f.name, m.role from members m join firms f on f.id = m.firm_id
       where m.user_id = $1 and m.state = 'active' and f.state = 'active' order by f.name, f.id`,
      [caller.userId],
    );
    return { user: { id: caller.userId, name: caller.name, email: caller.email }, firms: rows };
  });
}

function toWebRequest(platform: Platform, request: FastifyRequest): Request {
  const base = platform.settings.publicUrl ?? `${request.protocol}://${request.host}`;
  const headers = toHeaders(request);
  // The library limits attempts by this address; a client cannot choose it.
  headers.set('x-forwarded-for', request.ip);
  headers.delete('content-length');
  const hasBody = request.method !== 'GET' && request.body !== undefined;
  return new Request(new URL(request.url, base), {
    method: request.method,
    headers,
    ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
  });
}

async function answer(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  return reply.send(response.body === null ? null : await response.text());
}

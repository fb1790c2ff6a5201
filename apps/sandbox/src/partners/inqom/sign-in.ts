import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { oauthError } from './answers.ts';
import type { Inqom } from './inqom-parts.ts';
import { makeToken } from './make-token.ts';

const grant = z.object({
  grant_type: z.string(),
  username: z.string(),
  password: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.string(),
});

const scopes = ['apidata', 'openid'];

/** `POST /identity/connect/token`: OAuth 2 password grant, form-encoded; no refresh token. */
export function addSignIn(app: FastifyInstance, { state, tokens, admit, now }: Inqom): void {
  app.post('/identity/connect/token', { config: { routeKind: 'token' } }, async (request) => {
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      throw oauthError('invalid_request');
    }
    const parsed = grant.safeParse(request.body);
    if (!parsed.success) throw oauthError('invalid_request');
    const asked = parsed.data;
    admit(asked.client_id, asked.username);
    if (asked.grant_type !== 'password') throw oauthError('unsupported_grant_type');
    if (asked.client_id !== state.client.id || asked.client_secret !== state.client.secret) {
      throw oauthError('invalid_client');
    }
    if (asked.scope.split(' ').sort().join(' ') !== scopes.join(' ')) throw oauthError('invalid_scope');
    const account = state.accounts.find((candidate) => candidate.username === asked.username);
    if (account?.password !== asked.password) {
      throw oauthError('invalid_grant', 'invalid_username_or_password');
    }
    const lifetimeS = state.behaviour.tokenLifetimeS;
    const holder = { clientId: asked.client_id, account };
    const token = makeToken(holder, now());
    tokens.give(token, holder, lifetimeS * 1000);
    return {
      access_token: token,
      expires_in: Math.floor(lifetimeS),
      token_type: 'Bearer',
      scope: 'openid apidata',
    };
  });
}

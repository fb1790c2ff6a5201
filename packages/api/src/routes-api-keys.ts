import { z } from 'zod';
import { admins, apiKeyScopes, route } from './route.ts';
import { firmParams, id, time } from './shapes.ts';

/** A key of an integrator, without the key. */
export const apiKey = z.object({
  id,
  name: z.string(),
  /** Its first characters: `nav_3kPx0a`. */
  prefix: z.string(),
  scopes: z.array(z.enum(apiKeyScopes)),
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.object({ id, name: z.string() }),
  createdAt: time,
  expiresAt: time.nullable(),
  /** To the minute. */
  lastUsedAt: time.nullable(),
  revokedAt: time.nullable(),
});

export const apiKeyRoutes = {
  listApiKeys: route('listApiKeys', {
    method: 'GET',
    path: '/api/v1/firms/:firm/api-keys',
    summary: 'Keys of integrators, those that still work first, newest first.',
    who: admins,
    params: firmParams,
    answer: z.object({ items: z.array(apiKey) }),
  }),
  createApiKey: route('createApiKey', {
    method: 'POST',
    path: '/api/v1/firms/:firm/api-keys',
    summary:
      'Makes a key of the firm. It is shown in this answer and never again; send it as `Authorization: Bearer nav_…`.',
    who: admins,
    params: firmParams,
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      scopes: z.array(z.enum(apiKeyScopes)).min(1),
      /** Never, unless given. */
      expiresInDays: z.number().int().min(1).max(3_650).nullable().optional(),
    }),
    answer: z.object({ key: apiKey, token: z.string() }),
    status: 201,
  }),
  revokeApiKey: route('revokeApiKey', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/api-keys/:key',
    summary: 'Revokes a key: it stops working at once. Again, it changes nothing.',
    who: admins,
    params: firmParams.extend({ key: id }),
  }),
};

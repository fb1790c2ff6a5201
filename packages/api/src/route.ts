import { z } from 'zod';

/** Who may call a route. `anyone` needs no sign-in; `user` is a person signed in, of any firm or none. */
export type Caller = 'anyone' | 'user' | 'admin' | 'collaborator' | 'client' | 'agent' | 'api_key';

/** What a key of an integrator may do; each route that takes keys names the one it needs. */
export const apiKeyScopes = [
  'clients:read',
  'clients:write',
  'documents:read',
  'documents:write',
  'deliveries:read',
  'deliveries:write',
  'applications:read',
  'applications:write',
] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Fastify style: `/api/v1/firms/:firm/clients`. */
  readonly path: string;
  readonly summary: string;
  readonly who: readonly Caller[];
  /** What a key needs to call it; on every route whose `who` has `api_key`, and only there. */
  readonly scope: ApiKeyScope | null;
  readonly params: Params;
  readonly query: Query;
  /** JSON, `'bytes'` (a raw stream), `'part'` (bytes of a resumable upload) or nothing. */
  readonly body: Body;
  readonly bodyKind: 'json' | 'bytes' | 'part' | 'none';
  readonly answer: Answer;
  /** JSON, `'bytes'` (a download) or `'events'` (server-sent events). */
  readonly answerKind: 'json' | 'bytes' | 'events';
  readonly status: 200 | 201 | 204;
}

interface RouteOptions<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  readonly method: Route['method'];
  readonly path: string;
  readonly summary: string;
  readonly who: readonly Caller[];
  readonly scope?: ApiKeyScope;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly bodyKind?: Route['bodyKind'];
  readonly answer?: A;
  readonly answerKind?: Route['answerKind'];
  readonly status?: Route['status'];
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** Declares a route once: the server checks by it, the OpenAPI document and the typed client are made from it. */
export function route<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  A extends z.ZodType = Nothing,
>(name: string, options: RouteOptions<P, Q, B, A>): Route<P, Q, B, A> {
  return {
    name,
    method: options.method,
    path: options.path,
    summary: options.summary,
    who: options.who,
    scope: options.scope ?? null,
    params: options.params ?? (nothing as unknown as P),
    query: options.query ?? (nothing as unknown as Q),
    body: options.body ?? (nothing as unknown as B),
    bodyKind: options.bodyKind ?? (options.body === undefined ? 'none' : 'json'),
    answer: options.answer ?? (nothing as unknown as A),
    answerKind: options.answerKind ?? 'json',
    status: options.status ?? (options.answer === undefined && options.answerKind === undefined ? 204 : 200),
  };
}

/** Everyone of a firm; an agent has the rights of the user who paired it. */
export const everyone = ['admin', 'collaborator', 'client', 'agent'] as const satisfies readonly Caller[];
export const people = ['admin', 'collaborator', 'client'] as const satisfies readonly Caller[];
export const staff = ['admin', 'collaborator'] as const satisfies readonly Caller[];
export const admins = ['admin'] as const satisfies readonly Caller[];

/** Who is calling, and with which rights in the firm of the address. */
import { createHash } from 'node:crypto';
import type { ApiKeyScope, Caller as Kind, Route } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../platform.ts';
import { findApiKey } from '../users/api-keys-find.ts';
import { isWholeApiKey, looksLikeApiKey } from '../users/api-keys-token.ts';
import type { Person } from '../users/person.ts';
import { recordLastSeen } from './last-seen.ts';

/**
 * A caller inside one firm. An agent has the rights of the user who paired it. A key of an integrator is nobody: `userId` is its
 * own id, it sees every client, and its scopes say what it may do.
 */
export interface FirmCaller extends Person {
  readonly firmId: string;
  readonly role: 'admin' | 'collaborator' | 'client';
  readonly seesAllClients: boolean;
  readonly agent: { readonly id: string; readonly name: string } | null;
  readonly apiKey: {
    readonly id: string;
    readonly name: string;
    readonly scopes: readonly ApiKeyScope[];
  } | null;
}

/** The form in which an agent's token is kept. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The person signed in by this request's cookie. @throws NavetteError `not_signed_in` */
export async function identifyPerson(platform: Platform, request: FastifyRequest): Promise<Person> {
  const person = await platform.signIn.findPerson(toHeaders(request));
  if (!person) throw new NavetteError('not_signed_in');
  return person;
}

/**
 * The caller in a firm. @throws NavetteError `not_signed_in`, `agent_revoked`; `not_found` when he has nothing to do with this
 * firm (so that firms cannot be guessed); `firm_suspended`; `second_factor_required`; `not_allowed` when his kind is not in
 * `who`; for a key, `api_key_unknown`, `api_key_revoked`, `api_key_expired`, `scope_missing`
 */
export async function identifyFirmCaller(
  platform: Platform,
  request: FastifyRequest,
  firmId: string,
  { who, scope }: Pick<Route, 'who' | 'scope'>,
): Promise<FirmCaller> {
  const token = readBearer(request);
  if (token !== null && looksLikeApiKey(token))
    return identifyApiKey(platform, token, firmId, { who, scope });
  const agent = token === null ? null : await findAgent(platform, token);
  const person = agent ?? (await identifyPerson(platform, request));
  const caller = await findMember(platform, firmId, person, agent);
  if (!caller || (agent !== null && agent.firmId !== firmId)) throw new NavetteError('not_found');
  const kind: Kind = caller.agent === null ? caller.role : 'agent';
  if (!who.includes(kind)) throw new NavetteError('not_allowed');
  return caller;
}

async function identifyApiKey(
  platform: Platform,
  token: string,
  firmId: string,
  { who, scope }: Pick<Route, 'who' | 'scope'>,
): Promise<FirmCaller> {
  if (!isWholeApiKey(token)) throw new NavetteError('api_key_unknown');
  const { id, name, scopes, lastUsedAt } = await findApiKey(platform, hashToken(token), firmId);
  if (scope === null || !who.includes('api_key')) throw new NavetteError('not_allowed');
  if (!scopes.includes(scope)) throw new NavetteError('scope_missing', { scope });
  const caller = callerOfKey(firmId, { id, name, scopes });
  await recordLastSeen(platform, caller, lastUsedAt);
  return caller;
}

/** A key as what it calls sees it. */
export function callerOfKey(
  firmId: string,
  { id, name, scopes }: NonNullable<FirmCaller['apiKey']>,
): FirmCaller {
  return {
    ...{ firmId, userId: id, name, email: '', role: 'collaborator', seesAllClients: true, agent: null },
    apiKey: { id, name, scopes },
  };
}

/**
 * Whether a caller does with the firm's applications what administrators do: a key that got so far has the scope, which an
 * administrator gave it.
 */
export function runsApplications({ role, apiKey }: FirmCaller): boolean {
  return role === 'admin' || apiKey !== null;
}

interface FoundAgent {
  readonly id: string;
  readonly firmId: string;
  readonly userId: string;
  readonly name: string;
}

async function findAgent(platform: Platform, token: string): Promise<FoundAgent> {
  const { rows } = await platform.database.auth.query<FoundAgent & { revokedAt: string | null }>(
    `select id, firm_id as "firmId", user_id as "userId", name, revoked_at as "revokedAt" from agents where token_sha256 = $1`,
    [hashToken(token)],
  );
  const agent = rows[0];
  if (!agent || agent.revokedAt !== null) throw new NavetteError('agent_revoked');
  return agent;
}

async function findMember(
  platform: Platform,
  firmId: string,
  { userId, session }: Pick<Person, 'userId' | 'session'>,
  agent: FoundAgent | null,
): Promise<FirmCaller | null> {
  const isProviderSession = typeof session?.onlyFirmId === 'string';
  if (isProviderSession && session.onlyFirmId !== firmId) return null;
  const { rows } = await platform.database.auth.query<
    Omit<FirmCaller, 'agent' | 'apiKey'> & {
      firmState: string;
      lacksSecondFactor: boolean;
      lastSeenAt: string | null;
    }
  >(
    `select m.user_id as "userId", m.firm_id as "firmId", m.role, m.name, m.email, m.sees_all_clients as "seesAllClients",
            f.state as "firmState", m.last_seen_at as "lastSeenAt",
            f.require_second_factor and not exists (
              select from auth."user" u where u.id = m.user_id::text and u."twoFactorEnabled") as "lacksSecondFactor"
     from members m join firms f on f.id = m.firm_id
     where m.firm_id = $1 and m.user_id = $2 and m.state = 'active'`,
    [firmId, userId],
  );
  const row = rows[0];
  if (!row) return null;
  if (row.firmState === 'suspended') throw new NavetteError('firm_suspended');
  const { firmState: _, lacksSecondFactor, lastSeenAt, ...member } = row;
  // A computer was paired with the factor, and a firm's own provider answers for its own people.
  if (lacksSecondFactor && agent === null && !isProviderSession)
    throw new NavetteError('second_factor_required');
  const caller = { ...member, agent: agent && { id: agent.id, name: agent.name }, apiKey: null };
  await recordLastSeen(platform, caller, lastSeenAt);
  return caller;
}

function readBearer(request: FastifyRequest): string | null {
  const value = request.headers.authorization;
  return value?.startsWith('Bearer ') ? value.slice('Bearer '.length) : null;
}

/** Fastify's headers as the web platform has them. */
export function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Keys of integrators: made, listed, revoked. Why they are ours: docs/decisions/0017-api-keys.md. */
import type { ApiKey, ApiKeyScope } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { type FirmCaller, hashToken } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { makeApiKey } from './api-keys-token.ts';

const dayMs = 86_400_000;

/** The keys of a firm, or one of them: those that still work first, newest first. */
export async function listApiKeys(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id?: string,
): Promise<ApiKey[]> {
  const now = platform.clock().getTime();
  let query = trx
    .selectFrom('api_keys')
    .innerJoin('members', (join) =>
      join
        .onRef('members.firm_id', '=', 'api_keys.firm_id')
        .onRef('members.user_id', '=', 'api_keys.created_by'),
    )
    .selectAll('api_keys')
    .select('members.name as creator')
    .where('api_keys.firm_id', '=', firmId);
  if (id !== undefined) query = query.where('api_keys.id', '=', id);
  const rows = await query.orderBy('api_keys.id', 'desc').execute();
  const keys = rows.map((row): ApiKey => {
    const isExpired = row.expires_at !== null && Date.parse(row.expires_at) <= now;
    return {
      ...{ id: row.id, name: row.name, prefix: row.prefix, scopes: row.scopes },
      state: row.revoked_at !== null ? 'revoked' : isExpired ? 'expired' : 'active',
      createdBy: { id: row.created_by, name: row.creator },
      ...{ createdAt: row.created_at, expiresAt: row.expires_at },
      ...{ lastUsedAt: row.last_used_at, revokedAt: row.revoked_at },
    };
  });
  return keys.sort((one, other) => Number(other.state === 'active') - Number(one.state === 'active'));
}

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresInDays?: number | null | undefined;
}

/** @returns the key, which is not kept and cannot be shown again */
export async function createApiKey(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { name, scopes, expiresInDays = null }: NewApiKey,
): Promise<{ key: ApiKey; token: string }> {
  const id = platform.newId();
  const { token, prefix } = makeApiKey();
  const now = platform.clock();
  const each = [...new Set(scopes)];
  await trx
    .insertInto('api_keys')
    .values({
      ...{ firm_id: caller.firmId, id, name, token_sha256: hashToken(token), prefix },
      ...{ scopes: JSON.stringify(each), created_by: caller.userId, created_at: now.toISOString() },
      expires_at:
        expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * dayMs).toISOString(),
    })
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{ action: 'api_key.created', subjectKind: 'api_key', subjectId: id, subjectName: name },
    details: { prefix, scopes: each.join(' '), expiresInDays },
  });
  const [key] = await listApiKeys(platform, trx, caller.firmId, id);
  if (!key) throw new NavetteError('not_found');
  return { key, token };
}

/** Calling twice is safe. @throws NavetteError `not_found` */
export async function revokeApiKey(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
): Promise<void> {
  const row = await trx
    .selectFrom('api_keys')
    .select(['name', 'prefix', 'revoked_at'])
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  if (row.revoked_at !== null) return;
  await trx
    .updateTable('api_keys')
    .set({ revoked_at: platform.clock().toISOString() })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', id)
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{ action: 'api_key.revoked', subjectKind: 'api_key', subjectId: id, subjectName: row.name },
    details: { prefix: row.prefix },
  });
}

import { createHash } from 'node:crypto';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Destination } from './destination.ts';
import { callerKeyOf } from './who.ts';

/** What a key is bound to: the bytes, the name and the destination. */
export function fingerprintOf(destination: Destination, name: string, sha256: string): string {
  const place =
    destination.kind === 'folder'
      ? [destination.folderId, destination.subPath ?? '', destination.documentType ?? '']
      : [destination.documentId];
  return createHash('sha256')
    .update(JSON.stringify([sha256, name, ...place]))
    .digest('hex');
}

/**
 * Takes a key for an upload under way. @returns what it was answered with before, or `null`
 * @throws NavetteError `idempotency_key_reused`
 */
export async function claimKey(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  key: string,
  first: { fingerprint: string; documentId: string; versionId: string; at: Date },
): Promise<{ documentId: string; versionId: string } | null> {
  const callerKey = callerKeyOf(caller);
  const row = { firm_id: caller.firmId, caller: callerKey, key };
  // A concurrent upload with this key makes this wait until that one commits or fails.
  const inserted = await trx
    .insertInto('idempotency_keys')
    .values({
      ...row,
      fingerprint: first.fingerprint,
      document_id: first.documentId,
      version_id: first.versionId,
      created_at: first.at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['firm_id', 'caller', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return inserted ? null : findKey(trx, caller, key, first.fingerprint);
}

/** What a key was answered with. @throws NavetteError `idempotency_key_reused` when that was for something else */
export async function findKey(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  key: string,
  fingerprint: string,
): Promise<{ documentId: string; versionId: string } | null> {
  const existing = await trx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'document_id as documentId', 'version_id as versionId'])
    .where('firm_id', '=', caller.firmId)
    .where('caller', '=', callerKeyOf(caller))
    .where('key', '=', key)
    .executeTakeFirst();
  if (!existing) return null;
  if (existing.fingerprint !== fingerprint) throw new NavetteError('idempotency_key_reused');
  return { documentId: existing.documentId, versionId: existing.versionId };
}

/** What is known of uploads, besides their bytes. */
import type { UploadMetadata } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { callerKeyOf } from '../documents/who.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

/** Half an upload is kept this long after its last byte, a finished one after its end. */
const keptMs = 86_400_000;
/** Unfinished uploads of one caller. */
const maxUnfinished = 1_000;

export interface MadeDocument {
  readonly documentId: string;
  readonly versionId: string;
  readonly replayed: boolean;
}

export interface UploadRow {
  readonly id: string;
  readonly metadata: UploadMetadata;
  readonly sizeBytes: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** `null` until it is finished. */
  readonly made: MadeDocument | null;
}

/** @throws NavetteError `too_many_requests` past 1,000 unfinished ones of this caller */
export async function insertUpload(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
  sizeBytes: number,
  metadata: UploadMetadata,
): Promise<void> {
  const { count } = await trx
    .selectFrom('uploads')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('firm_id', '=', caller.firmId)
    .where('caller', '=', callerKeyOf(caller))
    .where('version_id', 'is', null)
    .executeTakeFirstOrThrow();
  if (count >= maxUnfinished) throw new NavetteError('too_many_requests');
  await trx
    .insertInto('uploads')
    .values({
      ...{ firm_id: caller.firmId, id, caller: callerKeyOf(caller), size_bytes: sizeBytes },
      metadata: JSON.stringify(metadata),
      created_at: platform.clock().toISOString(),
      expires_at: nextExpiry(platform),
    })
    .execute();
}

/** An upload of this caller. @throws NavetteError `not_found`, also for another's and once it is over */
export async function findUpload(platform: Platform, caller: FirmCaller, id: string): Promise<UploadRow> {
  const row = await inFirm(platform.database.app, caller.firmId, (trx) =>
    trx
      .selectFrom('uploads')
      .selectAll()
      .where('firm_id', '=', caller.firmId)
      .where('id', '=', id)
      .where('caller', '=', callerKeyOf(caller))
      .where('expires_at', '>', platform.clock().toISOString())
      .executeTakeFirst(),
  );
  if (!row) throw new NavetteError('not_found');
  const { document_id: documentId, version_id: versionId, replayed } = row;
  return {
    id,
    metadata: row.metadata as UploadMetadata,
    sizeBytes: row.size_bytes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    made: documentId && versionId ? { documentId, versionId, replayed: replayed === true } : null,
  };
}

/** Puts its end off: somebody sends. @returns when it ends now */
export async function keepUpload(platform: Platform, firmId: string, id: string): Promise<string> {
  const expiresAt = nextExpiry(platform);
  await inFirm(platform.database.app, firmId, (trx) =>
    trx
      .updateTable('uploads')
      .set({ expires_at: expiresAt })
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .execute(),
  );
  return expiresAt;
}

export async function markFinished(
  platform: Platform,
  firmId: string,
  id: string,
  made: MadeDocument,
): Promise<void> {
  await inFirm(platform.database.app, firmId, (trx) =>
    trx
      .updateTable('uploads')
      .set({
        ...{ document_id: made.documentId, version_id: made.versionId, replayed: made.replayed },
        expires_at: nextExpiry(platform),
      })
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .execute(),
  );
}

export async function deleteUpload(platform: Platform, firmId: string, id: string): Promise<void> {
  await inFirm(platform.database.app, firmId, (trx) =>
    trx.deleteFrom('uploads').where('firm_id', '=', firmId).where('id', '=', id).execute(),
  );
}

/** Which of these uploads are still known. */
export async function selectKnown(
  platform: Platform,
  firmId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await inFirm(platform.database.app, firmId, (trx) =>
    trx
      .selectFrom('uploads')
      .select('id')
      .where('firm_id', '=', firmId)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .execute(),
  );
  return new Set(rows.map(({ id }) => id));
}

function nextExpiry(platform: Platform): string {
  return new Date(platform.clock().getTime() + keptMs).toISOString();
}

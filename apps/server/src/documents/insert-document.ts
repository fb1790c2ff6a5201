import { type DocumentType, NavetteError, nameKey, numberedName } from '@navette/model';
import type { Transaction } from 'kysely';
import type { StagedBlob } from '../blobs/blob-store.ts';
import type { Schema } from '../database/schema.ts';
import { cancelUnsent } from '../deliveries/cancel-unsent.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { actorOf } from './who.ts';

export interface NewVersion {
  readonly firmId: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly clientId: string;
  readonly folderId: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly documentType: DocumentType | null;
  readonly origin: {
    readonly kind: 'user' | 'agent' | 'api';
    readonly id: string;
    readonly name: string;
    readonly detail: string | null;
  };
  readonly at: Date;
}

const maxNumberedNames = 10_000;

/** Inserts a document with its first version; a taken name becomes `name (2)`. @returns the name it got */
export async function insertDocument(trx: Transaction<Schema>, version: NewVersion): Promise<string> {
  const at = version.at.toISOString();
  for (let number = 1; number <= maxNumberedNames; number++) {
    const name = number === 1 ? version.name : numberedName(version.name, number);
    const inserted = await trx
      .insertInto('documents')
      .values({
        firm_id: version.firmId,
        id: version.documentId,
        client_id: version.clientId,
        folder_id: version.folderId,
        name,
        name_key: nameKey(name),
        document_type: version.documentType,
        current_version_id: version.versionId,
        size_bytes: version.sizeBytes,
        created_at: at,
        received_at: at,
      })
      .onConflict((conflict) =>
        conflict.columns(['firm_id', 'folder_id', 'name_key']).where('deleted_at', 'is', null).doNothing(),
      )
      .returning('id')
      .executeTakeFirst();
    if (inserted) {
      await insertVersionRow(trx, { ...version, name }, 1);
      return name;
    }
  }
  throw new NavetteError('name_taken', { name: version.name });
}

/** Inserts a further version of a document and cancels what had not left of the older ones. @returns the document's name */
export async function insertVersion(
  platform: Platform,
  trx: Transaction<Schema>,
  version: NewVersion,
  caller: FirmCaller,
): Promise<string> {
  const document = await trx
    .selectFrom('documents')
    .innerJoin('versions', (join) =>
      join
        .onRef('versions.firm_id', '=', 'documents.firm_id')
        .onRef('versions.id', '=', 'documents.current_version_id'),
    )
    .select(['documents.name', 'versions.number'])
    .where('documents.firm_id', '=', version.firmId)
    .where('documents.id', '=', version.documentId)
    .executeTakeFirstOrThrow();
  const older = { documentIds: [version.documentId] };
  await cancelUnsent(platform, trx, version.firmId, older, actorOf(caller), version.at);
  await insertVersionRow(trx, { ...version, name: document.name }, document.number + 1);
  await trx
    .updateTable('documents')
    .set({
      current_version_id: version.versionId,
      size_bytes: version.sizeBytes,
      received_at: version.at.toISOString(),
    })
    .where('firm_id', '=', version.firmId)
    .where('id', '=', version.documentId)
    .execute();
  return document.name;
}

async function insertVersionRow(
  trx: Transaction<Schema>,
  version: NewVersion,
  number: number,
): Promise<void> {
  await trx
    .insertInto('versions')
    .values({
      firm_id: version.firmId,
      id: version.versionId,
      document_id: version.documentId,
      number,
      name: version.name,
      sha256: version.sha256,
      size_bytes: version.sizeBytes,
      media_type: version.mediaType,
      origin_kind: version.origin.kind,
      origin_id: version.origin.id,
      origin_name: version.origin.name,
      origin_detail: version.origin.detail,
      received_at: version.at.toISOString(),
    })
    .execute();
}

/**
 * Records that a firm has these bytes, and checks under the row's lock that the store still does. @throws NavetteError
 * `unavailable` when they are being collected or are gone: the caller sends again
 */
export async function keepBlobRecord(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  blob: Pick<StagedBlob, 'sha256' | 'sizeBytes'>,
  at: Date,
): Promise<void> {
  const row = await trx
    .insertInto('blobs')
    .values({
      firm_id: firmId,
      sha256: blob.sha256,
      size_bytes: blob.sizeBytes,
      touched_at: at.toISOString(),
    })
    .onConflict((conflict) =>
      conflict.columns(['firm_id', 'sha256']).doUpdateSet({ touched_at: at.toISOString() }),
    )
    .returning('state')
    .executeTakeFirstOrThrow();
  const isThere = await platform.blobs.has(firmId, blob.sha256, blob.sizeBytes);
  if (row.state === 'deleting' || !isThere) throw new NavetteError('unavailable');
}

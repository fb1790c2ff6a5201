import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** A document with its current version, where it is. */
export interface CurrentVersion {
  readonly documentId: string;
  readonly versionId: string;
  readonly clientId: string;
  readonly folderId: string;
  readonly folderPath: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly archivedAt: string | null;
  readonly deletedAt: string | null;
  /** When the version was received. */
  readonly receivedAt: string;
}

/**
 * Documents in the order of their ids, in the bin or not; what is not there is left out.
 * @param lock keeps others from changing them until this transaction ends
 */
export async function loadCurrentVersions(
  trx: Transaction<Schema>,
  firmId: string,
  documentIds: readonly string[],
  lock: 'lock' | 'read' = 'read',
): Promise<CurrentVersion[]> {
  // Locked before they are read: what another transaction made of them meanwhile is what counts.
  if (lock === 'lock') {
    await trx
      .selectFrom('documents')
      .select('id')
      .where('firm_id', '=', firmId)
      .where(sql<boolean>`id = any(${documentIds}::uuid[])`)
      .orderBy('id')
      .forUpdate()
      .execute();
  }
  return selectCurrent(trx, firmId)
    .select([
      'documents.id as documentId',
      'versions.id as versionId',
      'documents.client_id as clientId',
      'documents.folder_id as folderId',
      'folders.path as folderPath',
      'documents.name',
      'versions.sha256',
      'versions.size_bytes as sizeBytes',
      'versions.media_type as mediaType',
      'documents.archived_at as archivedAt',
      'documents.deleted_at as deletedAt',
      'versions.received_at as receivedAt',
    ])
    .where(sql<boolean>`documents.id = any(${documentIds}::uuid[])`)
    .orderBy('documents.id')
    .execute();
}

/** A firm's documents, each with its folder and its current version, for a query that says which of them it wants, and what. */
export function selectCurrent(trx: Transaction<Schema>, firmId: string) {
  return trx
    .selectFrom('documents')
    .innerJoin('folders', (join) =>
      join.onRef('folders.firm_id', '=', 'documents.firm_id').onRef('folders.id', '=', 'documents.folder_id'),
    )
    .innerJoin('versions', (join) =>
      join
        .onRef('versions.firm_id', '=', 'documents.firm_id')
        .onRef('versions.id', '=', 'documents.current_version_id'),
    )
    .where('documents.firm_id', '=', firmId);
}

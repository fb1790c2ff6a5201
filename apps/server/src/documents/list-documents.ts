import type { Document, Version } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { SelectQueryBuilder, Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadBadges } from './badge.ts';
import { selectCurrent } from './current-versions.ts';
import { type DocumentFilter, findDocumentPage } from './document-page.ts';

/** What of a caller decides what he reads of a document. */
type DocumentReader = Pick<FirmCaller, 'firmId' | 'role'>;

/** One page of a folder's documents. @throws NavetteError `invalid_request` for a cursor of another order */
export async function listDocuments(
  platform: Platform,
  trx: Transaction<Schema>,
  reader: DocumentReader,
  folderId: string,
  filter: DocumentFilter,
) {
  const { ids, next, total } = await findDocumentPage(trx, reader.firmId, folderId, filter);
  return { items: await describeDocuments(platform, trx, reader, ids), next, total };
}

/** One document. @throws NavetteError `not_found`, also in the bin */
export async function getDocument(
  platform: Platform,
  trx: Transaction<Schema>,
  reader: DocumentReader,
  id: string,
): Promise<Document> {
  const [document] = await describeDocuments(platform, trx, reader, [id]);
  if (!document) throw new NavetteError('not_found');
  return document;
}

/**
 * A document that was received: an upload that is durable is acknowledged, though somebody put it in the bin meanwhile.
 * @throws NavetteError `not_found` once it is erased
 */
export async function getReceivedDocument(
  platform: Platform,
  trx: Transaction<Schema>,
  reader: DocumentReader,
  id: string,
): Promise<Document> {
  const [document] = await describeDocuments(platform, trx, reader, [id], 'anywhere');
  if (!document) throw new NavetteError('not_found');
  return document;
}

/** What rows show of documents, in the order of the ids. */
async function describeDocuments(
  platform: Platform,
  trx: Transaction<Schema>,
  reader: DocumentReader,
  ids: readonly string[],
  where: 'outside the bin' | 'anywhere' = 'outside the bin',
): Promise<Document[]> {
  if (ids.length === 0) return [];
  const rows = await selectCurrent(trx, reader.firmId)
    .select([
      'documents.id',
      'documents.client_id as clientId',
      'documents.folder_id as folderId',
      'folders.path as folderPath',
      'documents.name',
      'documents.document_type as documentType',
      'documents.current_version_id as currentVersionId',
      'versions.number as versions',
      'versions.size_bytes as sizeBytes',
      'versions.media_type as mediaType',
      'versions.sha256',
      'documents.received_at as receivedAt',
      'documents.archived_at as archivedAt',
    ])
    .where('documents.id', 'in', ids)
    .$if(where === 'outside the bin', (query) => query.where('documents.deleted_at', 'is', null))
    .execute();
  const badges = await loadBadges(
    platform,
    trx,
    reader,
    rows.map((row) => row.currentVersionId),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const badge = row && badges.get(row.currentVersionId);
    if (!row || !badge) return [];
    const { currentVersionId: _, ...document } = row;
    return { ...document, badge };
  });
}

/** The versions of a document, newest first. */
export async function listVersions(
  trx: Transaction<Schema>,
  firmId: string,
  documentId: string,
): Promise<Version[]> {
  const rows = await selectVersions(trx.selectFrom('versions'), firmId)
    .where('versions.document_id', '=', documentId)
    .orderBy('versions.number', 'desc')
    .execute();
  return rows.map(toVersion);
}

/** One version. @throws NavetteError `not_found` */
export async function getVersion(trx: Transaction<Schema>, firmId: string, id: string): Promise<Version> {
  const row = await selectVersions(trx.selectFrom('versions'), firmId)
    .where('versions.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return toVersion(row);
}

function selectVersions(query: SelectQueryBuilder<Schema, 'versions', object>, firmId: string) {
  return query
    .select([
      'versions.id',
      'versions.number',
      'versions.name',
      'versions.sha256',
      'versions.size_bytes as sizeBytes',
      'versions.media_type as mediaType',
      'versions.received_at as receivedAt',
      'versions.origin_kind as originKind',
      'versions.origin_name as originName',
      'versions.origin_detail as originDetail',
    ])
    .where('versions.firm_id', '=', firmId);
}

function toVersion(
  row: Awaited<ReturnType<ReturnType<typeof selectVersions>['executeTakeFirstOrThrow']>>,
): Version {
  const { originKind, originName, originDetail, ...version } = row;
  return { ...version, origin: { kind: originKind, name: originName, detail: originDetail } };
}

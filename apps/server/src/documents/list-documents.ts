import type { Document, Version } from '@navette/api';
import { NavetteError } from '@navette/model';
import { type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';
import { loadBadges } from './badge.ts';

export interface DocumentFilter {
  readonly search?: string | undefined;
  readonly withUndelivered?: 'true' | 'false' | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of a folder's documents, newest first. */
export async function listDocuments(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  folderId: string,
  filter: DocumentFilter,
) {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  let query = trx
    .selectFrom('documents')
    .where('documents.firm_id', '=', firmId)
    .where('documents.folder_id', '=', folderId)
    .where('documents.deleted_at', 'is', null);
  if (filter.search) {
    const needle = filter.search.normalize('NFC').toLowerCase();
    query = query.where(sql<boolean>`position(${needle} in documents.name_key) > 0`);
  }
  if (filter.withUndelivered === 'true') {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('deliveries')
          .select('deliveries.id')
          .whereRef('deliveries.firm_id', '=', 'documents.firm_id')
          .whereRef('deliveries.document_id', '=', 'documents.id')
          .where('deliveries.state', '=', 'undelivered'),
      ),
    );
  }
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (cursor !== null) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('documents.received_at', 'documents.id'), '<', tuple(cursor.key, cursor.id)),
    );
  }
  const rows = await query
    .select(['documents.id', 'documents.received_at as key'])
    .orderBy('documents.received_at', 'desc')
    .orderBy('documents.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, (row) => row);
  const items = await describeDocuments(
    platform,
    trx,
    firmId,
    page.items.map(({ id }) => id),
  );
  return { items, next: page.next, total };
}

/** One document. @throws NavetteError `not_found` */
export async function getDocument(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
): Promise<Document> {
  const [document] = await describeDocuments(platform, trx, firmId, [id]);
  if (!document) throw new NavetteError('not_found');
  return document;
}

/** What rows show of documents, in the order of the ids. */
async function describeDocuments(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  ids: readonly string[],
): Promise<Document[]> {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom('documents')
    .innerJoin('folders', (join) =>
      join.onRef('folders.firm_id', '=', 'documents.firm_id').onRef('folders.id', '=', 'documents.folder_id'),
    )
    .innerJoin('versions', (join) =>
      join
        .onRef('versions.firm_id', '=', 'documents.firm_id')
        .onRef('versions.id', '=', 'documents.current_version_id'),
    )
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
    .where('documents.firm_id', '=', firmId)
    .where('documents.id', 'in', ids)
    .where('documents.deleted_at', 'is', null)
    .execute();
  const badges = await loadBadges(
    platform,
    trx,
    firmId,
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

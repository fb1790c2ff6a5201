/** What a zip will hold: a ticket kept for five minutes, for one person, so that a plain link can carry it. */

import { NavetteError, safeName, splitPath } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { isVisibleClient, requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { selectCurrent } from './current-versions.ts';
import { findFolder, parentPath } from './folders.ts';
import { type ZippedFile, zipPaths } from './zip-paths.ts';

const ticketMs = 300_000;

interface Selection {
  readonly documentIds?: readonly string[] | undefined;
  readonly folderId?: string | undefined;
}

/**
 * @throws NavetteError `invalid_request` unless documents or a folder are named, not both; `not_found` when one is not there for
 * this caller; `nothing_to_download`
 */
export async function prepareDownload(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  selection: Selection,
) {
  const { documentIds, folderId } = selection;
  if ((documentIds === undefined) === (folderId === undefined))
    throw new NavetteError('invalid_request', { detail: 'documentIds | folderId' });
  const files = await selectFiles(trx, caller, selection);
  if (documentIds !== undefined && files.length !== new Set(documentIds).size)
    throw new NavetteError('not_found');
  if (files.length === 0) throw new NavetteError('nothing_to_download');
  const at = platform.clock().getTime();
  await trx
    .deleteFrom('download_tickets')
    .where('firm_id', '=', caller.firmId)
    .where('expires_at', '<', new Date(at - ticketMs).toISOString())
    .execute();
  const id = platform.newId();
  const expiresAt = new Date(at + ticketMs).toISOString();
  await trx
    .insertInto('download_tickets')
    .values({
      ...{ firm_id: caller.firmId, id, user_id: caller.userId, expires_at: expiresAt },
      folder_id: folderId ?? null,
      document_ids: documentIds === undefined ? null : JSON.stringify(documentIds),
    })
    .execute();
  return {
    url: `/api/v1/firms/${caller.firmId}/downloads/${id}`,
    documents: files.length,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    expiresAt,
  };
}

/**
 * What a ticket holds now, for the one it was given to. @returns the name of the zip, without its ending
 * @throws NavetteError `not_found`, also for another person; `download_expired`
 */
export async function listDownload(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  ticketId: string,
): Promise<{ name: string; files: ZippedFile[] }> {
  const ticket = await trx
    .selectFrom('download_tickets')
    .select(['folder_id as folderId', 'document_ids as documentIds', 'expires_at as expiresAt'])
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', ticketId)
    .where('user_id', '=', caller.userId)
    .executeTakeFirst();
  if (!ticket) throw new NavetteError('not_found');
  if (Date.parse(ticket.expiresAt) <= platform.clock().getTime()) throw new NavetteError('download_expired');
  const folder = ticket.folderId === null ? null : await findFolder(trx, caller.firmId, ticket.folderId);
  const found = await selectFiles(trx, caller, {
    documentIds: ticket.documentIds ?? undefined,
    folderId: ticket.folderId ?? undefined,
  });
  const base = folder === null ? null : splitPath(parentPath(folder.path)).length;
  const paths = zipPaths(found, base);
  const files = found.map((file, index) => ({ ...file, path: paths[index] ?? '' }));
  const clients = new Set(found.map(({ clientName }) => clientName));
  const [client = ''] = clients;
  const name = [
    ...(clients.size === 1 ? [client] : ['Navette']),
    ...(folder === null ? [] : [splitPath(folder.path).at(-1) ?? '']),
  ].join(' – ');
  return { name: safeName(name), files };
}

/** In the order of paths and names. */
async function selectFiles(trx: Transaction<Schema>, caller: FirmCaller, selection: Selection) {
  const { firmId } = caller;
  let query = selectCurrent(trx, firmId)
    .innerJoin('clients', (join) =>
      join.onRef('clients.firm_id', '=', 'documents.firm_id').onRef('clients.id', '=', 'documents.client_id'),
    )
    .select([
      'documents.name',
      'clients.name as clientName',
      'folders.path as folderPath',
      'versions.sha256',
      'versions.size_bytes as sizeBytes',
      'versions.media_type as mediaType',
      'versions.received_at as receivedAt',
    ])
    .where('documents.deleted_at', 'is', null)
    .where(isVisibleClient(caller));
  if (selection.folderId !== undefined) {
    const folder = await findFolder(trx, firmId, selection.folderId);
    await requireClient(trx, caller, folder.clientId);
    query = query.where('documents.client_id', '=', folder.clientId).where(
      sql<boolean>`(folders.id = ${folder.id}::uuid or starts_with(folders.path_key, (
          select path_key || '/' from folders top where top.firm_id = ${firmId}::uuid and top.id = ${folder.id}::uuid)))`,
    );
  } else {
    query = query.where(sql<boolean>`documents.id = any(${selection.documentIds ?? []}::uuid[])`);
  }
  return query.orderBy('clients.name').orderBy('folders.path_key').orderBy('documents.sort_key').execute();
}

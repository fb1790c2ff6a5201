/** Where an upload goes: a folder, or a document that gets a version. */
import { type DocumentType, NavetteError, safeName, splitPath } from '@navette/model';
import type { Transaction } from 'kysely';
import { requireReceivingClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { type FolderPlace, findFolder, requireShortPath } from './folders.ts';

export type Destination =
  | {
      readonly kind: 'folder';
      readonly folderId: string;
      /** Folders to create below, `2026/11`. */
      readonly subPath: string | null;
      readonly documentType: DocumentType | null;
      readonly hotFolder: string | null;
    }
  | { readonly kind: 'document'; readonly documentId: string };

/**
 * The client's folder that a destination means. @throws NavetteError `not_found` also for clients the caller may not see;
 * `client_archived`, `path_too_long`
 */
export async function locateDestination(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  destination: Destination,
): Promise<FolderPlace> {
  const folderId =
    destination.kind === 'folder'
      ? destination.folderId
      : await folderOf(trx, caller, destination.documentId);
  const place = await findFolder(trx, caller.firmId, folderId);
  await requireReceivingClient(trx, caller, place.clientId);
  if (destination.kind === 'folder') requireShortPath(namesBelow(place, destination));
  return place;
}

/** The names of the path that a destination in a folder means, made safe. */
export function namesBelow(
  base: FolderPlace,
  { subPath }: Destination & { readonly kind: 'folder' },
): string[] {
  return [...splitPath(base.path), ...splitPath(subPath ?? '').map(safeName)];
}

async function folderOf(trx: Transaction<Schema>, caller: FirmCaller, documentId: string): Promise<string> {
  const row = await trx
    .selectFrom('documents')
    .select('folder_id')
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', documentId)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row.folder_id;
}

import { createApiClient } from '@navette/api';
import { type DocumentType, NavetteError } from '@navette/model';
import {
  changeConfiguration,
  type HotFolder,
  newHotFolderId,
  readConfiguration,
  readToken,
} from '../home/configuration.ts';
import { prepareDirectories } from './check-directories.ts';
import { createFolder, findClient, findFolder } from './find-destination.ts';

export interface AddRequest {
  readonly depositDir: string;
  readonly archiveDir: string | null;
  /** Name, code, SIRET or id. */
  readonly client: string;
  /** `/Achats/2026/11` */
  readonly folder: string;
  readonly description: string | null;
  readonly documentType: DocumentType | null;
  readonly keepsSubFolders: boolean;
  /** Whether a destination that does not exist is made. */
  readonly createsFolder: boolean;
}

/**
 * Adds a hot folder; a running agent takes it up within a second.
 * @throws NavetteError `not_paired`, `destination_unclear`, `directories_overlap`, and the server's refusals
 */
export async function addHotFolder(home: string, request: AddRequest): Promise<HotFolder> {
  const { server, hotFolders } = await readConfiguration(home);
  if (server === null) throw new NavetteError('not_paired');
  const token = await readToken(home);
  const api = createApiClient({ baseUrl: server.url, headers: () => ({ authorization: `Bearer ${token}` }) });
  const client = await findClient(api, server.firm.id, request.client);
  const folder = request.createsFolder
    ? await createFolder(api, server.firm.id, client, request.folder)
    : await findFolder(api, server.firm.id, client, request.folder);
  const directories = await prepareDirectories(request, hotFolders, home);
  const hotFolder: HotFolder = {
    id: newHotFolderId(),
    description: (request.description ?? `${client.name} ${folder.path}`).slice(0, 200),
    ...directories,
    clientId: client.id,
    clientName: client.name,
    folderId: folder.id,
    folderPath: folder.path,
    documentType: request.documentType,
    keepsSubFolders: request.keepsSubFolders,
  };
  await changeConfiguration(home, (current) => ({
    ...current,
    hotFolders: [...current.hotFolders, hotFolder],
  }));
  return hotFolder;
}

/**
 * Takes a hot folder out, named by its id, its deposit directory or its description. Files stay where they are.
 * @throws NavetteError `destination_unclear` when there is none, or several
 */
export async function removeHotFolder(home: string, wanted: string): Promise<HotFolder> {
  let removed: HotFolder | undefined;
  await changeConfiguration(home, (current) => {
    const meant = current.hotFolders.filter((each) =>
      [each.id, each.depositDir, each.description].includes(wanted),
    );
    const [only] = meant;
    if (only === undefined || meant.length > 1) {
      const found = (meant.length > 1 ? meant : current.hotFolders).map((each) => each.depositDir).join(', ');
      throw new NavetteError('destination_unclear', { wanted, found: found || '—' });
    }
    removed = only;
    return { ...current, hotFolders: current.hotFolders.filter((each) => each !== only) };
  });
  if (removed === undefined) throw new NavetteError('destination_unclear', { wanted, found: '—' });
  return removed;
}

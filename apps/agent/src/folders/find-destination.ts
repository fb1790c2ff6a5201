/** The client and the folder that a person means, found by the platform. */
import { type ApiClient, type Client, type Folder, routes } from '@navette/api';
import { NavetteError, nameKey, normaliseSiret, pathKey } from '@navette/model';

const deadlineMs = 30_000;

/**
 * The client of a name, a code, a SIRET or an id, among those this computer may see.
 * @throws NavetteError `destination_unclear` when there is none, or several
 */
export async function findClient(api: ApiClient, firm: string, wanted: string): Promise<Client> {
  const text = wanted.trim();
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text)) {
    return api.call(routes.getClient, {
      params: { firm, client: text.toLowerCase() },
      signal: AbortSignal.timeout(deadlineMs),
    });
  }
  const found = await searchClients(api, firm, text);
  for (const isMeant of meanings(text)) {
    const meant = found.filter(isMeant);
    const [only] = meant;
    if (only !== undefined && meant.length === 1) return only;
    if (meant.length > 1) throw unclear(wanted, meant);
  }
  throw unclear(wanted, found);
}

/** What the text may be, the surest first. */
function meanings(text: string): ((client: Client) => boolean)[] {
  const siret = normaliseSiret(text);
  return [
    (client) => /^\d{14}$/.test(siret) && client.siret === siret,
    (client) => client.code !== null && nameKey(client.code) === nameKey(text),
    (client) => nameKey(client.name) === nameKey(text),
  ];
}

/** Every client that the platform finds for the text; a SIRET is looked for without its spaces. */
async function searchClients(api: ApiClient, firm: string, text: string): Promise<Client[]> {
  const siret = normaliseSiret(text);
  const search = /^\d{14}$/.test(siret) ? siret : text;
  const clients: Client[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call(routes.listClients, {
      params: { firm },
      query: { search, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
      signal: AbortSignal.timeout(deadlineMs),
    });
    clients.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return clients;
}

function unclear(wanted: string, found: readonly Client[]): NavetteError {
  const names = found.slice(0, 5).map(({ name, siret }) => (siret === null ? name : `${name} (${siret})`));
  return new NavetteError('destination_unclear', { wanted, found: listed(names, found.length) });
}

/**
 * The folder of a path in a client's tree. @throws NavetteError `destination_unclear` when it does not exist
 */
export async function findFolder(
  api: ApiClient,
  firm: string,
  client: Client,
  path: string,
): Promise<Folder> {
  const { items } = await api.call(routes.listFolders, {
    params: { firm, client: client.id },
    signal: AbortSignal.timeout(deadlineMs),
  });
  const folder = items.find((each) => pathKey(each.path) === pathKey(path));
  if (folder !== undefined) return folder;
  const paths = items.map((each) => each.path);
  throw new NavetteError('destination_unclear', {
    wanted: path,
    found: listed(paths.slice(0, 12), paths.length),
  });
}

/** Creates a folder, with the missing ones above it. */
export function createFolder(api: ApiClient, firm: string, client: Client, path: string): Promise<Folder> {
  return api.call(routes.createFolder, {
    params: { firm, client: client.id },
    body: { path },
    signal: AbortSignal.timeout(deadlineMs),
  });
}

function listed(names: readonly string[], total: number): string {
  if (total === 0) return '—';
  return names.join(', ') + (total > names.length ? ', …' : '');
}

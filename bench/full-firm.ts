/** A platform that runs, with a firm of the size wanted: clients made through the API, documents filled into its tables. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@navette/api';
import { findRunningDatabase, type NavetteApi, signInTo, startProcess } from '@navette/testkit';
import pg from 'pg';
import { z } from 'zod';
import { root } from './bench-database.ts';

export interface FirmSize {
  readonly clients: number;
  readonly documents: number;
  /** How many of them are in one folder of one client. */
  readonly inOneFolder: number;
  /** Folders of every client; those of a new firm unless given. */
  readonly folderTemplate?: readonly string[];
}

export interface FullFirm extends AsyncDisposable {
  readonly api: NavetteApi;
  readonly firm: string;
  /** The client whose folder is full. */
  readonly client: string;
  readonly folder: string;
  /** Somewhere to write, removed at the end. */
  readonly scratch: string;
  /** The platform's own folder. */
  readonly dataDir: string;
}

const ready = z.object({ url: z.string(), setupLink: z.string() });
const email = 'claire.morvan@exemple.fr';
const password = 'un mot de passe de banc';
const atOnce = 8;

/**
 * Starts a platform, durable as in production, and fills a firm. @param settings of the platform beside its own
 */
export async function openFullFirm(
  size: FirmSize,
  settings: Readonly<Record<string, string>> = {},
): Promise<FullFirm> {
  const scratch = await mkdtemp(join(tmpdir(), 'navette-bench-'));
  const dataDir = join(scratch, 'data');
  const server = await startProcess({
    program: join(root, 'apps/server/src/main.ts'),
    args: ['--json'],
    env: { NAVETTE_DATA: dataDir, NAVETTE_PORT: '0', NAVETTE_REQUESTS_PER_MINUTE: '10000000', ...settings },
    readyTimeoutMs: 60_000,
  });
  const close = async () => {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    const { url, setupLink } = ready.parse(server.ready);
    const setup = await fetch(`${url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        token: new URL(setupLink).searchParams.get('token'),
        ...{ firmName: 'Cabinet du banc', name: 'Claire Morvan', email, password },
      }),
    });
    if (!setup.ok) throw new Error(`Creating the firm answered ${setup.status}`);
    const api = await signInTo(url, email, password);
    const firm = (await api.call(routes.me)).firms[0]?.id ?? '';
    if (size.folderTemplate)
      await api.call(routes.updateFirmSettings, {
        params: { firm },
        body: { folderTemplate: [...size.folderTemplate] },
      });
    const clients = await createClients(api, firm, size.clients);
    const client = clients[0] ?? '';
    const { items } = await api.call(routes.listFolders, { params: { firm, client } });
    const folder = items.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path))?.id ?? '';
    await fillDocuments(dataDir, firm, folder, size);
    return { api, firm, client, folder, scratch, dataDir, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

const trades = [
  'Menuiserie',
  'Boulangerie',
  'Garage',
  'Cabinet',
  'Pharmacie',
  'Transports',
  'Librairie',
  'Hôtel',
];
const names = ['Aubertin', 'Le Goff', 'Kerjean', 'Étienne', 'Marchand', 'Rousseau', 'Delacroix', 'Œhmichen'];

async function createClients(api: NavetteApi, firm: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < count; index = next++) {
      const name = `${trades[index % 8]} ${names[(index >> 3) % 8]} ${String(index).padStart(4, '0')}`;
      const body = { name, code: `C${String(index).padStart(5, '0')}`, siret: validSiret(index) };
      ids[index] = (await api.call(routes.createClient, { params: { firm }, body })).id;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return ids;
}

/** The SIRET of a client, by its number: it passes both sums. */
export function validSiret(index: number): string {
  const siren = withLuhnDigit(String(30_000_000 + index));
  return withLuhnDigit(`${siren}0001`);
}

function withLuhnDigit(digits: string): string {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Documents with one version each: many in one folder, the others spread over the folders of all clients. */
async function fillDocuments(dataDir: string, firm: string, folder: string, size: FirmSize): Promise<void> {
  const { config } = await findRunningDatabase(dataDir);
  const superuser = new pg.Client(config);
  await superuser.connect();
  try {
    await superuser.query('set session_replication_role = replica');
    await superuser.query(
      'create temporary table place (number bigint primary key, folder_id uuid, client_id uuid)',
    );
    await superuser.query(
      `insert into place select row_number() over (order by id) - 1, id, client_id from folders where firm_id = $1 and id <> $2`,
      [firm, folder],
    );
    await superuser.query(
      `create temporary table filled as
       select n, gen_random_uuid() as document_id, gen_random_uuid() as version_id,
              encode(sha256(n::text::bytea), 'hex') as sha256,
              'facture-' || (array['edf', 'orange', 'sncf', 'amazon', 'metro'])[1 + n % 5] || '-' || lpad(n::text, 6, '0') || '.pdf' as name,
              now() - n * interval '37 seconds' as received_at, 20000 + n % 90000 as size_bytes,
              case when n < $2 then $1::uuid else (select p.folder_id from place p where p.number = n % (select count(*) from place)) end as folder_id
       from generate_series(0, $3::integer - 1) n`,
      [folder, size.inOneFolder, size.documents],
    );
    await superuser.query(
      `insert into blobs (firm_id, sha256, size_bytes, touched_at) select $1, sha256, size_bytes, received_at from filled`,
      [firm],
    );
    await superuser.query(
      `insert into versions (firm_id, id, document_id, number, name, sha256, size_bytes, media_type, origin_kind, origin_id, origin_name, received_at)
       select $1, version_id, document_id, 1, name, sha256, size_bytes, 'application/pdf', 'agent', document_id, 'ACCUEIL-PC', received_at from filled`,
      [firm],
    );
    await superuser.query(
      `insert into documents (firm_id, id, client_id, folder_id, name, name_key, current_version_id, created_at, received_at, size_bytes)
       select $1, f.document_id, o.client_id, f.folder_id, f.name, f.name, f.version_id, f.received_at, f.received_at, f.size_bytes
       from filled f join folders o on o.firm_id = $1 and o.id = f.folder_id`,
      [firm],
    );
    await superuser.query('vacuum analyze');
  } finally {
    await superuser.end();
  }
}

/** A platform's database, durable as in production, with a firm, applications and lanes and nobody working. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findRunningDatabase, startProcess } from '@navette/testkit';
import pg from 'pg';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface OpenClient extends AsyncDisposable {
  readonly client: pg.Client;
}

export interface BenchDatabase extends AsyncDisposable {
  /** Fills tables; foreign keys are not checked on it. */
  readonly superuser: pg.Client;
  openAsSuperuser(): Promise<OpenClient>;
  /** With the rights of the queue's role, row-level security included. */
  openAsQueue(): Promise<OpenClient>;
}

const lanes = 200;

export async function openBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'navette-bench-'));
  const server = await startProcess({
    program: join(root, 'apps/server/src/main.ts'),
    args: ['--json'],
    env: { NAVETTE_DATA: dataDir, NAVETTE_PORT: '0', NAVETTE_ROLE: 'web' },
    readyTimeoutMs: 60_000,
  });
  const { config } = await findRunningDatabase(dataDir);
  const openAsSuperuser = async (...settings: string[]): Promise<OpenClient> => {
    const client = new pg.Client(config);
    await client.connect();
    for (const setting of settings) await client.query(setting);
    return { client, [Symbol.asyncDispose]: () => client.end() };
  };
  const filler = await openAsSuperuser(`set session_replication_role = replica`);
  await filler.client.query(
    `with firm as (
       insert into firms (id, name, web_service_id, folder_template, created_at)
       values (gen_random_uuid(), 'Banc', 'NAV-BANC', '[]', now()) returning id
     ), installation as (
       insert into installations (firm_id, id, application, name, credentials, created_at)
       select firm.id, gen_random_uuid(), 'inqom', 'Banc', '', now() from firm, generate_series(1, ${lanes}) returning firm_id, id
     )
     insert into lanes (firm_id, id, installation_id, concurrency, rate_requests, rate_window_ms, tokens, tokens_at)
     select firm_id, gen_random_uuid(), id, 1000, 1000, 1000, 1, now() from installation`,
  );
  return {
    superuser: filler.client,
    openAsSuperuser: () => openAsSuperuser(),
    openAsQueue: () => openAsSuperuser('set role navette_queue'),
    async [Symbol.asyncDispose]() {
      await filler.client.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

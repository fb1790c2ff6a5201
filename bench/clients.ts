/**
 * The list of clients through the API, in each of its orders and filters, and an import of as many: what people wait for in a firm
 * of 3,000 and of 10,000 clients.
 */
import { join } from 'node:path';
import { type Job, routes } from '@navette/api';
import { findRunningDatabase } from '@navette/testkit';
import pg from 'pg';
import type { Bench } from './bench.ts';
import { type FullFirm, openFullFirm } from './full-firm.ts';
import { quantile, timeEach } from './timings.ts';

const sizes = [3_000, 10_000];
const documents = 100_000;
const undelivered = 20_000;
const runs = 60;

export const clients: Bench = {
  name: 'clients',
  summary: `lists of 3,000 and 10,000 clients with ${documents} documents, and an import of 3,000`,
  async run(log) {
    const rows: string[][] = [];
    for (const [place, count] of sizes.entries()) {
      await using firm = await openFullFirm({ clients: count, documents, inOneFolder: 20_000 });
      await addUndelivered(firm);
      for (const [what, query] of questions) {
        const list = () => firm.api.call(routes.listClients, { params: { firm: firm.firm }, query });
        const cell = describe(await timeEach(runs, list));
        log(`${count} clients, ${what}: ${cell} ms`);
        if (place === 0) rows.push([what, cell]);
        else rows.find(([name]) => name === what)?.push(cell);
      }
      if (place > 0) continue;
      for (const [what, ms] of await measureImport(firm)) {
        log(`${what}: ${ms} ms`);
        rows.push([what, ms, '–']);
      }
    }
    return {
      title: 'The list of clients',
      text: `${documents.toLocaleString('en')} documents, ${undelivered.toLocaleString('en')} undelivered. One page of 50 with its total and what its rows show, over HTTP: median / 95th percentile, in ms.`,
      head: ['', ...sizes.map((count) => `${count.toLocaleString('en')} clients`)],
      rows,
    };
  },
};

type Query = NonNullable<Parameters<typeof routes.listClients.query.parse>[0]>;

const questions: readonly (readonly [string, Query & Record<string, string>])[] = [
  ['by name', {}],
  ['by name, from last to first', { sort: '-name' }],
  ['by code', { sort: 'code' }],
  ['last deposit first', { sort: '-lastReceived' }],
  ['most undelivered first', { sort: '-undelivered' }],
  ['newest first', { sort: '-created' }],
  ['search « garage goff »', { search: 'garage goff' }],
  ['search of a SIRET’s beginning', { search: '300 000 123' }],
  ['search that finds nothing', { search: 'introuvable' }],
  ['with undelivered', { withUndelivered: 'true' }],
  ['assigned to nobody', { collaborator: 'none' }],
  ['search, last deposit first', { search: 'menuiserie', sort: '-lastReceived' }],
];

function describe(times: readonly number[]): string {
  return [0.5, 0.95].map((share) => quantile(times, share).toFixed(0)).join(' / ');
}

/** Deliveries that ended without success, spread over half of the clients. */
async function addUndelivered({ scratch, firm }: FullFirm): Promise<void> {
  const { config } = await findRunningDatabase(join(scratch, 'data'));
  const superuser = new pg.Client(config);
  await superuser.connect();
  try {
    await superuser.query('set session_replication_role = replica');
    await superuser.query(
      `insert into deliveries (firm_id, id, lane_id, state, code, ready_at, version_id, document_id, client_id, installation_id,
         connection_id, rule_id, document_type, created_at, ended_at)
       select $1, gen_random_uuid(), gen_random_uuid(), case when n < $2 then 'undelivered' else 'delivered' end,
         case when n < $2 then 'document_refused' end, now(), gen_random_uuid(), gen_random_uuid(), c.id, gen_random_uuid(),
         gen_random_uuid(), gen_random_uuid(), 'purchase', now(), now()
       from generate_series(0, $3::integer - 1) n
       join (select id, row_number() over (order by id) - 1 as number, count(*) over () as count from clients where firm_id = $1) c
         on c.number = n % (1 + c.count / 2)`,
      [firm, undelivered, documents],
    );
    await superuser.query('vacuum analyze');
  } finally {
    await superuser.end();
  }
}

/** A file of 3,000 new clients: its preview, then its application to the end. */
async function measureImport({ api, firm }: FullFirm): Promise<[string, string][]> {
  const lines = Array.from(
    { length: 3_000 },
    (_, index) => `Nouveau ${index};N${index};n${index}@exemple.fr`,
  );
  const body = Buffer.from(['Nom;Code dossier;E-mail de collecte', ...lines].join('\n'));
  const startedAt = performance.now();
  const { job } = await api.call(routes.previewImport, {
    ...{ params: { firm }, query: { name: 'clients.csv' }, body },
    headers: { 'content-type': 'application/octet-stream' },
  });
  const previewedAt = performance.now();
  await api.call(routes.confirmJob, { params: { firm, job: job.id } });
  let state: Job['state'] = 'waiting';
  while (state === 'waiting' || state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ({ state } = await api.call(routes.getJob, { params: { firm, job: job.id } }));
  }
  if (state !== 'done') throw new Error(`The import ended as ${state}`);
  const times = [previewedAt - startedAt, performance.now() - previewedAt].map((ms) => ms.toFixed(0));
  return [
    ['import of 3,000 clients: preview', times[0] ?? ''],
    ['import of 3,000 clients: applied', times[1] ?? ''],
  ];
}

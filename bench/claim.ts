/**
 * The claim of the queue, alone, on the product's own tables and roles: how long it takes with few and with many deliveries
 * waiting, and how many rows a second several claimers take and complete.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Bench } from './bench.ts';
import { type BenchDatabase, openBenchDatabase, root } from './bench-database.ts';

const lanes = 200;
const claimers = 8;
const batch = 32;
const measureMs = 4_000;

export const claim: Bench = {
  name: 'claim',
  summary: 'the claim with 1,000, 100,000 and 1,000,000 deliveries waiting in 200 lanes, 100,000 held',
  async run(log) {
    const text = await readFile(join(root, 'apps/server/src/deliveries/claim.sql'), 'utf8');
    await using database = await openBenchDatabase();
    const rows: string[][] = [];
    for (const waiting of [1_000, 100_000, 1_000_000]) {
      await fill(database, waiting);
      const alone = await measureAlone(database, text);
      const together = await measureTogether(database, text);
      log(
        `${waiting} waiting: one claim of ${batch} in ${alone.toFixed(2)} ms (median); ${together} claimed and completed a second`,
      );
      rows.push([waiting.toLocaleString('en'), alone.toFixed(2), together.toLocaleString('en')]);
    }
    log(await explain(database, text));
    return {
      title: 'The claim of the queue',
      text: `${lanes} lanes, 100,000 deliveries held, durable commits. One claim takes up to ${batch} deliveries; ${claimers} claimers claim and complete, each claim in its own commit.`,
      head: ['waiting', 'one claim, median ms', `claimed and completed per second, ${claimers} claimers`],
      rows,
    };
  },
};

async function fill({ superuser }: BenchDatabase, waiting: number): Promise<void> {
  await superuser.query('truncate deliveries cascade');
  await superuser.query(
    `insert into deliveries (firm_id, id, lane_id, state, held_reason, ready_at, version_id, document_id, client_id, installation_id,
       connection_id, rule_id, document_type, created_at)
     select l.firm_id, gen_random_uuid(), l.id, case when n < $1 then 'waiting' else 'held' end,
       case when n < $1 then null else 'connection' end, now() - n * interval '1 ms', gen_random_uuid(), gen_random_uuid(),
       gen_random_uuid(), l.installation_id, gen_random_uuid(), gen_random_uuid(), 'purchase', now()
     from generate_series(0, $1::integer + 99999) n
     join (select *, row_number() over (order by id) - 1 as number from lanes) l on l.number = n % ${lanes}`,
    [waiting],
  );
  await superuser.query(`update lanes set next_ready_at = '-infinity', last_served_at = '-infinity'`);
  await superuser.query('vacuum analyze deliveries');
  // What filling the table left to write would be measured otherwise.
  await superuser.query('checkpoint');
}

function claimOnce(client: pg.Client, text: string) {
  const values = [batch, crypto.randomUUID(), 30_000, new Date().toISOString()];
  return client.query<{ id: string; firmId: string }>({ name: 'claim', text, values });
}

async function measureAlone(database: BenchDatabase, text: string): Promise<number> {
  await using client = await database.openAsQueue();
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const startedAt = performance.now();
    await claimOnce(client.client, text);
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

async function measureTogether(database: BenchDatabase, text: string): Promise<number> {
  const startedAt = performance.now();
  const counts = await Promise.all(
    Array.from({ length: claimers }, async () => {
      await using client = await database.openAsQueue();
      await using completer = await database.openAsSuperuser();
      let count = 0;
      while (performance.now() - startedAt < measureMs) {
        const { rows } = await claimOnce(client.client, text);
        if (rows.length === 0) break;
        await completer.client.query({
          name: 'complete',
          text: `update deliveries set state = 'delivered', lease = null, lease_until = null where firm_id = $1 and id = any($2::uuid[])`,
          values: [rows[0]?.firmId, rows.map(({ id }) => id)],
        });
        count += rows.length;
      }
      return count;
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return Math.round(counts.reduce((sum, count) => sum + count, 0) / seconds);
}

async function explain(database: BenchDatabase, text: string): Promise<string> {
  await using client = await database.openAsQueue();
  const values = [batch, crypto.randomUUID(), 30_000, new Date().toISOString()];
  const { rows } = await client.client.query<{ 'QUERY PLAN': string }>(
    `explain (analyze, buffers off, costs off) ${text}`,
    values,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

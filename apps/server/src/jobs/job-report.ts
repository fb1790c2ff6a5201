import type { Readable } from 'node:stream';
import type { Job, JobItem } from '@navette/api';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';
import { writeCsv } from '../sheets/write-csv.ts';
import { getJob, listJobItems } from './list-jobs.ts';

const itemsAtOnce = 200;

/**
 * A CSV file with a line for each item of a job: its row, what became of it, why, then its values as they were frozen.
 * @throws NavetteError `not_found`
 */
export async function reportJob(
  platform: Pick<Platform, 'database'>,
  caller: FirmCaller,
  jobId: string,
): Promise<Readable> {
  const job = await inFirm(platform.database.app, caller.firmId, (trx) => getJob(trx, caller, jobId));
  return writeCsv(readLines(platform, caller, job));
}

/** A transaction for each page of items: a slow download holds none. */
async function* readLines(
  { database }: Pick<Platform, 'database'>,
  caller: FirmCaller,
  job: Job,
): AsyncGenerator<Cell[]> {
  let keys: string[] | null = null;
  let cursor: string | undefined;
  do {
    const filter = { cursor, limit: itemsAtOnce };
    const page = await inFirm(database.app, caller.firmId, (trx) =>
      listJobItems(trx, caller, job.id, filter),
    );
    if (keys === null) {
      // Items of a job are alike: the first page names what they have.
      keys = [...new Set(page.items.flatMap(({ payload }) => Object.keys(payload)))];
      yield ['Ligne', 'Résultat', 'Motif', 'Précision', ...keys];
    }
    for (const item of page.items) yield lineOf(job, item, keys);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const words = { done: 'Fait', failed: 'En échec', skipped: 'Ignoré' } as const;

function lineOf(job: Job, item: JobItem, keys: readonly string[]): Cell[] {
  const { row, state, reason, detail, payload } = item;
  const result = state === 'pending' ? (job.endedAt === null ? 'En attente' : 'Non traité') : words[state];
  const precision = Object.entries(detail ?? {}).map(([name, value]) => `${name}\u00a0: ${textOf(value)}`);
  return [
    row,
    result,
    reason?.fr ?? null,
    precision.join('\u00a0; '),
    ...keys.map((key) => textOf(payload[key])),
  ];
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

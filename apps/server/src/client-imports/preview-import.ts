import type { ClientImport, ImportRow } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { NewJobItem } from '../jobs/bulk-job.ts';
import { createJob, replaceItems } from '../jobs/create-job.ts';
import { getJob } from '../jobs/list-jobs.ts';
import type { Platform } from '../platform.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { clientImport, type ImportItem, type ImportParams } from './apply-import.ts';
import type { Existing } from './existing.ts';
import {
  type ColumnTarget,
  guessColumns,
  guessMatchBy,
  type ImportColumn,
  readTable,
  type Table,
} from './import-columns.ts';
import { loadExisting } from './load-existing.ts';
import { type PlannedRow, planImport } from './plan-import.ts';

export interface ImportChange {
  readonly columns?: readonly { readonly header: string; readonly target: string | null }[] | undefined;
  readonly matchBy?: string | undefined;
  readonly createMissingAttributes?: boolean | undefined;
}

/**
 * Reads a file of clients and freezes what each row would do. @returns the job's id
 * @throws NavetteError as `readSheet`; `not_found` for an attribute to match by
 */
export async function previewImport(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  file: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly sheet: Sheet;
    readonly matchBy?: string | undefined;
  },
): Promise<string> {
  const existing = await loadExisting(trx, caller);
  const table = readTable(file.sheet.rows);
  const columns = guessColumns(table, existing.attributes);
  const matchBy = requireMatchBy(existing, file.matchBy) ?? guessMatchBy(columns, existing.attributes);
  const rows = planImport(table, columns, matchBy, existing);
  const params = {
    ...factsOf(file.name, file.sheet),
    columns,
    matchBy,
    ...countRows(rows),
  } satisfies ImportParams;
  const jobId = await createJob(platform, trx, caller, {
    ...{ kind: clientImport.kind, params, items: rows.map(itemOf) },
  });
  await trx
    .insertInto('client_imports')
    .values({ firm_id: caller.firmId, job_id: jobId, file_name: file.name, bytes: file.bytes })
    .execute();
  return jobId;
}

/**
 * Plans an import anew with other columns, or another way to recognise clients, against what is there now.
 * @param table its file, read again
 * @throws NavetteError `not_found`; `job_ended` once it was confirmed; `invalid_request` for columns that are not the file's;
 * `not_allowed` for who may not make attributes
 */
export async function changeImport(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  jobId: string,
  table: Table,
  change: ImportChange,
): Promise<void> {
  const { params } = await loadImport(trx, caller, jobId);
  const existing = await loadExisting(trx, caller);
  const columns = changeColumns(params.columns, change, existing);
  if (columns.some(({ target }) => target === 'new') && caller.role !== 'admin')
    throw new NavetteError('not_allowed');
  const matchBy = requireMatchBy(existing, change.matchBy) ?? params.matchBy;
  const rows = planImport(table, columns, matchBy, existing);
  await replaceItems(trx, caller, jobId, {
    params: { ...params, columns, matchBy, ...countRows(rows) } satisfies ImportParams,
    items: rows.map(itemOf),
  });
}

/** An import as it was previewed. @throws NavetteError `not_found` also for jobs of other kinds */
export async function getImport(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  jobId: string,
): Promise<ClientImport> {
  const { job, params } = await loadImport(trx, caller, jobId);
  return { job, ...params, columns: [...params.columns], otherSheets: [...params.otherSheets] };
}

/** @throws NavetteError `not_found` also for jobs of other kinds */
export async function loadImport(trx: Transaction<Schema>, caller: FirmCaller, jobId: string) {
  const job = await getJob(trx, caller, jobId);
  if (job.kind !== clientImport.kind) throw new NavetteError('not_found');
  return { job, params: job.params as unknown as ImportParams };
}

/** Reads the file of an import again, outside any transaction: it takes seconds. @throws NavetteError `not_found` */
export async function readImportFile(platform: Platform, caller: FirmCaller, jobId: string): Promise<Table> {
  const { bytes } = await inFirm(platform.database.app, caller.firmId, async (trx) => {
    await loadImport(trx, caller, jobId);
    return trx
      .selectFrom('client_imports')
      .select('bytes')
      .where('firm_id', '=', caller.firmId)
      .where('job_id', '=', jobId)
      .executeTakeFirstOrThrow();
  });
  return readTable((await readSheet(bytes)).rows);
}

function changeColumns(
  columns: readonly ImportColumn[],
  { columns: given, createMissingAttributes = false }: ImportChange,
  { attributes }: Existing,
): ImportColumn[] {
  if (given !== undefined && given.length !== columns.length)
    throw new NavetteError('invalid_request', { detail: 'columns', field: 'columns' });
  const taken = new Set<string>();
  return columns.map((column, index) => {
    const told = given === undefined ? column.target : readTarget(given[index]?.target ?? null);
    const isMissing = told === null && createMissingAttributes && column.problem === null;
    const target = isMissing ? 'new' : told;
    const id = target?.startsWith('attribute:') ? target.slice('attribute:'.length) : null;
    if (id !== null && !attributes.some((each) => each.id === id))
      throw new NavetteError('not_found', { field: 'columns' });
    if (target !== null && target !== 'new') {
      if (taken.has(target)) throw new NavetteError('invalid_request', { detail: target, field: 'columns' });
      taken.add(target);
    }
    return { ...column, target };
  });
}

/** The contract checked its form. */
function readTarget(target: string | null): ColumnTarget | null {
  return target as ColumnTarget | null;
}

function requireMatchBy({ attributes }: Existing, matchBy: string | undefined): string | undefined {
  if (matchBy === undefined || matchBy === 'name' || attributes.some(({ id }) => id === matchBy))
    return matchBy;
  throw new NavetteError('not_found', { field: 'matchBy' });
}

function factsOf(fileName: string, { encoding, separator, sheet, otherSheets }: Sheet) {
  return { fileName, encoding, separator, sheet, otherSheets };
}

function countRows(rows: readonly PlannedRow[]) {
  const count = (isCounted: (row: PlannedRow) => boolean) => rows.filter(isCounted).length;
  return {
    rows: rows.length,
    create: count(({ change }) => change === 'create'),
    update: count(({ change }) => change === 'update'),
    unchanged: count(({ change }) => change === 'unchanged'),
    errors: count(({ change }) => change === null),
    warnings: count((row) => stateOf(row) === 'warning'),
  };
}

function stateOf({ change, problems }: PlannedRow): ImportRow['state'] {
  if (change === null) return 'error';
  return problems.length > 0 ? 'warning' : 'ok';
}

function itemOf(planned: PlannedRow): NewJobItem {
  const { row, name, change, clientId, changes, problems, writes } = planned;
  const payload = {
    ...{ row, state: stateOf(planned), name, change, clientId, changes: [...changes], writes },
    problems: problems.map(({ code, params, ...problem }) => {
      const { fr, en } = reasonOf(code, params);
      return { ...problem, code, fr, en };
    }),
  } satisfies ImportItem;
  const [error] = problems.filter(({ isError }) => isError);
  if (error !== undefined) return { payload, failed: { code: error.code, params: error.params } };
  return change === 'unchanged' ? { payload, skipped: { why: 'unchanged' } } : { payload };
}

import type { ConnectionImport, ConnectionImportRow } from '@navette/api';
import type { Dossier, Manifest } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { fetchDossiers } from '../applications/fetch-dossiers.ts';
import { readTable, type Table } from '../client-imports/import-columns.ts';
import { keptForm } from '../connections/client-keys.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { NewJobItem } from '../jobs/bulk-job.ts';
import { createJob } from '../jobs/create-job.ts';
import { getJob } from '../jobs/list-jobs.ts';
import type { Platform } from '../platform.ts';
import type { Sheet } from '../sheets/sheet.ts';
import { connectionImport, type ImportItem, type ImportParams } from './apply-import.ts';
import { type ImportColumn, recogniseColumns } from './import-columns.ts';
import { loadKnown } from './load-known.ts';
import { loadManifest } from './load-manifest.ts';
import { type PlannedRow, planImport } from './plan-import.ts';
import { mask } from './read-key.ts';
import { isExample } from './template.ts';

export interface ImportFile {
  readonly name: string;
  readonly sheet: Sheet;
  /** The folder they are connected for. */
  readonly rule?: string | undefined;
}

/**
 * Reads a file of clients and their keys and freezes what each row would do. Where the partner lists its dossiers, keys are compared with
 * the list, asked once, now. @returns the job's id
 * @throws NavetteError `not_found`; `import_key_column_missing`, `import_client_column_missing`; as `fetchDossiers`
 */
export async function previewConnectionImport(
  platform: Platform,
  caller: FirmCaller,
  installationId: string,
  { name, sheet, rule }: ImportFile,
): Promise<string> {
  const { firmId } = caller;
  const { app } = platform.database;
  const manifest = await inFirm(app, firmId, (trx) => loadManifest(platform, trx, firmId, installationId));
  const dossiers = manifest.listsDossiers ? await fetchDossiers(platform, firmId, installationId) : null;
  return inFirm(app, firmId, async (trx) => {
    const file = { name, sheet, ruleId: rule ?? null };
    return freeze(platform, trx, caller, { installationId, manifest, dossiers }, file);
  });
}

interface Application {
  readonly installationId: string;
  readonly manifest: Manifest;
  readonly dossiers: readonly Dossier[] | null;
}

async function freeze(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { installationId, manifest, dossiers }: Application,
  file: { readonly name: string; readonly sheet: Sheet; readonly ruleId: string | null },
): Promise<string> {
  const { sheet, ruleId } = file;
  const known = await loadKnown(trx, caller, installationId, ruleId, dossiers);
  const whole = readTable(sheet.rows);
  const table: Table = { ...whole, rows: whole.rows.filter(({ cells }) => !isExample(cells)) };
  const columns = recogniseColumns(table, manifest, known.attributes);
  requireColumns(columns, manifest);
  const at = { firmId: caller.firmId, installationId };
  const keep = (key: string) => keptForm(platform.keys, manifest, at, key);
  const rows = planImport(table, columns, manifest, known, keep);
  const params: ImportParams = {
    ...{ installationId, ruleId, fileName: file.name, columns: showColumns(columns, manifest) },
    ...{ encoding: sheet.encoding, separator: sheet.separator, sheet: sheet.sheet },
    ...countRows(rows),
    asksPartner: !manifest.listsDossiers && manifest.clientKey.checked === 'when_connecting',
  };
  const items = rows.map((row) => itemOf(row, manifest));
  return createJob(platform, trx, caller, { kind: connectionImport.kind, params, items });
}

function requireColumns(columns: readonly ImportColumn[], { clientKey: { label } }: Manifest): void {
  const has = (isIt: (target: string) => boolean) =>
    columns.some(({ target }) => target !== null && isIt(target));
  if (!has((target) => target === 'key'))
    throw new NavetteError('import_key_column_missing', { label: label.fr, labelEn: label.en });
  if (!has((target) => target === 'client' || target.startsWith('attribute:')))
    throw new NavetteError('import_client_column_missing');
}

/** A column that is not known may hold secrets too. */
function showColumns(columns: readonly ImportColumn[], { clientKey }: Manifest): ImportColumn[] {
  if (!clientKey.secret) return [...columns];
  return columns.map((column) =>
    column.sample !== '' && (column.target === null || column.target === 'key')
      ? { ...column, sample: mask }
      : column,
  );
}

/** An import as it was previewed. @throws NavetteError `not_found` also for jobs of other kinds, and of other applications */
export async function getConnectionImport(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  jobId: string,
): Promise<ConnectionImport> {
  const job = await getJob(trx, caller, jobId);
  const {
    installationId: own,
    ruleId: _,
    asksPartner: __,
    ...params
  } = job.params as unknown as ImportParams;
  if (job.kind !== connectionImport.kind || own !== installationId) throw new NavetteError('not_found');
  return { job, ...params, columns: [...params.columns] };
}

function countRows(rows: readonly PlannedRow[]) {
  const count = (isCounted: (row: PlannedRow) => boolean) => rows.filter(isCounted).length;
  return {
    rows: rows.length,
    connect: count(({ change }) => change === 'connect'),
    change: count(({ change }) => change === 'change'),
    extend: count(({ change }) => change === 'extend'),
    unchanged: count(({ change }) => change === 'unchanged'),
    errors: count(({ change }) => change === null),
    warnings: count((row) => stateOf(row) === 'warning'),
  };
}

function stateOf({ change, problems }: PlannedRow): ConnectionImportRow['state'] {
  if (change === null) return 'error';
  return problems.length > 0 ? 'warning' : 'ok';
}

function itemOf(planned: PlannedRow, { clientKey }: Manifest): NewJobItem {
  const { row, given, change, client, near, connectionId, key, label, problems, cells } = planned;
  const isSecret = clientKey.secret === true;
  const payload: ImportItem = {
    ...{ row, state: stateOf(planned), given, change, connectionId, label, cells: [...cells] },
    ...{ clientId: client?.id ?? null, clientName: client?.name ?? null },
    key: key !== null && isSecret ? mask : (key ?? ''),
    nearClient: near === null ? null : { id: near.id, name: near.name },
    problems: problems.map(({ code, params, ...problem }) => {
      const { fr, en } = reasonOf(code, params);
      return { ...problem, code, fr, en };
    }),
  };
  const [error] = problems.filter(({ isError }) => isError);
  if (error !== undefined) return { payload, failed: { code: error.code, params: error.params } };
  if (change === 'unchanged') return { payload, skipped: { why: 'unchanged' } };
  return isSecret && key !== null ? { payload, secret: key } : { payload };
}

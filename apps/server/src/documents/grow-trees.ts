/**
 * Trees that grow: when the month or the year turns in a firm's time zone, every active client gets the folders of the new period.
 * A month is added once; what a person then renames, moves or bins is his, and does not come back. A tree whose stem (what the
 * template names before its first variable) is gone for a client does not grow there either (docs/decisions/0020-bin.md).
 */
import {
  joinPath,
  monthsBetween,
  nameKey,
  type Period,
  parsePattern,
  periodAt,
  renderPattern,
  safeName,
  splitPath,
} from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { lockTrees } from './folders.ts';

/** A server that was off longer adds the last of the months that it missed. */
const maxMonths = 24;

/** Grows the trees of every firm up to its present month. Nothing is done where that was done. Safe to call again, and from two processes. */
export async function growTrees(platform: Platform, signal: AbortSignal): Promise<void> {
  const { rows } = await platform.database.queue.query<{ id: string }>(
    `select id from firms where state = 'active' order by id`,
  );
  for (const { id } of rows) {
    if (signal.aborted) return;
    const added = await inFirm(platform.database.app, id, (trx) => growFirm(platform, trx, id));
    if (added > 0) platform.live.publish(id, 'documents');
  }
}

/** @returns how many folders were added */
async function growFirm(platform: Platform, trx: Transaction<Schema>, firmId: string): Promise<number> {
  const firm = await loadTemplate(trx, firmId);
  const now = periodAt(platform.clock(), firm.timeZone);
  const months = monthsToGrow(firm.grownTo, now);
  if (months.length === 0) return 0;
  const growing = firm.template.map(parsePattern).filter(({ variables }) => variables.has('year'));
  const targets = months.flatMap((month) =>
    growing.map((pattern) => ({
      names: splitPath(renderPattern(pattern, month)).map(safeName),
      stemLevels: pattern.segments.findIndex((tokens) => tokens.some(({ kind }) => kind !== 'text')),
    })),
  );
  const added = await addMissing(platform, trx, firmId, targets);
  await trx
    .updateTable('firms')
    .set({ tree_grown_to: firstDayOf(now) })
    .where('id', '=', firmId)
    .execute();
  return added.folders;
}

/** Adds what clients lack of the whole template, for the present period, when it was changed. */
export async function applyTemplate(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
): Promise<{ clients: number; folders: number }> {
  const { firmId } = caller;
  const firm = await loadTemplate(trx, firmId);
  const now = periodAt(platform.clock(), firm.timeZone);
  const targets = firm.template.map((source) => ({
    names: splitPath(renderPattern(parsePattern(source), now)).map(safeName),
    stemLevels: 0,
  }));
  const added = await addMissing(platform, trx, firmId, targets);
  await recordAudit(platform, trx, caller, {
    action: 'folder_template.applied',
    subjectKind: 'firm',
    subjectId: firmId,
    subjectName: null,
    details: added,
  });
  return added;
}

async function loadTemplate(trx: Transaction<Schema>, firmId: string) {
  return trx
    .selectFrom('firms')
    .select(['folder_template as template', 'time_zone as timeZone', 'tree_grown_to as grownTo'])
    .where('id', '=', firmId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** The months after the last one that was added, up to now. */
function monthsToGrow(grownTo: string | null, now: Period): Period[] {
  const [year, month] = (grownTo ?? '').split('-').map(Number);
  const last = year === undefined || month === undefined ? monthBefore(now, 1) : { year, month };
  const count = Math.min(monthsBetween(last, now), maxMonths);
  return Array.from({ length: Math.max(0, count) }, (_, index) => monthBefore(now, count - 1 - index));
}

function monthBefore({ year, month }: Period, months: number): Period {
  const index = year * 12 + month - 1 - months;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

function firstDayOf({ year, month }: Period): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}

interface Target {
  readonly names: readonly string[];
  /** How many of the names must be there already. */
  readonly stemLevels: number;
}

/** Two statements for each level of the tree, whatever the number of clients. */
async function addMissing(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  targets: readonly Target[],
): Promise<{ clients: number; folders: number }> {
  await lockTrees(trx, firmId, 'grow');
  const clients = new Set<string>();
  let folders = 0;
  const levels = Math.max(0, ...targets.map(({ names }) => names.length));
  for (let level = 1; level <= levels; level++) {
    const wanted = targets.filter(({ names, stemLevels }) => names.length >= level && level > stemLevels);
    const rows = await findMissing(trx, firmId, wanted, level);
    await insertFolders(platform, trx, firmId, rows);
    folders += rows.length;
    for (const { clientId } of rows) clients.add(clientId);
  }
  return { clients: clients.size, folders };
}

interface MissingFolder {
  readonly clientId: string;
  readonly parentId: string | null;
  readonly path: string;
  readonly key: string;
  readonly name: string;
}

/** Which clients lack which folders of one level: theirs is neither there nor in the bin, and the one above is there. */
async function findMissing(
  trx: Transaction<Schema>,
  firmId: string,
  targets: readonly Target[],
  level: number,
): Promise<MissingFolder[]> {
  const wanted = [...Map.groupBy(targets, ({ names }) => joinPath(names.slice(0, level).map(nameKey)))].map(
    ([key, [first]]) => ({
      key,
      parentKey: joinPath((first?.names ?? []).slice(0, level - 1).map(nameKey)),
      name: first?.names[level - 1] ?? '',
    }),
  );
  const { rows } = await sql<MissingFolder>`
    select c.id as "clientId", p.id as "parentId", coalesce(p.path, '') || '/' || w.name as path, w.key, w.name
    from unnest(
      ${wanted.map(({ key }) => key)}::text[], ${wanted.map(({ parentKey }) => parentKey)}::text[],
      ${wanted.map(({ name }) => name)}::text[]
    ) with ordinality as w (key, parent_key, name, position)
    cross join clients c
    left join folders p on p.firm_id = c.firm_id and p.client_id = c.id and p.path_key = w.parent_key
    where c.firm_id = ${firmId}::uuid and c.archived_at is null and (p.id is not null or w.parent_key = '/')
      and not exists (
        select from folders f where f.firm_id = c.firm_id and f.client_id = c.id and f.path_key = w.key)
      and not exists (
        select from folders b
        where b.firm_id = c.firm_id and b.client_id = c.id and b.bin_entry_id is not null
          and b.path_key = 'bin/' || b.bin_entry_id::text || w.key)
    order by w.position, c.id`.execute(trx);
  return rows;
}

async function insertFolders(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  rows: readonly MissingFolder[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into folders (firm_id, id, client_id, parent_id, name, path, path_key, created_at)
    select ${firmId}::uuid, id, client_id, parent_id, name, path, path_key, ${platform.clock().toISOString()}::timestamptz
    from unnest(
      ${rows.map(() => platform.newId())}::uuid[], ${rows.map(({ clientId }) => clientId)}::uuid[],
      ${rows.map(({ parentId }) => parentId)}::uuid[], ${rows.map(({ name }) => name)}::text[],
      ${rows.map(({ path }) => path)}::text[], ${rows.map(({ key }) => key)}::text[]
    ) as folder (id, client_id, parent_id, name, path, path_key)
    on conflict (firm_id, client_id, path_key) do nothing`.execute(trx);
}

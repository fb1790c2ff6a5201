import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Cell } from '../sheets/sheet.ts';
import type { ImportItem } from './apply-import.ts';
import type { Table } from './import-columns.ts';
import { loadImport } from './preview-import.ts';

const words = {
  create: { pending: 'À créer', done: 'Créé' },
  update: { pending: 'À mettre à jour', done: 'Mis à jour' },
} as const;

/**
 * The file as it came, each row with what became of it and why: who corrects it there may import it again, since the two columns
 * in front are left out. @param table the file, read again @throws NavetteError `not_found`
 */
export async function reportImport(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  jobId: string,
  table: Table,
): Promise<Cell[][]> {
  await loadImport(trx, caller, jobId);
  const items = await trx
    .selectFrom('job_items')
    .select(['payload', 'state', 'code', 'code_params'])
    .where('firm_id', '=', caller.firmId)
    .where('job_id', '=', jobId)
    .execute();
  const byRow = new Map(items.map((item) => [(item.payload as unknown as ImportItem).row, item]));
  return [
    ['Résultat', 'Explication', ...table.headers],
    ...table.rows.map(({ number, cells }) => {
      const item = byRow.get(number);
      if (item === undefined) return [null, null, ...cells];
      const { change, problems } = item.payload as unknown as ImportItem;
      const told = problems.map(({ column, fr }) => (column === null ? fr : `${column}\u00a0: ${fr}`));
      const later =
        change !== null && item.code !== null ? [reasonOf(item.code, item.code_params ?? {}).fr] : [];
      return [resultOf(change, item.state), [...told, ...later].join(' ') || null, ...cells];
    }),
  ];
}

function resultOf(change: ImportItem['change'], state: 'pending' | 'done' | 'failed' | 'skipped'): string {
  if (state === 'failed') return 'Erreur';
  if (state === 'skipped' || change === 'unchanged' || change === null) return 'Inchangé';
  return words[change][state];
}

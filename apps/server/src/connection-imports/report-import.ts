import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Cell } from '../sheets/sheet.ts';
import type { ImportItem } from './apply-import.ts';
import { getConnectionImport } from './preview-import.ts';

const words = {
  connect: { pending: 'À connecter', done: 'Connecté' },
  change: { pending: 'À modifier', done: 'Modifié' },
  extend: { pending: 'À étendre', done: 'Étendu' },
} as const;

/**
 * The file as it came, without what is a secret, each row with what became of it and why behind its own columns: who corrects it there may
 * import it again. @param only the rows to correct @throws NavetteError `not_found`
 */
export async function reportConnectionImport(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  jobId: string,
  only: 'error' | undefined,
): Promise<Cell[][]> {
  const { columns } = await getConnectionImport(trx, caller, installationId, jobId);
  const items = await trx
    .selectFrom('job_items')
    .select(['payload', 'state', 'code', 'code_params'])
    .where('firm_id', '=', caller.firmId)
    .where('job_id', '=', jobId)
    .$if(only === 'error', (query) => query.where('state', '=', 'failed'))
    .orderBy('row')
    .execute();
  const rows = items.map(({ payload, state, code, code_params }): Cell[] => {
    const { cells, change, problems } = payload as unknown as ImportItem;
    const told = problems.map(({ column, fr }) => (column === null ? fr : `${column}\u00a0: ${fr}`));
    const later = change !== null && code !== null ? [reasonOf(code, code_params ?? {}).fr] : [];
    const filled = columns.map((_, index) => cells[index] ?? null);
    return [...filled, resultOf(change, state), [...told, ...later].join(' ') || null];
  });
  return [[...columns.map(({ header }) => header), ...reportHeaders], ...rows];
}

const reportHeaders = ['Résultat', 'Explication'];

function resultOf(change: ImportItem['change'], state: 'pending' | 'done' | 'failed' | 'skipped'): string {
  if (state === 'failed') return 'Erreur';
  if (state === 'skipped' || change === 'unchanged' || change === null) return 'Inchangé';
  return words[change][state];
}

import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadMapping } from './load-mapping.ts';

/**
 * How many clients that the caller sees wait to be connected to an application: exact there, or settled by hand. `null` where that
 * cannot be told: its dossiers were never listed, or nobody said which attribute holds the key of one that lists none.
 * @throws NavetteError `not_found`
 */
export async function countToConnect(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
): Promise<number | null> {
  const { clients, dossiers, fetchedAt, graded, isKept } = await loadMapping(
    platform,
    trx,
    caller,
    installationId,
  );
  if (dossiers === null ? !isKept : fetchedAt === null) return null;
  return clients.filter(({ id, isAsked }) => {
    const grade = graded.get(id)?.grade;
    return isAsked && (grade === 'exact' || grade === 'chosen');
  }).length;
}

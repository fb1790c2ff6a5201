import { readFileSync } from 'node:fs';
import type { InstallationFigures } from '@navette/api';
import { CompiledQuery, type Transaction } from 'kysely';
import { seesAllClients } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

const figuresSql = readFileSync(new URL('./list-figures.sql', import.meta.url), 'utf8');

/** The day of each application, oldest first, over the clients the caller sees. */
export async function listFigures(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
): Promise<InstallationFigures[]> {
  const limitedTo = seesAllClients(caller) ? null : caller.userId;
  const now = platform.clock().toISOString();
  const query = CompiledQuery.raw(figuresSql, [caller.firmId, now, limitedTo]);
  const { rows } = await trx.executeQuery<Omit<InstallationFigures, 'toConnect'>>(query);
  return rows.map((row) => ({ ...row, toConnect: null }));
}

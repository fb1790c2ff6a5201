import { readFileSync } from 'node:fs';
import type { InstallationFigures } from '@navette/api';
import { CompiledQuery, type Transaction } from 'kysely';
import { seesAllClients } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { countToConnect } from '../mapping/count-to-connect.ts';
import type { Platform } from '../platform.ts';

const figuresSql = readFileSync(new URL('./list-figures.sql', import.meta.url), 'utf8');

type Counted = Omit<InstallationFigures, 'toConnect'> & {
  /** Whether clients have been compared with anything: else nothing can be told of those to connect. */
  readonly isCompared: boolean;
};

/** The day of each application, oldest first, over the clients the caller sees. */
export async function listFigures(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
): Promise<InstallationFigures[]> {
  const limitedTo = seesAllClients(caller) ? null : caller.userId;
  const now = platform.clock().toISOString();
  const query = CompiledQuery.raw(figuresSql, [caller.firmId, now, limitedTo]);
  const { rows } = await trx.executeQuery<Counted>(query);
  const figures: InstallationFigures[] = [];
  for (const { isCompared, ...row } of rows) {
    const toConnect = isCompared ? await countToConnect(platform, trx, caller, row.installationId) : null;
    figures.push({ ...row, toConnect });
  }
  return figures;
}

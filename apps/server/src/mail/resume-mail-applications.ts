import type { Transaction } from 'kysely';
import { releaseAfterRenewal } from '../applications/stop-installation.ts';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

/**
 * Releases the firm's applications by e-mail that stopped for its mail server, which has changed or works again: they have no
 * credentials of their own that could be renewed. @returns the lanes to wake once the transaction is committed
 */
export async function resumeMailApplications(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
): Promise<readonly string[]> {
  const byMail = [...platform.connectors.values()].filter(({ manifest }) => manifest.reach === 'mail');
  if (byMail.length === 0) return [];
  const stopped = await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', firmId)
    // One that was paused since stays paused, and has no reason to stop any more when it is resumed.
    .where('stopped_code', 'is not', null)
    .where(
      'application',
      'in',
      byMail.map(({ manifest }) => manifest.id),
    )
    .forUpdate()
    .execute();
  const laneIds: string[] = [];
  for (const { id } of stopped) laneIds.push(...(await releaseAfterRenewal(platform, trx, firmId, id)));
  return laneIds;
}

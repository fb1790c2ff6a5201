import { type Period, periodAt } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

/** The present month of a firm, in its time zone, and how long a rule's variables still match months that are over. */
export interface FirmPeriod {
  readonly now: Period;
  readonly graceMonths: number;
  readonly timeZone: string;
}

export async function loadFirmPeriod(
  platform: Pick<Platform, 'clock'>,
  trx: Transaction<Schema>,
  firmId: string,
): Promise<FirmPeriod> {
  const { timeZone, graceMonths } = await trx
    .selectFrom('firms')
    .select(['time_zone as timeZone', 'grace_months as graceMonths'])
    .where('id', '=', firmId)
    .executeTakeFirstOrThrow();
  return { now: periodAt(platform.clock(), timeZone), graceMonths, timeZone };
}

import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { findInstallation } from '../rules/select-rules.ts';
import { findBackfill } from './find-backfill.ts';

/** How many documents a back-fill would find now, by rule. @throws NavetteError `not_found` */
export async function countBackfill(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
): Promise<{ total: number; byRule: { ruleId: string; documents: number }[] }> {
  await findInstallation(platform, trx, caller.firmId, installationId);
  const found = await findBackfill(platform, trx, caller, { installationId });
  if (found === null) return { total: 0, byRule: [] };
  const { rows } = await sql<{ ruleId: string; documents: number }>`
    select rule_id as "ruleId", count(*) as documents from (${found}) as found group by rule_id order by rule_id`.execute(
    trx,
  );
  return { total: rows.reduce((sum, { documents }) => sum + documents, 0), byRule: rows };
}

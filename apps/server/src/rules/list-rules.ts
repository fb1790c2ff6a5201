import type { Rule } from '@navette/api';
import { bindPattern, type DocumentType, describePattern, parsePattern } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { connectedClients } from './concerned-clients.ts';
import { countRules } from './count-rules.ts';
import { type FirmPeriod, loadFirmPeriod } from './firm-period.ts';
import { matchFolders } from './match-folders.ts';
import { findInstallation, selectRules } from './select-rules.ts';

/**
 * The rules of an application, oldest first, each with the paths it means today and what it concerns now, among the clients that the
 * caller sees. @throws NavetteError `not_found`
 */
export async function listRules(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
): Promise<Rule[]> {
  const { firmId } = caller;
  await findInstallation(platform, trx, firmId, installationId);
  const period = await loadFirmPeriod(platform, trx, firmId);
  const rows = await selectRules(trx, firmId, installationId);
  const paths = rows.map((row) => ({ ...row, pattern: parsePattern(row.sourcePath) }));
  const concerned = connectedClients(caller, installationId);
  const matches = await matchFolders(trx, firmId, period, concerned, paths);
  const counts = await countRules(trx, firmId, concerned, paths, matches);
  return rows.map((row) => ({
    ...row,
    meansToday: meaningOf(row.sourcePath, row.documentType, period),
    archiveMeansToday: row.archivePath === null ? null : meaningOf(row.archivePath, row.documentType, period),
    ...(counts.get(row.id) ?? { clientsTotal: 0, clients: 0, documents: 0 }),
  }));
}

/** The path that a pattern means in the firm's present month; `{client}` stays, since it means another for each. */
function meaningOf(source: string, type: DocumentType | null, { now }: FirmPeriod): string {
  const pattern = parsePattern(source);
  return describePattern(type === null ? pattern : bindPattern(pattern, { type }), now);
}

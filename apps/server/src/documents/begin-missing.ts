/**
 * What a person puts into a connected folder is an arrival there, for applications that had no delivery of it yet: moved documents,
 * documents of a folder that moved, documents out of the bin.
 */
import { type DeliveryState, type DocumentType, periodAt } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { createMissingDeliveries, type MissingMatch } from '../deliveries/create-deliveries.ts';
import type { Platform } from '../platform.ts';
import { loadApplicableRules } from '../rules/load-rules.ts';
import { matchRules } from '../rules/match-rules.ts';
import { type FirmFacts, recordReceipt } from './arrival.ts';
import type { CurrentVersion } from './current-versions.ts';

/** A delivery that a version has by some connection. */
export interface EarlierDelivery {
  readonly versionId: string;
  readonly connectionId: string;
  readonly installationId: string;
  readonly state: DeliveryState;
  readonly documentType: DocumentType;
  readonly repeatNumber: number;
  readonly endedAt: string | null;
}

export interface Beginning {
  readonly kind: 'moved' | 'repeated';
  readonly at: Date;
  /** Whether a version lacks a delivery by a connection, given those it has. Default: it has none. */
  readonly isMissing?: (earlier: readonly EarlierDelivery[]) => boolean;
}

export interface Begun {
  readonly deliveries: number;
  readonly laneIds: readonly string[];
}

/** Begins the deliveries that versions lack where they are now, all of one client, each with its receipt. */
export async function beginMissing(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  firm: FirmFacts,
  versions: readonly CurrentVersion[],
  { kind, at, isMissing = (earlier) => earlier.length === 0 }: Beginning,
): Promise<Begun> {
  const [first] = versions;
  if (!first) return { deliveries: 0, laneIds: [] };
  const rules = await loadApplicableRules(trx, firmId, first.clientId);
  if (rules.length === 0) return { deliveries: 0, laneIds: [] };
  const period = periodAt(at, firm.timeZone);
  const versionIds = versions.map(({ versionId }) => versionId);
  const earlier = Map.groupBy(
    await loadEarlierDeliveries(trx, firmId, versionIds),
    ({ versionId, connectionId }) => `${versionId}/${connectionId}`,
  );
  const receiptClients = await loadReceiptClients(trx, firmId, versionIds);
  const laneIds = new Set<string>();
  const arrived: string[] = [];
  let deliveries = 0;
  for (const version of versions) {
    const matches = matchRules(rules, version.folderPath, period, firm.graceMonths);
    const missing = matches.flatMap((match): MissingMatch[] => {
      const had = earlier.get(`${version.versionId}/${match.rule.connectionId}`) ?? [];
      if (!isMissing(had)) return [];
      return [{ match, repeatNumber: Math.max(-1, ...had.map((each) => each.repeatNumber)) + 1 }];
    });
    if (missing.length === 0) continue;
    const begun = await createMissingDeliveries(platform, trx, { ...version, firmId, at }, missing);
    await recordReceipt(platform, trx, firm, {
      firmId,
      versionId: version.versionId,
      clientId: receiptClients.get(version.versionId) ?? version.clientId,
      kind,
      receivedAt: new Date(version.receivedAt),
      obligations: begun.obligations,
      at,
    });
    deliveries += begun.deliveries;
    arrived.push(version.documentId);
    for (const laneId of begun.laneIds) laneIds.add(laneId);
  }
  await openToArchive(trx, firmId, arrived);
  return { deliveries, laneIds: [...laneIds] };
}

/** The archive move happens once per arrival: this is another one. */
export async function openToArchive(
  trx: Transaction<Schema>,
  firmId: string,
  documentIds: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return;
  await trx
    .updateTable('documents')
    .set({ archived_at: null, source_folder_id: null })
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`id = any(${documentIds}::uuid[])`)
    .where('archived_at', 'is not', null)
    .execute();
}

/** Every delivery of these versions, the ended ones too. */
export async function loadEarlierDeliveries(
  trx: Transaction<Schema>,
  firmId: string,
  versionIds: readonly string[],
): Promise<EarlierDelivery[]> {
  return trx
    .selectFrom('deliveries')
    .select([
      'version_id as versionId',
      'connection_id as connectionId',
      'installation_id as installationId',
      'state',
      'document_type as documentType',
      'repeat_number as repeatNumber',
      'ended_at as endedAt',
    ])
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`version_id = any(${versionIds}::uuid[])`)
    .execute();
}

/** The ledger counts a version with the client it had when it was received. */
export async function loadReceiptClients(
  trx: Transaction<Schema>,
  firmId: string,
  versionIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('receipts')
    .distinctOn('version_id')
    .select(['version_id', 'client_id'])
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`version_id = any(${versionIds}::uuid[])`)
    .orderBy('version_id')
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.version_id, row.client_id]));
}

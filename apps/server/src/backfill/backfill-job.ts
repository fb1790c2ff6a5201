/** « Envoyer aussi les documents présents »: `delivery.backfill`, a bulk job. */
import { type DocumentType, NavetteError, periodAt } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { requireReceivingClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { createDelivery } from '../deliveries/create-deliveries.ts';
import { applyVersionPolicy } from '../deliveries/version-policy.ts';
import { loadFirmFacts, recordReceipt } from '../documents/arrival.ts';
import { loadEarlierDeliveries, loadReceiptClients, openToArchive } from '../documents/begin-missing.ts';
import { type CurrentVersion, loadCurrentVersions } from '../documents/current-versions.ts';
import { lockBytes } from '../documents/receive.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defineBulkKind, type ItemOutcome } from '../jobs/bulk-job.ts';
import { createJob } from '../jobs/create-job.ts';
import { defineTask } from '../jobs/task.ts';
import type { Platform } from '../platform.ts';
import { loadApplicableRules } from '../rules/load-rules.ts';
import { matchRules, type RuleMatch } from '../rules/match-rules.ts';
import { findInstallation } from '../rules/select-rules.ts';
import type { BackfillChoice } from './backfill-choice.ts';
import { findBackfill, isUngiven } from './find-backfill.ts';

type Params = {
  readonly installationId: string;
  /** The application's name, for the job's page. */
  readonly installationName: string;
};

type Item = {
  readonly documentId: string;
  readonly versionId: string;
  readonly clientId: string;
  readonly ruleId: string;
  readonly name: string;
  readonly clientName: string;
  readonly path: string;
  readonly type: DocumentType;
};

/**
 * Freezes which documents that are there already would be sent, by client and name. @returns the job's id
 * @throws NavetteError `not_found`, for a rule too; `installation_preparing` before the application is started; `too_many_items`
 */
export async function previewBackfill(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  choice: BackfillChoice,
): Promise<string> {
  const { installationId } = choice;
  const { name, state } = await findInstallation(platform, trx, caller.firmId, installationId);
  if (state === 'preparing') throw new NavetteError('installation_preparing');
  const found = await findBackfill(platform, trx, caller, choice);
  const params: Params = { installationId, installationName: name };
  const items = found === null ? [] : await listItems(trx, caller.firmId, found);
  return createJob(platform, trx, caller, {
    kind: backfill.kind,
    params,
    items: items.map((payload) => ({ payload })),
  });
}

async function listItems(
  trx: Transaction<Schema>,
  firmId: string,
  found: NonNullable<Awaited<ReturnType<typeof findBackfill>>>,
): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select found.document_id as "documentId", found.version_id as "versionId", found.client_id as "clientId",
           found.rule_id as "ruleId", found.name, found.client_name as "clientName", found.path, r.document_type as type
    from (${found}) as found
    join rules r on r.firm_id = ${firmId}::uuid and r.id = found.rule_id
    order by found.client_key, found.client_id, found.path, found.sort_key, found.document_id`.execute(trx);
  return rows;
}

export const backfill = defineBulkKind<Params, Item>({
  kind: 'delivery.backfill',
  async requireRights(platform, trx, caller, { installationId }) {
    if (caller.role === 'client') throw new NavetteError('not_allowed');
    await findInstallation(platform, trx, caller.firmId, installationId);
  },
  applyItem: async (platform, trx, caller, { payload, params }) =>
    applyBackfill(platform, trx, caller, payload, params.installationId),
});

/** Gives the application one document, if all is still as it was when that was previewed. */
async function applyBackfill(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  item: Item,
  installationId: string,
): Promise<ItemOutcome | undefined> {
  const { firmId } = caller;
  const skipped = (why: string): ItemOutcome => ({ state: 'skipped', detail: { why } });
  await requireReceivingClient(trx, caller, item.clientId);
  const [document] = await loadCurrentVersions(trx, firmId, [item.documentId], 'lock');
  if (!document || document.deletedAt !== null) return skipped('gone');
  if (document.clientId !== item.clientId || document.versionId !== item.versionId) return skipped('changed');
  await lockBytes(trx, firmId, document.clientId, document.sha256);
  const at = platform.clock();
  const match = await findMatch(trx, firmId, document, installationId, at);
  if (match?.rule.ruleId !== item.ruleId) return skipped('rule');
  if (match.held === 'period') return skipped('period');
  if (!(await isStillUngiven(trx, firmId, document.documentId, installationId))) return skipped('given');
  const arrival = { ...document, firmId, at };
  const { sent } = await applyVersionPolicy(trx, arrival, [match]);
  if (sent.length === 0) return skipped('new_version');
  const had = await loadEarlierDeliveries(trx, firmId, [document.versionId]);
  const before = had.filter(({ connectionId }) => connectionId === match.rule.connectionId);
  const place = {
    repeatNumber: Math.max(-1, ...before.map((each) => each.repeatNumber)) + 1,
    rank: 1,
    actor: { kind: 'user', name: caller.name },
  } as const;
  // Whoever confirmed the list was asked about new versions too.
  const created = await createDelivery(platform, trx, arrival, { ...match, isAsked: false }, place);
  await recordBackfill(platform, trx, firmId, document, at);
  if (created.laneId !== null)
    await platform.jobs.add(
      trx,
      wakeTask,
      { firmId, laneId: created.laneId },
      // Once for the chunk: the lane is one credential's.
      { oncePerTransaction: true },
    );
  if (created.code !== null) return { detail: { code: created.code } };
  return created.heldReason === null ? undefined : { detail: { held: created.heldReason } };
}

async function findMatch(
  trx: Transaction<Schema>,
  firmId: string,
  { clientId, folderPath }: CurrentVersion,
  installationId: string,
  at: Date,
): Promise<RuleMatch | undefined> {
  const { timeZone, graceMonths } = await loadFirmFacts(trx, firmId);
  const rules = await loadApplicableRules(trx, firmId, clientId);
  const matches = matchRules(rules, folderPath, periodAt(at, timeZone), graceMonths);
  return matches.find(({ rule }) => rule.installationId === installationId);
}

async function isStillUngiven(
  trx: Transaction<Schema>,
  firmId: string,
  documentId: string,
  installationId: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from documents d
    join installations i on i.firm_id = d.firm_id and i.id = ${installationId}::uuid
    where d.firm_id = ${firmId}::uuid and d.id = ${documentId}::uuid and ${isUngiven}`.execute(trx);
  return rows.length > 0;
}

/** It counts in the ledger as one more obligation of the day when the version came in. */
async function recordBackfill(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  { documentId, versionId, clientId, receivedAt }: CurrentVersion,
  at: Date,
): Promise<void> {
  const clients = await loadReceiptClients(trx, firmId, [versionId]);
  await recordReceipt(platform, trx, await loadFirmFacts(trx, firmId), {
    ...{ firmId, versionId, kind: 'backfilled', obligations: 1, at },
    clientId: clients.get(versionId) ?? clientId,
    receivedAt: new Date(receivedAt),
  });
  await openToArchive(trx, firmId, [documentId]);
}

const wakeTask = 'delivery.wake-lane';

/** A chunk of a back-fill is committed before its lane is woken. */
export const wakeBackfilledLane = defineTask<{ firmId: string; laneId: string }>(
  wakeTask,
  async (platform, { firmId, laneId }) => {
    await platform.wake.lanes(firmId, [laneId]);
    platform.live.publish(firmId, 'deliveries');
  },
);

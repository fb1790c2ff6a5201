/**
 * A person moves documents: an arrival for the applications of the new place that had none of them. What is on its way goes on, but
 * to another client's partner: there it is cancelled, since nothing may reach the wrong client (docs/decisions/0020-bin.md).
 */
import { type DeliveryState, NavetteError, nameKey, periodAt, safeName } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient, requireReceivingClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { cancelUnsent, countUnsent } from '../deliveries/cancel-unsent.ts';
import { partnerOf } from '../deliveries/create-deliveries.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadApplicableRules } from '../rules/load-rules.ts';
import { matchRules } from '../rules/match-rules.ts';
import { type FirmFacts, loadFirmFacts } from './arrival.ts';
import { type Begun, beginMissing, loadEarlierDeliveries } from './begin-missing.ts';
import { type CurrentVersion, loadCurrentVersions } from './current-versions.ts';
import { type FolderPlace, findFolder, lockTrees } from './folders.ts';
import { findFreeNames } from './free-names.ts';
import { refuseProgramName } from './media-type.ts';
import { recordHistoryOfEach } from './record-history.ts';
import { actorOf } from './who.ts';

export interface Move {
  readonly documentIds: readonly string[];
  readonly folderId: string;
  readonly isConfirmed: boolean;
  /** Names to take, by document; the others keep theirs. */
  readonly names: Readonly<Record<string, string>>;
}

export interface Moved {
  readonly moved: { readonly id: string; readonly name: string }[];
  readonly undo: { folderId: string; documentIds: string[]; names: Record<string, string> }[];
  readonly deliveries: number;
  readonly cancelled: number;
  readonly laneIds: readonly string[];
}

/** Where a partner has a document, or may have it. */
const partnerHasIt: readonly DeliveryState[] = ['sending', 'unknown', 'accepted', 'delivered', 'duplicate'];

/**
 * Moves documents. Those that are in the folder already stay as they are. @throws NavetteError `not_found` when one of them or
 * the folder is not there for this caller; `move_after_delivery`, `move_cancels_deliveries` until confirmed
 */
export async function moveDocuments(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  move: Move,
): Promise<Moved> {
  const { firmId } = caller;
  const at = platform.clock();
  await lockTrees(trx, firmId, 'grow');
  const target = await findFolder(trx, firmId, move.folderId);
  await requireReceivingClient(trx, caller, target.clientId);
  const documents = await lockVisibleDocuments(trx, caller, move.documentIds);
  const moving = documents.filter(({ folderId }) => folderId !== target.id);
  const firm = await loadFirmFacts(trx, firmId);
  const leaving = moving.filter(({ clientId }) => clientId !== target.clientId);
  if (!move.isConfirmed) await askBeforehand(platform, trx, firmId, firm, target, moving, leaving, at);
  const moved = { documentIds: idsOf(leaving) };
  const { length: cancelled } = await cancelUnsent(platform, trx, firmId, moved, actorOf(caller), at);

  await lockFolder(trx, firmId, target.id);
  const wanted = moving.map(({ documentId, name }) => wantedName(move.names[documentId], name));
  const names = await findFreeNames(trx, firmId, target.id, wanted);
  await writePlaces(trx, firmId, target, moving, names);
  await recordHistoryOfEach(
    platform,
    trx,
    firmId,
    { kind: 'moved', at, actor: actorOf(caller) },
    moving.map(({ documentId, versionId, folderPath }, index) => ({
      documentId,
      versionId,
      details: { from: folderPath, folder: target.path, name: names[index] ?? '' },
    })),
  );
  const arrived = moving.map((document, index) => ({
    ...document,
    clientId: target.clientId,
    folderId: target.id,
    folderPath: target.path,
    name: names[index] ?? document.name,
  }));
  const begun = await beginMissing(platform, trx, firmId, firm, arrived, { kind: 'moved', at });
  await audit(platform, trx, caller, target, arrived, begun, cancelled);
  const nameNow = new Map(arrived.map(({ documentId, name }) => [documentId, name]));
  return {
    moved: documents.map(({ documentId, name }) => ({
      id: documentId,
      name: nameNow.get(documentId) ?? name,
    })),
    undo: undoOf(moving),
    deliveries: begun.deliveries,
    cancelled,
    laneIds: begun.laneIds,
  };
}

/** Documents that are not in the bin, locked, all of clients that the caller sees. @throws NavetteError `not_found` */
export async function lockVisibleDocuments(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  documentIds: readonly string[],
): Promise<CurrentVersion[]> {
  const documents = await loadCurrentVersions(trx, caller.firmId, documentIds, 'lock');
  if (documents.length !== new Set(documentIds).size) throw new NavetteError('not_found');
  if (documents.some(({ deletedAt }) => deletedAt !== null)) throw new NavetteError('not_found');
  for (const clientId of new Set(documents.map((each) => each.clientId)))
    await requireClient(trx, caller, clientId);
  return documents;
}

/** No name may be taken in a folder while free ones are looked for. */
export async function lockFolder(trx: Transaction<Schema>, firmId: string, folderId: string): Promise<void> {
  await trx
    .selectFrom('folders')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', folderId)
    .forUpdate()
    .execute();
}

async function askBeforehand(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  firm: FirmFacts,
  target: FolderPlace,
  moving: readonly CurrentVersion[],
  leaving: readonly CurrentVersion[],
  at: Date,
): Promise<void> {
  const rules = await loadApplicableRules(trx, firmId, target.clientId);
  const period = periodAt(at, firm.timeZone);
  const matches = matchRules(rules, target.path, period, firm.graceMonths);
  const typeSent = new Map(matches.map(({ rule }) => [rule.installationId, rule.documentType]));
  const changesClient = new Set(leaving.map(({ versionId }) => versionId));
  const had = await loadEarlierDeliveries(
    trx,
    firmId,
    moving.map(({ versionId }) => versionId),
  );
  const kept = had.filter(
    ({ state, versionId, installationId, documentType }) =>
      partnerHasIt.includes(state) &&
      (changesClient.has(versionId) || (typeSent.get(installationId) ?? documentType) !== documentType),
  );
  if (kept.length > 0) {
    const partners = await partnersOf(
      platform,
      trx,
      firmId,
      new Set(kept.map((each) => each.installationId)),
    );
    const versionIds = new Set(kept.map((each) => each.versionId));
    const names = moving.filter((each) => versionIds.has(each.versionId)).map(({ name }) => name);
    throw new NavetteError('move_after_delivery', { partners, documents: shortList(names) });
  }
  const unsent = await countUnsent(trx, firmId, { documentIds: idsOf(leaving) });
  if (unsent > 0) throw new NavetteError('move_cancels_deliveries', { count: unsent });
}

async function partnersOf(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  installationIds: ReadonlySet<string>,
): Promise<string> {
  const rows = await trx
    .selectFrom('installations')
    .select('application')
    .where('firm_id', '=', firmId)
    .where('id', 'in', [...installationIds])
    .orderBy('created_at')
    .execute();
  return [...new Set(rows.map(({ application }) => partnerOf(platform, application)))].join(', ');
}

/** `a.pdf, b.pdf, c.pdf, +12` */
function shortList(names: readonly string[]): string {
  const shown = 3;
  return [...names.slice(0, shown), ...(names.length > shown ? [`+${names.length - shown}`] : [])].join(', ');
}

function wantedName(given: string | undefined, name: string): string {
  if (given === undefined) return name;
  const safe = safeName(given);
  refuseProgramName(safe);
  return safe;
}

/** An archived document that a person moves stays where he put it: it is neither brought back nor archived a second time. */
async function writePlaces(
  trx: Transaction<Schema>,
  firmId: string,
  target: FolderPlace,
  moving: readonly CurrentVersion[],
  names: readonly string[],
): Promise<void> {
  if (moving.length === 0) return;
  await sql`
    update documents d
    set folder_id = ${target.id}::uuid, client_id = ${target.clientId}::uuid, name = place.name, name_key = place.name_key,
        source_folder_id = null
    from unnest(${idsOf(moving)}::uuid[], ${names}::text[], ${names.map(nameKey)}::text[]) as place (id, name, name_key)
    where d.firm_id = ${firmId}::uuid and d.id = place.id`.execute(trx);
}

function undoOf(moving: readonly CurrentVersion[]): Moved['undo'] {
  const byFolder = Map.groupBy(moving, ({ folderId }) => folderId);
  return [...byFolder].map(([folderId, documents]) => ({
    folderId,
    documentIds: idsOf(documents),
    names: Object.fromEntries(documents.map(({ documentId, name }) => [documentId, name])),
  }));
}

async function audit(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  target: FolderPlace,
  arrived: readonly CurrentVersion[],
  begun: Begun,
  cancelled: number,
): Promise<void> {
  const [only, ...others] = arrived;
  if (!only) return;
  await recordAudit(platform, trx, caller, {
    action: 'document.moved',
    subjectKind: 'document',
    subjectId: others.length === 0 ? only.documentId : null,
    subjectName: shortList(arrived.map(({ name }) => name)),
    details: {
      documents: arrived.length,
      clientId: target.clientId,
      folder: target.path,
      deliveries: begun.deliveries,
      cancelled,
    },
  });
}

function idsOf(documents: readonly CurrentVersion[]): string[] {
  return documents.map(({ documentId }) => documentId);
}

import { acceptedType, acceptsMediaType, limitsFor, type Manifest, maxBytesFor } from '@navette/connector';
import type { DeliveryState, DocumentType, ErrorCode, ErrorParams, HeldReason } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type HistoryActor, recordHistory } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';
import { loadApplicableRules } from '../rules/load-rules.ts';
import { matchRules, type RuleMatch } from '../rules/match-rules.ts';
import { applyVersionPolicy, type DecidedMatch, findDropPath } from './version-policy.ts';

/** A version that has just come into a folder. */
export interface Arrival {
  readonly firmId: string;
  readonly clientId: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly folderPath: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly at: Date;
}

export interface CreatedDeliveries {
  /** How many obligations the ledger counts: one per delivery, or one "nothing to send". */
  readonly obligations: number;
  readonly deliveries: number;
  /** Lanes that have something to send now. */
  readonly laneIds: readonly string[];
}

/** Where a delivery stands among others. */
interface DeliveryPlace {
  /** 0 for the first delivery of the version by this connection. */
  readonly repeatNumber: number;
  /** 0: what arrives; 1: what was there before, which leaves after it. */
  readonly rank: 0 | 1;
  /** Who asked for it; Navette itself when left out. */
  readonly actor?: HistoryActor;
}

/** What a new delivery starts as. */
interface Beginning {
  readonly state: DeliveryState;
  readonly heldReason: HeldReason | null;
  readonly code: ErrorCode | null;
  readonly params: ErrorParams | null;
}

/**
 * Matches an arrival with the rules and records its deliveries, in the transaction that records the document. What no partner
 * can take is refused at once; what looks like a duplicate is held.
 */
export async function createDeliveries(
  platform: Platform,
  trx: Transaction<Schema>,
  firm: {
    readonly timeZone: string;
    readonly graceMonths: number;
    readonly period: { year: number; month: number };
  },
  arrival: Arrival,
): Promise<CreatedDeliveries> {
  const rules = await loadApplicableRules(trx, arrival.firmId, arrival.clientId);
  const folderPath = await findDropPath(trx, arrival);
  const matches = matchRules(rules, folderPath, firm.period, firm.graceMonths);
  const { sent, kept } = await applyVersionPolicy(trx, arrival, matches);
  const laneIds = new Set<string>();
  for (const match of sent) {
    const { laneId } = await createDelivery(platform, trx, arrival, match, { repeatNumber: 0, rank: 0 });
    if (laneId !== null) laneIds.add(laneId);
  }
  for (const match of kept) await recordKept(platform, trx, arrival, match);
  if (matches.length === 0) {
    await recordHistory(platform, trx, {
      ...arrival,
      kind: 'nothing_to_send',
      details: { path: folderPath },
    });
  }
  return {
    obligations: Math.max(1, matches.length),
    deliveries: sent.length,
    laneIds: [...laneIds],
  };
}

/** A rule that takes a version which has no delivery by its connection, or none that counts any more. */
export interface MissingMatch {
  readonly match: RuleMatch;
  /** 0 for the first delivery of the version by this connection. */
  readonly repeatNumber: number;
}

/**
 * Records deliveries that a version lacks where a person put it, in the transaction that put it there.
 * @param missing what the version lacks
 */
export async function createMissingDeliveries(
  platform: Platform,
  trx: Transaction<Schema>,
  arrival: Arrival,
  missing: readonly MissingMatch[],
): Promise<CreatedDeliveries> {
  const repeatNumbers = new Map(missing.map(({ match, repeatNumber }) => [match.rule, repeatNumber]));
  const matches = missing.map(({ match }) => match);
  const { sent, kept } = await applyVersionPolicy(trx, arrival, matches);
  const laneIds = new Set<string>();
  for (const match of sent) {
    const repeatNumber = repeatNumbers.get(match.rule) ?? 0;
    const { laneId } = await createDelivery(platform, trx, arrival, match, { repeatNumber, rank: 0 });
    if (laneId !== null) laneIds.add(laneId);
  }
  for (const match of kept) await recordKept(platform, trx, arrival, match);
  return { obligations: missing.length, deliveries: sent.length, laneIds: [...laneIds] };
}

/**
 * Records one delivery of a version, in the transaction of what asks for it; its receipt is the caller's to write.
 * @returns the lane to wake once it is committed, `null` when nothing leaves by it now
 */
export async function createDelivery(
  platform: Platform,
  trx: Transaction<Schema>,
  arrival: Arrival,
  match: DecidedMatch,
  place: DeliveryPlace,
): Promise<{ laneId: string | null; heldReason: HeldReason | null; code: ErrorCode | null }> {
  const beginning = await decideBeginning(platform, trx, arrival, match);
  await insertDelivery(platform, trx, arrival, match, beginning, place);
  const { state, heldReason, code } = beginning;
  return { laneId: state === 'waiting' ? match.rule.laneId : null, heldReason, code };
}

async function decideBeginning(
  platform: Platform,
  trx: Transaction<Schema>,
  arrival: Arrival,
  match: DecidedMatch,
): Promise<Beginning> {
  const connector = platform.connectors.get(match.rule.application);
  if (!connector) throw new Error(`No connector named ${match.rule.application}`);
  const refusal = refuseBeforehand(connector.manifest, arrival, match.rule.documentType);
  if (refusal !== null) return { state: 'undelivered', heldReason: null, ...refusal };
  const isRepeat = await wasSentBefore(trx, arrival, match.rule.installationId);
  const whyHeld = match.isAsked ? 'manual' : await holdFor(trx, arrival.firmId, match);
  const heldReason = isRepeat ? 'duplicate' : whyHeld;
  return { state: heldReason === null ? 'waiting' : 'held', heldReason, code: null, params: null };
}

/** Whoever resumes an application meanwhile waits for this, or is seen here: nothing stays held by a pause that ended. */
async function holdFor(
  trx: Transaction<Schema>,
  firmId: string,
  { held, rule }: RuleMatch,
): Promise<HeldReason | null> {
  if (held !== 'paused') return held;
  const { state } = await trx
    .selectFrom('installations')
    .select('state')
    .where('firm_id', '=', firmId)
    .where('id', '=', rule.installationId)
    .forShare()
    .executeTakeFirstOrThrow();
  // What is stopped or removed since is met by whoever claims it.
  return state === 'paused' ? 'paused' : null;
}

/** Limits that the manifest states: what exceeds them is hopeless, and said at once. */
export function refuseBeforehand(
  manifest: Manifest,
  document: Pick<Arrival, 'sizeBytes' | 'mediaType'>,
  type: DocumentType,
): { code: ErrorCode; params: ErrorParams } | null {
  const partner = manifest.partner;
  if (acceptedType(manifest, type) === null) return { code: 'type_refused', params: { partner } };
  const limits = limitsFor(manifest, type);
  if (!acceptsMediaType(limits, document.mediaType)) {
    const accepted = limits.mediaTypes.map(shortFormat).join(', ');
    return { code: 'format_refused', params: { partner, format: shortFormat(document.mediaType), accepted } };
  }
  const limit = maxBytesFor(limits, document.mediaType);
  if (document.sizeBytes > limit)
    return { code: 'document_too_large', params: { partner, size: document.sizeBytes, limit } };
  return null;
}

/** `application/pdf` → `PDF`, `image/jpeg` → `JPEG`. */
function shortFormat(mediaType: string): string {
  const subtype = mediaType.split('/')[1] ?? mediaType;
  return (subtype.split('+').at(-1) ?? subtype).replace(/^(x-|vnd\.)/, '').toUpperCase();
}

/** Whether this application already has, or will have, the same bytes of the same client. */
async function wasSentBefore(
  trx: Transaction<Schema>,
  arrival: Arrival,
  installationId: string,
): Promise<boolean> {
  const row = await trx
    .selectFrom('versions')
    .innerJoin('deliveries', (join) =>
      join
        .onRef('deliveries.firm_id', '=', 'versions.firm_id')
        .onRef('deliveries.version_id', '=', 'versions.id'),
    )
    .where('versions.firm_id', '=', arrival.firmId)
    .where('versions.sha256', '=', arrival.sha256)
    .where('versions.id', '<>', arrival.versionId)
    .where('deliveries.client_id', '=', arrival.clientId)
    .where('deliveries.installation_id', '=', installationId)
    .where('deliveries.state', 'not in', ['cancelled', 'undelivered'])
    .select('deliveries.id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function insertDelivery(
  platform: Platform,
  trx: Transaction<Schema>,
  arrival: Arrival,
  match: DecidedMatch,
  beginning: Beginning,
  { repeatNumber, rank, actor }: DeliveryPlace,
): Promise<void> {
  const { rule } = match;
  const id = platform.newId();
  const at = arrival.at.toISOString();
  await trx
    .insertInto('deliveries')
    .values({
      firm_id: arrival.firmId,
      id,
      lane_id: rule.laneId,
      state: beginning.state,
      rank,
      ready_at: at,
      version_id: arrival.versionId,
      document_id: arrival.documentId,
      client_id: arrival.clientId,
      installation_id: rule.installationId,
      connection_id: rule.connectionId,
      rule_id: rule.ruleId,
      document_type: rule.documentType,
      period_year: match.period.year,
      period_month: match.period.month,
      period_quarter: match.period.quarter,
      archive_path: match.archivePath,
      repeat_number: repeatNumber,
      held_reason: beginning.heldReason,
      code: beginning.code,
      code_params: beginning.params === null ? null : JSON.stringify(beginning.params),
      created_at: at,
      ended_at: beginning.state === 'undelivered' ? at : null,
    })
    .execute();
  const about = { ...arrival, deliveryId: id };
  await recordHistory(platform, trx, {
    ...about,
    kind: 'matched',
    details: {
      rule: rule.pattern.source,
      type: rule.documentType,
      partner: partnerOf(platform, rule.application),
      ...(rank === 1 ? { isBackfill: true } : {}),
    },
    ...(actor && { actor }),
  });
  if (beginning.heldReason !== null) {
    const why = beginning.heldReason === 'manual' ? { why: 'new_version' } : {};
    await recordHistory(platform, trx, {
      ...about,
      kind: 'held',
      details: { reason: beginning.heldReason, ...why },
    });
  }
  if (beginning.code !== null) {
    await recordHistory(platform, trx, {
      ...about,
      kind: 'undelivered',
      details: { code: beginning.code, ...beginning.params },
    });
  }
}

/** A version that an application is not to have, since it has an older one: nothing to send, and why. */
async function recordKept(
  platform: Platform,
  trx: Transaction<Schema>,
  arrival: Arrival,
  { rule }: RuleMatch,
): Promise<void> {
  await recordHistory(platform, trx, {
    ...arrival,
    kind: 'nothing_to_send',
    details: { path: arrival.folderPath, why: 'new_version', partner: partnerOf(platform, rule.application) },
  });
}

/** The short name of an application's partner, as sentences use it. */
export function partnerOf(platform: Pick<Platform, 'connectors'>, application: string): string {
  return platform.connectors.get(application)?.manifest.partner ?? application;
}

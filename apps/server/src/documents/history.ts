import type { Attempt, Delivery, HistoryLine } from '@navette/api';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { listDocumentDeliveries } from '../deliveries/list-deliveries.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import { loadBadges } from './badge.ts';
import { getDocument, listVersions } from './list-documents.ts';

/** What happened to each version of a document. A client user sees what became of it, not the partners' answers. */
export async function loadHistory(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  documentId: string,
) {
  const { firmId } = caller;
  const document = await getDocument(platform, trx, caller, documentId);
  const versions = await listVersions(trx, firmId, documentId);
  const badges = await loadBadges(
    platform,
    trx,
    caller,
    versions.map(({ id }) => id),
  );
  const deliveries = await listDocumentDeliveries(platform, trx, caller, documentId);
  const attempts = await loadAttempts(trx, firmId, deliveries);
  const lines = await loadLines(trx, firmId, documentId);
  const isClient = caller.role === 'client';
  return {
    document,
    versions: versions.map((version) => ({
      version,
      badge: badges.get(version.id) ?? document.badge,
      deliveries: deliveries
        .filter(({ versionId }) => versionId === version.id)
        .map((delivery) => ({
          ...(isClient ? withoutAnswers(delivery) : delivery),
          attempts: isClient ? [] : (attempts.get(delivery.id) ?? []),
        })),
      lines: (lines.get(version.id) ?? []).map((line) =>
        isClient ? { ...line, details: pick(line.details) } : line,
      ),
    })),
  };
}

function withoutAnswers(delivery: Delivery): Delivery {
  return { ...delivery, clientKey: '', clientKeyLabel: null, partnerRef: null, partnerStatus: null };
}

/** What a client user may read of a line: where it went and why it did not, in the catalogue's words. */
function pick(details: HistoryLine['details']): HistoryLine['details'] {
  const readable = [
    'name',
    'folder',
    'sizeBytes',
    'hotFolder',
    'partner',
    'type',
    'code',
    'reason',
    'size',
    'limit',
    'format',
    'accepted',
  ];
  return Object.fromEntries(Object.entries(details).filter(([name]) => readable.includes(name)));
}

async function loadLines(
  trx: Transaction<Schema>,
  firmId: string,
  documentId: string,
): Promise<Map<string, HistoryLine[]>> {
  const rows = await trx
    .selectFrom('history')
    .select([
      'id',
      'version_id',
      'delivery_id as deliveryId',
      'at',
      'kind',
      'actor_kind',
      'actor_name',
      'details',
    ])
    .where('firm_id', '=', firmId)
    .where('document_id', '=', documentId)
    .orderBy('id', 'desc')
    .execute();
  const lines = new Map<string, HistoryLine[]>();
  for (const { version_id, actor_kind, actor_name, ...row } of rows) {
    const line = { ...row, actor: { kind: actor_kind, name: actor_name } };
    lines.set(version_id, [...(lines.get(version_id) ?? []), line]);
  }
  return lines;
}

async function loadAttempts(
  trx: Transaction<Schema>,
  firmId: string,
  deliveries: readonly Delivery[],
): Promise<Map<string, Attempt[]>> {
  if (deliveries.length === 0) return new Map();
  const rows = await trx
    .selectFrom('attempts')
    .selectAll()
    .where('firm_id', '=', firmId)
    .where(
      'delivery_id',
      'in',
      deliveries.map(({ id }) => id),
    )
    .orderBy('number', 'desc')
    .execute();
  const partners = new Map(deliveries.map(({ id, partner }) => [id, partner]));
  const attempts = rows.map((row) => ({
    deliveryId: row.delivery_id,
    number: row.number,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    durationMs: row.ended_at === null ? null : Date.parse(row.ended_at) - Date.parse(row.started_at),
    outcome: row.outcome,
    httpStatus: row.http_status,
    requestId: row.request_id,
    partnerRef: row.partner_ref,
    partnerWords: row.partner_words,
    reason: row.code === null ? null : reasonOf(row.code, { partner: partners.get(row.delivery_id) ?? '' }),
  }));
  const byDelivery = Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
  return new Map(
    [...byDelivery].map(([id, each]) => [id, each.map(({ deliveryId: _, ...attempt }) => attempt)]),
  );
}

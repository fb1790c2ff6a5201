import type { Delivery } from '@navette/api';
import { type DeliveryState, NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';
import { partnerOf } from './create-deliveries.ts';
import { partnerReasonFor, type Reader } from './reason-for.ts';

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly client?: string | undefined;
  readonly installation?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of the deliveries of the clients a caller sees, newest first. */
export async function listDeliveries(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  filter: DeliveryFilter,
) {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  let query = selectDeliveries(trx, caller.firmId).where(isVisibleClient(caller));
  if (filter.state) query = query.where('deliveries.state', '=', filter.state);
  if (filter.client) query = query.where('deliveries.client_id', '=', filter.client);
  if (filter.installation) query = query.where('deliveries.installation_id', '=', filter.installation);
  if (cursor !== null) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('deliveries.created_at', 'deliveries.id'), '<', tuple(cursor.key, cursor.id)),
    );
  }
  const rows = await query
    .orderBy('deliveries.created_at', 'desc')
    .orderBy('deliveries.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, (row) => ({ key: row.createdAt, id: row.id }));
  return { items: page.items.map((row) => toDelivery(platform, caller, row)), next: page.next, total: null };
}

/** The deliveries of a document, newest first, with reasons as this caller may read them. */
export async function listDocumentDeliveries(
  platform: Platform,
  trx: Transaction<Schema>,
  reader: Reader & { readonly firmId: string },
  documentId: string,
): Promise<Delivery[]> {
  const rows = await selectDeliveries(trx, reader.firmId)
    .where('deliveries.document_id', '=', documentId)
    .orderBy('deliveries.created_at', 'desc')
    .orderBy('deliveries.id', 'desc')
    .execute();
  return rows.map((row) => toDelivery(platform, reader, row));
}

/** One delivery, as the firm's own people read it. @throws NavetteError `not_found` */
export async function getDelivery(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
): Promise<Delivery> {
  const row = await selectDeliveries(trx, firmId).where('deliveries.id', '=', id).executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return toDelivery(platform, { role: 'collaborator' }, row);
}

function selectDeliveries(trx: Transaction<Schema>, firmId: string) {
  return trx
    .selectFrom('deliveries')
    .innerJoin('documents', (join) =>
      join
        .onRef('documents.firm_id', '=', 'deliveries.firm_id')
        .onRef('documents.id', '=', 'deliveries.document_id'),
    )
    .innerJoin('versions', (join) =>
      join
        .onRef('versions.firm_id', '=', 'deliveries.firm_id')
        .onRef('versions.id', '=', 'deliveries.version_id'),
    )
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'deliveries.firm_id')
        .onRef('clients.id', '=', 'deliveries.client_id'),
    )
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'deliveries.firm_id')
        .onRef('installations.id', '=', 'deliveries.installation_id'),
    )
    .innerJoin('connections', (join) =>
      join
        .onRef('connections.firm_id', '=', 'deliveries.firm_id')
        .onRef('connections.id', '=', 'deliveries.connection_id'),
    )
    .innerJoin('rules', (join) =>
      join.onRef('rules.firm_id', '=', 'deliveries.firm_id').onRef('rules.id', '=', 'deliveries.rule_id'),
    )
    .where('deliveries.firm_id', '=', firmId)
    .select([
      'deliveries.id',
      'deliveries.document_id as documentId',
      'documents.name as documentName',
      'deliveries.version_id as versionId',
      'versions.number as versionNumber',
      'deliveries.client_id as clientId',
      'clients.name as clientName',
      'deliveries.installation_id as installationId',
      'installations.application',
      'connections.client_key as clientKey',
      'connections.client_key_label as clientKeyLabel',
      'deliveries.document_type as documentType',
      'rules.source_path as rule',
      'deliveries.state',
      'deliveries.held_reason as heldReason',
      'deliveries.tries',
      'deliveries.ready_at as readyAt',
      'deliveries.partner_ref as partnerRef',
      'deliveries.partner_status as partnerStatus',
      'deliveries.booked',
      'deliveries.created_at as createdAt',
      'deliveries.accepted_at as acceptedAt',
      'deliveries.ended_at as endedAt',
      'deliveries.code',
      'deliveries.code_params as params',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectDeliveries>['executeTakeFirstOrThrow']>>;

function toDelivery(platform: Platform, reader: Reader, row: Row): Delivery {
  const { application, readyAt, code, params, documentType, ...delivery } = row;
  return {
    ...delivery,
    documentType: documentType as Delivery['documentType'],
    partner: partnerOf(platform, application),
    maxTries: platform.settings.timings.retryDelaysMs.length + 1,
    nextTryAt: row.state === 'waiting' && row.tries > 0 ? readyAt : null,
    reason: partnerReasonFor(reader, code, params),
  };
}

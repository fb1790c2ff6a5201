import { Readable } from 'node:stream';
import type {
  Connector,
  DocumentFacts,
  DocumentToSend,
  EInvoiceFormat,
  FindRequest,
  Session,
} from '@navette/connector';
import { type DocumentType, type ErrorCode, localDay } from '@navette/model';
import type { Transaction } from 'kysely';
import { clientKeyPlace } from '../connections/client-keys.ts';
import type { Schema } from '../database/schema.ts';
import { readEInvoice } from '../filing/read-e-invoice.ts';
import type { Platform } from '../platform.ts';

/** All that is needed to speak of one delivery with its partner. */
export interface LoadedDelivery {
  readonly firmId: string;
  readonly id: string;
  readonly laneId: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly connectionId: string;
  readonly installationId: string;
  readonly installationState: 'preparing' | 'active' | 'paused' | 'stopped' | 'removed';
  readonly connectionState: 'active' | 'stopped' | 'disconnected';
  readonly application: string;
  readonly credentials: Uint8Array;
  /** A fingerprint where the key is a secret, which `openSession` alone unseals. */
  readonly clientKey: string;
  readonly clientKeySealed: Uint8Array | null;
  readonly documentType: DocumentType;
  readonly state: string;
  readonly lease: string | null;
  readonly tries: number;
  readonly checks: number;
  readonly workerDeaths: number;
  readonly code: ErrorCode | null;
  readonly partnerRef: string | null;
  readonly acceptedAt: string | null;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly depositor: string;
  readonly receivedAt: string;
  readonly timeZone: string;
  /** When its document was put in the bin. */
  readonly binnedAt: string | null;
}

/** Whether the application or the connection by which it would leave was removed since. */
export function isGone({ installationState, connectionState }: LoadedDelivery): boolean {
  return installationState === 'removed' || connectionState === 'disconnected';
}

/** Loads one delivery, its row locked. @returns `null` when it is not there any more */
export async function loadDelivery(
  trx: Transaction<Schema>,
  firmId: string,
  deliveryId: string,
): Promise<LoadedDelivery | null> {
  const row = await trx
    .selectFrom('deliveries')
    .innerJoin('versions', (join) =>
      join
        .onRef('versions.firm_id', '=', 'deliveries.firm_id')
        .onRef('versions.id', '=', 'deliveries.version_id'),
    )
    .innerJoin('documents', (join) =>
      join
        .onRef('documents.firm_id', '=', 'deliveries.firm_id')
        .onRef('documents.id', '=', 'deliveries.document_id'),
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
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'deliveries.firm_id')
        .onRef('clients.id', '=', 'deliveries.client_id'),
    )
    .innerJoin('firms', 'firms.id', 'deliveries.firm_id')
    .where('deliveries.firm_id', '=', firmId)
    .where('deliveries.id', '=', deliveryId)
    .select([
      'deliveries.firm_id as firmId',
      'deliveries.id',
      'deliveries.lane_id as laneId',
      'deliveries.document_id as documentId',
      'deliveries.version_id as versionId',
      'deliveries.client_id as clientId',
      'deliveries.connection_id as connectionId',
      'deliveries.installation_id as installationId',
      'deliveries.document_type as documentType',
      'deliveries.state',
      'deliveries.lease',
      'deliveries.tries',
      'deliveries.checks',
      'deliveries.worker_deaths as workerDeaths',
      'deliveries.code',
      'deliveries.partner_ref as partnerRef',
      'deliveries.accepted_at as acceptedAt',
      'installations.state as installationState',
      'installations.application',
      'installations.credentials',
      'connections.state as connectionState',
      'connections.client_key as clientKey',
      'connections.client_key_sealed as clientKeySealed',
      'versions.name',
      'versions.media_type as mediaType',
      'versions.size_bytes as sizeBytes',
      'versions.sha256',
      'versions.origin_name as depositor',
      'versions.received_at as receivedAt',
      'clients.name as clientName',
      'firms.time_zone as timeZone',
      'documents.deleted_at as binnedAt',
    ])
    .forUpdate('deliveries')
    .executeTakeFirst();
  return row ?? null;
}

/** The session at a delivery's partner, its connector, and the client's key there: for the connector alone. */
export async function openSession(
  platform: Platform,
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
): Promise<{ connector: Connector; session: Session; clientKey: string }> {
  const { firmId, application, connectionId, clientKeySealed } = delivery;
  const connector = platform.connectors.get(application);
  if (!connector) throw new Error(`No connector named ${application}`);
  const session = await platform.sessions.forInstallation(trx, delivery);
  if (clientKeySealed === null) return { connector, session, clientKey: delivery.clientKey };
  const place = clientKeyPlace(connectionId);
  const clientKey = await platform.keys.unsealForFirm(trx, firmId, place, clientKeySealed);
  return { connector, session, clientKey };
}

function documentFacts(delivery: LoadedDelivery): DocumentFacts {
  const { name, mediaType, sizeBytes, sha256, depositor, receivedAt, timeZone } = delivery;
  const receivedOn = localDay(new Date(receivedAt), timeZone);
  return { name, mediaType, sizeBytes, sha256, depositor, receivedOn };
}

/** The delivery as a connector is asked about it. @param clientKey as `openSession` gave it */
export function findRequest(delivery: LoadedDelivery, clientKey: string): FindRequest {
  const { id: deliveryId, clientName, documentType: type } = delivery;
  return { deliveryId, clientKey, clientName, type, document: documentFacts(delivery) };
}

/** The document as a connector takes it. */
export function documentToSend(platform: Platform, delivery: LoadedDelivery): DocumentToSend {
  const open = () =>
    Readable.toWeb(platform.blobs.read(delivery.firmId, delivery.sha256)) as ReadableStream<Uint8Array>;
  let reading: Promise<EInvoiceFormat | null> | null = null;
  const readFormat = () => {
    const { mediaType, sizeBytes } = delivery;
    const bytes = () => platform.blobs.read(delivery.firmId, delivery.sha256);
    reading ??= readEInvoice({ mediaType, sizeBytes, open: bytes });
    return reading;
  };
  return { ...documentFacts(delivery), open, readEInvoice: readFormat };
}

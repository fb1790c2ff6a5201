/**
 * Intake: bytes → blob, flushed; then one transaction: document, version, receipt, history, deliveries. What it answers is
 * durable. Nothing is left when it fails.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  type DocumentType,
  joinPath,
  localDay,
  NavetteError,
  periodAt,
  safeName,
  splitPath,
} from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { StagedBlob } from '../blobs/blob-store.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { createDeliveries } from '../deliveries/create-deliveries.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { ensureFolder, type FolderPlace, findFolder } from './folders.ts';
import { insertDocument, insertVersion, keepBlobRecord, type NewVersion } from './insert-document.ts';
import { readMediaType } from './media-type.ts';
import { recordHistory } from './record-history.ts';

export interface Upload {
  readonly bytes: Readable;
  readonly name: string;
  /** From Content-Length. */
  readonly expectedBytes: number | null;
  /** 64 hex digits, from Content-Digest. */
  readonly expectedSha256: string | null;
  /** Bound by the caller to this drop: the same key again gives the same answer. */
  readonly idempotencyKey: string;
}

export type Destination =
  | {
      readonly kind: 'folder';
      readonly folderId: string;
      /** Folders to create below, `2026/11`. */
      readonly subPath: string | null;
      readonly documentType: DocumentType | null;
      readonly hotFolder: string | null;
    }
  | { readonly kind: 'document'; readonly documentId: string };

export interface Received {
  readonly documentId: string;
  readonly versionId: string;
  /** This key had been answered before. */
  readonly replayed: boolean;
}

/**
 * Receives a document or a new version. @throws NavetteError `not_found`, `digest_mismatch`, `upload_interrupted`, `empty_file`,
 * `file_too_large`, `file_type_refused`, `idempotency_key_reused`, `disk_full`
 */
export async function receive(
  platform: Platform,
  caller: FirmCaller,
  destination: Destination,
  upload: Upload,
): Promise<Received> {
  const firm = await inFirm(platform.database.app, caller.firmId, async (trx) => {
    await locateDestination(trx, caller, destination);
    return loadFirm(trx, caller.firmId);
  });
  await using blob = await platform.blobs.stage(caller.firmId, upload.bytes, {
    maxBytes: firm.maxFileBytes,
    expectedBytes: upload.expectedBytes,
  });
  if (upload.expectedSha256 !== null && upload.expectedSha256 !== blob.sha256)
    throw new NavetteError('digest_mismatch');
  if (blob.sizeBytes === 0) throw new NavetteError('empty_file');
  const name = safeName(upload.name);
  const mediaType = await readMediaType(name, blob.head);
  await blob.keep();
  const recorded = await inFirm(platform.database.app, caller.firmId, (trx) =>
    record(platform, trx, caller, firm, destination, { ...upload, name }, blob, mediaType),
  );
  await platform.wake.lanes(caller.firmId, recorded.laneIds);
  if (!recorded.replayed) platform.live.publish(caller.firmId, 'documents');
  return recorded;
}

interface FirmFacts {
  readonly timeZone: string;
  readonly graceMonths: number;
  readonly maxFileBytes: number;
}

function loadFirm(trx: Transaction<Schema>, firmId: string): Promise<FirmFacts> {
  return trx
    .selectFrom('firms')
    .select(['time_zone as timeZone', 'grace_months as graceMonths', 'max_file_bytes as maxFileBytes'])
    .where('id', '=', firmId)
    .executeTakeFirstOrThrow();
}

/** The client's folder that a destination means. @throws NavetteError `not_found` also for clients the caller may not see */
async function locateDestination(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  destination: Destination,
): Promise<FolderPlace> {
  const folderId =
    destination.kind === 'folder'
      ? destination.folderId
      : await folderOf(trx, caller, destination.documentId);
  const place = await findFolder(trx, caller.firmId, folderId);
  await requireClient(trx, caller, place.clientId);
  return place;
}

async function folderOf(trx: Transaction<Schema>, caller: FirmCaller, documentId: string): Promise<string> {
  const row = await trx
    .selectFrom('documents')
    .select('folder_id')
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', documentId)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row.folder_id;
}

async function record(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  firm: FirmFacts,
  destination: Destination,
  upload: Upload,
  blob: StagedBlob,
  mediaType: string,
): Promise<Received & { laneIds: readonly string[] }> {
  const at = platform.clock();
  const documentId = destination.kind === 'document' ? destination.documentId : platform.newId();
  const versionId = platform.newId();
  const fingerprint = fingerprintOf(destination, upload.name, blob.sha256);
  const earlier = await claimKey(trx, caller, upload.idempotencyKey, {
    fingerprint,
    documentId,
    versionId,
    at,
  });
  if (earlier) return { ...earlier, replayed: true, laneIds: [] };

  const base = await locateDestination(trx, caller, destination);
  const subPath = destination.kind === 'folder' ? destination.subPath : null;
  const place =
    subPath === null || splitPath(subPath).length === 0
      ? base
      : await ensureFolder(
          platform,
          trx,
          caller.firmId,
          base.clientId,
          joinPath([...splitPath(base.path), ...splitPath(subPath)]),
        );
  await lockBytes(trx, caller.firmId, place.clientId, blob.sha256);
  await keepBlobRecord(platform, trx, caller.firmId, blob, at);
  const version: NewVersion = {
    firmId: caller.firmId,
    documentId,
    versionId,
    clientId: place.clientId,
    folderId: place.id,
    name: upload.name,
    sha256: blob.sha256,
    sizeBytes: blob.sizeBytes,
    mediaType,
    documentType: destination.kind === 'folder' ? destination.documentType : null,
    origin: {
      kind: caller.agent === null ? 'user' : 'agent',
      id: caller.agent?.id ?? caller.userId,
      name: caller.agent?.name ?? caller.name,
      detail: destination.kind === 'folder' ? destination.hotFolder : null,
    },
    at,
  };
  const name =
    destination.kind === 'folder'
      ? await insertDocument(trx, version)
      : await insertVersion(platform, trx, version, caller);
  await recordHistory(platform, trx, {
    ...version,
    kind: 'received',
    actor: { kind: caller.agent === null ? 'user' : 'agent', name: version.origin.name },
    details: {
      name,
      sizeBytes: blob.sizeBytes,
      sha256: blob.sha256,
      hotFolder: version.origin.detail,
      folder: place.path,
    },
  });
  const period = periodAt(at, firm.timeZone);
  const created = await createDeliveries(
    platform,
    trx,
    { ...firm, period },
    { ...version, name, folderPath: place.path },
  );
  await trx
    .insertInto('receipts')
    .values({
      firm_id: caller.firmId,
      id: platform.newId(),
      version_id: versionId,
      client_id: place.clientId,
      kind: 'received',
      day: localDay(at, firm.timeZone),
      obligations: created.obligations,
      at: at.toISOString(),
    })
    .execute();
  return { documentId, versionId, replayed: false, laneIds: created.laneIds };
}

/** What a key is bound to: the bytes, the name and the destination. */
function fingerprintOf(destination: Destination, name: string, sha256: string): string {
  const place =
    destination.kind === 'folder'
      ? [destination.folderId, destination.subPath ?? '', destination.documentType ?? '']
      : [destination.documentId];
  return createHash('sha256')
    .update(JSON.stringify([sha256, name, ...place]))
    .digest('hex');
}

async function claimKey(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  key: string,
  first: { fingerprint: string; documentId: string; versionId: string; at: Date },
): Promise<{ documentId: string; versionId: string } | null> {
  const callerKey = caller.agent === null ? `user:${caller.userId}` : `agent:${caller.agent.id}`;
  const row = { firm_id: caller.firmId, caller: callerKey, key };
  // A concurrent upload with this key makes this wait until that one commits or fails.
  const inserted = await trx
    .insertInto('idempotency_keys')
    .values({
      ...row,
      fingerprint: first.fingerprint,
      document_id: first.documentId,
      version_id: first.versionId,
      created_at: first.at.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['firm_id', 'caller', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (inserted) return null;
  const existing = await trx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'document_id as documentId', 'version_id as versionId'])
    .where('firm_id', '=', caller.firmId)
    .where('caller', '=', callerKey)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (existing.fingerprint !== first.fingerprint) throw new NavetteError('idempotency_key_reused');
  return existing;
}

/** Two identical files received at the same moment must see each other, so that the second is held as a possible duplicate. */
async function lockBytes(
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  sha256: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${firmId}/${clientId}/${sha256}`}, 0))`.execute(
    trx,
  );
}

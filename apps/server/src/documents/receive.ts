/**
 * Intake: bytes → blob, flushed; then one transaction: document, version, receipt, history, deliveries. What it answers is
 * durable. Nothing is left when it fails.
 */
import type { Readable } from 'node:stream';
import { joinPath, NavetteError, safeName, splitPath } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { StagedBlob } from '../blobs/blob-store.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { type FirmFacts, loadFirmFacts, recordArrival } from './arrival.ts';
import { type Destination, locateDestination, namesBelow } from './destination.ts';
import { ensureFolder, type FolderPlace, holdFolder, lockTrees } from './folders.ts';
import { claimKey, findKey, fingerprintOf } from './idempotency-keys.ts';
import { insertDocument, insertVersion, keepBlobRecord, type NewVersion } from './insert-document.ts';
import { readMediaType } from './media-type.ts';
import { recordHistory } from './record-history.ts';
import { actorOf, originOf } from './who.ts';

export interface Upload {
  /** A stream, or the path of a file that is whole and flushed; the file stays. */
  readonly bytes: Readable | string;
  readonly name: string;
  /** From Content-Length. */
  readonly expectedBytes: number | null;
  /** 64 hex digits, from Content-Digest. */
  readonly expectedSha256: string | null;
  /** Bound by the caller to this drop: the same key again gives the same answer. */
  readonly idempotencyKey: string;
}

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
    return loadFirmFacts(trx, caller.firmId);
  });
  const { bytes } = upload;
  const limits = { maxBytes: firm.maxFileBytes, expectedBytes: upload.expectedBytes };
  await using blob =
    typeof bytes === 'string'
      ? await platform.blobs.stageFile(caller.firmId, bytes, limits)
      : await platform.blobs.stage(caller.firmId, bytes, limits);
  if (upload.expectedSha256 !== null && upload.expectedSha256 !== blob.sha256)
    throw new NavetteError('digest_mismatch');
  if (blob.sizeBytes === 0) throw new NavetteError('empty_file');
  const name = safeName(upload.name);
  const mediaType = await readMediaType(name, blob.head, firm.acceptedFamilies);
  const earlier = await inFirm(platform.database.app, caller.firmId, (trx) =>
    findKey(trx, caller, upload.idempotencyKey, fingerprintOf(destination, name, blob.sha256)),
  );
  // Known before the bytes are kept, so that a key used twice leaves none behind.
  if (earlier) return { ...earlier, replayed: true };
  await blob.keep();
  const recorded = await inFirm(platform.database.app, caller.firmId, (trx) =>
    record(platform, trx, caller, firm, destination, { ...upload, name }, blob, mediaType),
  );
  await platform.wake.lanes(caller.firmId, recorded.laneIds);
  if (!recorded.replayed) platform.live.publish(caller.firmId, 'documents');
  return recorded;
}

async function record(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  firm: FirmFacts,
  destination: Destination,
  upload: Pick<Upload, 'name' | 'idempotencyKey'>,
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

  const place = await findPlace(platform, trx, caller, destination);
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
    origin: originOf(caller, destination.kind === 'folder' ? destination.hotFolder : null),
    at,
  };
  const name =
    destination.kind === 'folder'
      ? await insertDocument(trx, version)
      : await insertVersion(platform, trx, version, caller);
  await recordHistory(platform, trx, {
    ...version,
    kind: 'received',
    actor: actorOf(caller),
    details: {
      name,
      sizeBytes: blob.sizeBytes,
      sha256: blob.sha256,
      hotFolder: version.origin.detail,
      folder: place.path,
    },
  });
  const laneIds = await recordArrival(platform, trx, firm, { ...version, name, folderPath: place.path });
  return { documentId, versionId, replayed: false, laneIds };
}

/** Where the document goes, its missing folders made; it cannot go to the bin before this transaction ends. */
async function findPlace(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  destination: Destination,
): Promise<FolderPlace> {
  // A document that is there is locked itself.
  if (destination.kind === 'document') return locateDestination(trx, caller, destination);
  const isBelow = splitPath(destination.subPath ?? '').length > 0;
  // A folder that is renamed meanwhile would be made again under its former path.
  if (isBelow) await lockTrees(trx, caller.firmId, 'grow');
  const base = await locateDestination(trx, caller, destination);
  const path = joinPath(namesBelow(base, destination));
  const place = isBelow ? await ensureFolder(platform, trx, caller.firmId, base.clientId, path) : base;
  await holdFolder(trx, caller.firmId, place.id);
  return place;
}

/** Two identical files received at the same moment must see each other, so that the second is held as a possible duplicate. */
export async function lockBytes(
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  sha256: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${firmId}/${clientId}/${sha256}`}, 0))`.execute(
    trx,
  );
}

import { z } from 'zod';
import { everyone, people, route, staff } from './route.ts';
import {
  badge,
  deliveryState,
  documentType,
  firmParams,
  id,
  page,
  pageQuery,
  partnerReason,
  reason,
  time,
} from './shapes.ts';

export const version = z.object({
  id,
  number: z.number().int(),
  name: z.string(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  mediaType: z.string(),
  receivedAt: time,
  origin: z.object({
    kind: z.enum(['user', 'agent', 'api']),
    name: z.string(),
    detail: z.string().nullable(),
  }),
});

export const document = z.object({
  id,
  clientId: id,
  folderId: id,
  /** `/Achats/2026/11` */
  folderPath: z.string(),
  name: z.string(),
  documentType: documentType.nullable(),
  versions: z.number().int(),
  sizeBytes: z.number().int(),
  mediaType: z.string(),
  sha256: z.string(),
  receivedAt: time,
  archivedAt: time.nullable(),
  badge,
});

export const attempt = z.object({
  number: z.number().int(),
  startedAt: time,
  endedAt: time.nullable(),
  durationMs: z.number().int().nullable(),
  outcome: z.enum(['accepted', 'duplicate', 'refused', 'failed', 'lost', 'found', 'not_found']).nullable(),
  httpStatus: z.number().int().nullable(),
  requestId: z.string().nullable(),
  partnerRef: z.string().nullable(),
  partnerWords: z.string().nullable(),
  reason: reason.nullable(),
});

export const delivery = z.object({
  id,
  documentId: id,
  documentName: z.string(),
  versionId: id,
  versionNumber: z.number().int(),
  clientId: id,
  clientName: z.string(),
  installationId: id,
  partner: z.string(),
  /** The partner's dossier: its key, and its name where known. */
  clientKey: z.string(),
  clientKeyLabel: z.string().nullable(),
  documentType,
  /** The rule's source path, as written. */
  rule: z.string(),
  state: deliveryState,
  heldReason: badge.shape.heldReason,
  booked: z.boolean(),
  tries: z.number().int(),
  maxTries: z.number().int(),
  nextTryAt: time.nullable(),
  partnerRef: z.string().nullable(),
  partnerStatus: z.string().nullable(),
  createdAt: time,
  acceptedAt: time.nullable(),
  endedAt: time.nullable(),
  /** With what the partner said, for those who may read it: not client users. */
  reason: partnerReason.nullable(),
});

/** One line of the time line. `kind` says which sentence; `details` its values. */
export const historyLine = z.object({
  id,
  at: time,
  kind: z.enum([
    'received',
    'matched',
    'nothing_to_send',
    'held',
    'released',
    'accepted',
    'delivered',
    'duplicate',
    'retry_planned',
    'undelivered',
    'unknown',
    'relaunched',
    'cancelled',
    'archived',
    'brought_back',
    'moved',
    'renamed',
    'binned',
    'restored',
    'version_restored',
  ]),
  deliveryId: id.nullable(),
  actor: z.object({ kind: z.enum(['system', 'user', 'agent', 'api']), name: z.string().nullable() }),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** `-` for the largest first. */
const documentSorts = ['-received', 'received', 'name', '-name', 'size', '-size'] as const;

const documentParams = firmParams.extend({ document: id });
const deliveryParams = firmParams.extend({ delivery: id });
const digestHeaders =
  'Headers: `Idempotency-Key` (required, 8 to 200 characters, random, bound to this drop), `Content-Digest: sha-256=:<base64>:` (checked when given), `Content-Length`.';

const received = z.object({
  document,
  version,
  /** `true` when this key had already been answered. */ replayed: z.boolean(),
});

export const documentRoutes = {
  listDocuments: route('listDocuments', {
    method: 'GET',
    path: '/api/v1/firms/:firm/folders/:folder/documents',
    summary:
      'Documents of one folder, newest first unless `sort` says otherwise. `search` looks in the names.',
    who: [...people, 'api_key'],
    scope: 'documents:read',
    params: firmParams.extend({ folder: id }),
    query: z.object({
      ...pageQuery,
      sort: z.enum(documentSorts).optional(),
      search: z.string().max(200).optional(),
      withUndelivered: z.enum(['true', 'false']).optional(),
    }),
    answer: page(document),
  }),
  uploadDocument: route('uploadDocument', {
    method: 'POST',
    path: '/api/v1/firms/:firm/folders/:folder/documents',
    summary: `Receives a document, as a raw stream. Durable when it answers. A taken name becomes \`name (2)\`. ${digestHeaders}`,
    who: [...everyone, 'api_key'],
    scope: 'documents:write',
    params: firmParams.extend({ folder: id }),
    query: z.object({
      name: z.string().min(1).max(1000),
      /** Folders to create below this one, for a deposit's sub-folders: `2026/11`. */
      subPath: z.string().max(2000).optional(),
      documentType: documentType.optional(),
      /** The hot folder's description. */
      hotFolder: z.string().max(200).optional(),
    }),
    bodyKind: 'bytes',
    answer: received,
    status: 201,
  }),
  getDocument: route('getDocument', {
    method: 'GET',
    path: '/api/v1/firms/:firm/documents/:document',
    summary: 'One document.',
    who: [...people, 'api_key'],
    scope: 'documents:read',
    params: documentParams,
    answer: document,
  }),
  updateDocument: route('updateDocument', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/documents/:document',
    summary:
      'Renames a document, or says what type it is. A taken name is refused: `name_taken`. What already left keeps its name.',
    who: staff,
    params: documentParams,
    body: z.strictObject({
      name: z.string().trim().min(1).max(1000).optional(),
      documentType: documentType.nullable().optional(),
    }),
    answer: document,
  }),
  moveDocuments: route('moveDocuments', {
    method: 'POST',
    path: '/api/v1/firms/:firm/documents/move',
    summary:
      'Moves documents to a folder, of the same client or another. It is an arrival for applications that had none of it; what is on its way goes on. When a partner has a document and the move changes its client or the type that would be sent, answers 409 `move_after_delivery` until `isConfirmed`; to another client, 409 `move_cancels_deliveries` when what has not left yet would be cancelled.',
    who: staff,
    params: firmParams,
    body: z.strictObject({
      documentIds: z.array(id).min(1).max(1000),
      folderId: id,
      isConfirmed: z.boolean().optional(),
      /** Names to take, by document: what `undo` gave. A taken name becomes `name (2)`. */
      names: z.record(id, z.string().min(1).max(1000)).optional(),
    }),
    answer: z.object({
      /** With the names they have now. */
      moved: z.array(z.object({ id, name: z.string() })),
      /** One call of this route for each takes everything back. */
      undo: z.array(z.object({ folderId: id, documentIds: z.array(id), names: z.record(id, z.string()) })),
      /** Deliveries that the move begins. */
      deliveries: z.number().int(),
      /** Deliveries to the former client’s applications that had not left, and now will not. */
      cancelled: z.number().int(),
    }),
  }),
  makeVersionCurrent: route('makeVersionCurrent', {
    method: 'POST',
    path: '/api/v1/firms/:firm/documents/:document/versions/:version/restore',
    summary:
      'Makes the bytes of an older version a new version, sent in its turn. The current version stays as it is.',
    who: staff,
    params: documentParams.extend({ version: id }),
    answer: z.object({ document, version }),
  }),
  uploadVersion: route('uploadVersion', {
    method: 'POST',
    path: '/api/v1/firms/:firm/documents/:document/versions',
    summary: `Receives a new version; deliveries of the older one that have not left are cancelled. ${digestHeaders}`,
    who: [...people, 'api_key'],
    scope: 'documents:write',
    params: documentParams,
    query: z.object({ name: z.string().min(1).max(1000).optional() }),
    bodyKind: 'bytes',
    answer: received,
    status: 201,
  }),
  downloadVersion: route('downloadVersion', {
    method: 'GET',
    path: '/api/v1/firms/:firm/documents/:document/content',
    summary:
      'The bytes of a version, the current one unless `version` says otherwise. Always as an attachment. `Range` is answered with 206; the `ETag` is the SHA-256.',
    who: [...people, 'api_key'],
    scope: 'documents:read',
    params: documentParams,
    query: z.object({ version: id.optional() }),
    answerKind: 'bytes',
  }),
  getHistory: route('getHistory', {
    method: 'GET',
    path: '/api/v1/firms/:firm/documents/:document/history',
    summary:
      'What happened to each version, newest version first, newest line first; deliveries with their attempts. A client user does not see the partners’ answers.',
    who: [...people, 'api_key'],
    scope: 'deliveries:read',
    params: documentParams,
    answer: z.object({
      document,
      versions: z.array(
        z.object({
          version,
          badge,
          deliveries: z.array(delivery.extend({ attempts: z.array(attempt) })),
          lines: z.array(historyLine),
        }),
      ),
    }),
  }),
  listDeliveries: route('listDeliveries', {
    method: 'GET',
    path: '/api/v1/firms/:firm/deliveries',
    summary: 'Deliveries, newest first.',
    who: [...staff, 'api_key'],
    scope: 'deliveries:read',
    params: firmParams,
    query: z.object({
      ...pageQuery,
      state: deliveryState.optional(),
      client: id.optional(),
      installation: id.optional(),
    }),
    answer: page(delivery),
  }),
  retryDelivery: route('retryDelivery', {
    method: 'POST',
    path: '/api/v1/firms/:firm/deliveries/:delivery/retry',
    summary: 'Relance: sends an undelivered document again, with all its tries.',
    who: [...staff, 'api_key'],
    scope: 'deliveries:write',
    params: deliveryParams,
    answer: delivery,
  }),
  releaseDelivery: route('releaseDelivery', {
    method: 'POST',
    path: '/api/v1/firms/:firm/deliveries/:delivery/release',
    summary:
      'Sends a delivery that is held for a person to decide (possible duplicate, period, guard) all the same.',
    who: [...staff, 'api_key'],
    scope: 'deliveries:write',
    params: deliveryParams,
    answer: delivery,
  }),
  setAsideDelivery: route('setAsideDelivery', {
    method: 'POST',
    path: '/api/v1/firms/:firm/deliveries/:delivery/set-aside',
    summary: 'Sets a delivery aside that is held for a person to decide: it is not sent.',
    who: [...staff, 'api_key'],
    scope: 'deliveries:write',
    params: deliveryParams,
    answer: delivery,
  }),
  countDeliveries: route('countDeliveries', {
    method: 'GET',
    path: '/api/v1/firms/:firm/deliveries/counts',
    summary: 'How many deliveries stand in each state: the counts of the menu.',
    who: [...people, 'api_key'],
    scope: 'deliveries:read',
    params: firmParams,
    answer: z.object({ counts: z.record(deliveryState, z.number().int()) }),
  }),
  getLedger: route('getLedger', {
    method: 'GET',
    path: '/api/v1/firms/:firm/ledger',
    summary:
      'The ledger: received = delivered + on the way + held + undelivered + duplicates + cancelled + nothing to send, per day.',
    who: [...staff, 'api_key'],
    scope: 'deliveries:read',
    params: firmParams,
    query: z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() }),
    answer: z.object({
      days: z.array(
        z.object({
          day: z.iso.date(),
          received: z.number().int(),
          delivered: z.number().int(),
          onTheWay: z.number().int(),
          held: z.number().int(),
          undelivered: z.number().int(),
          duplicates: z.number().int(),
          cancelled: z.number().int(),
          nothingToSend: z.number().int(),
          balanced: z.boolean(),
        }),
      ),
      balanced: z.boolean(),
    }),
  }),
  streamEvents: route('streamEvents', {
    method: 'GET',
    path: '/api/v1/firms/:firm/events',
    summary:
      'Server-sent events: hints `{what: "documents" | "deliveries" | "clients" | "agents"}` to refetch by. One when connected.',
    who: people,
    params: firmParams,
    answerKind: 'events',
  }),
};

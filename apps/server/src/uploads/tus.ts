/**
 * The tus protocol, by @tus/server: headers, offsets, one writer at a time. Who may, what is kept and what it makes are ours
 * (docs/decisions/0021-resumable-uploads.md). What goes wrong comes out as errors of the one catalogue.
 */
import { Readable } from 'node:stream';
import { NavetteError } from '@navette/model';
import { FileStore } from '@tus/file-store';
import { ERRORS, MemoryLocker, Server } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { loadFirmFacts } from '../documents/arrival.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { beginUpload } from './begin-upload.ts';
import { finishUpload } from './finish-upload.ts';
import { createUploadFiles } from './upload-files.ts';
import { uploadRoot } from './upload-root.ts';
import { deleteUpload, findUpload, keepUpload, type MadeDocument, type UploadRow } from './upload-rows.ts';

/** One request, as the hooks of the library need it. */
interface Exchange {
  readonly caller: FirmCaller;
  /** `null` for a new upload, until it has one. */
  id: string | null;
  upload: UploadRow | null;
  /** Why it failed, in our words. */
  failure: unknown;
}

export interface Tus {
  /** Answers a request of the protocol. @throws NavetteError of the catalogue, as the route's */
  answer(
    caller: FirmCaller,
    uploadId: string | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void>;
}

const version = '1.0.0';
/** How long a request that another one replaces may still write. */
const drainMs = 100;

export function createTus(platform: Platform): Tus {
  const files = createUploadFiles(uploadRoot(platform.settings), platform.settings.minFreeBytes);
  const exchanges = new WeakMap<Request, Exchange>();
  const exchangeOf = (request: unknown): Exchange => {
    const found = exchanges.get(request as Request);
    if (!found) throw new Error('A request that did not come through a route');
    return found;
  };

  const store = new FileStore({
    directory: uploadRoot(platform.settings),
    // Rows of the database say what an upload is; `getUpload` adds the length of its file.
    configstore: {
      get: (key) => readUpload(platform, key),
      set: async () => {},
      delete: (key) => deleteUpload(platform, ...splitKey(key)),
    },
  });
  store.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  Object.assign(store, {
    async create(upload: { id: string }) {
      await files.create(...splitKey(upload.id));
      return upload;
    },
    write: (bytes: Readable, key: string, offset: number) => files.append(...splitKey(key), offset, bytes),
  } satisfies Partial<Record<keyof FileStore, unknown>>);

  const server = new Server({
    path: '/uploads',
    datastore: store,
    locker: new MemoryLocker(),
    lockDrainTimeout: drainMs,
    maxSize: async (request) => limitOf(platform, exchangeOf(request).caller.firmId),
    namingFunction: (request) => {
      const exchange = exchangeOf(request);
      exchange.id = platform.newId();
      return keyOf(exchange);
    },
    getFileIdFromRequest: (request) => keyOf(exchangeOf(request)),
    generateUrl: (request) => addressOf(exchangeOf(request)),
    onUploadCreate: async (request, { size, metadata }) => {
      const exchange = exchangeOf(request);
      const { caller } = exchange;
      await beginUpload(platform, files, caller, exchange.id ?? '', size ?? 0, metadata ?? {});
      return {};
    },
    onUploadFinish: async (request) => {
      const exchange = exchangeOf(request);
      const upload = await findUpload(platform, exchange.caller, exchange.id ?? '');
      const made = await finishUpload(platform, files, exchange.caller, upload);
      exchange.upload = { ...upload, made };
      return {};
    },
    onResponseError: (request, error) => {
      exchangeOf(request).failure = error;
      return undefined;
    },
  });

  async function handle(exchange: Exchange, request: FastifyRequest): Promise<Response> {
    const hasBody = request.method === 'PATCH' || request.method === 'POST';
    const web = new Request(`http://localhost${request.url}`, {
      method: request.method,
      headers: headersOf(request),
      ...(hasBody ? { body: Readable.toWeb(request.raw) as ReadableStream, duplex: 'half' } : {}),
    });
    exchanges.set(web, exchange);
    const response = await server.handleWeb(web as Parameters<typeof server.handleWeb>[0]);
    if (response.status < 400) return response;
    const limit = await limitOf(platform, exchange.caller.firmId);
    throw translate(exchange.failure, response.status, await response.text(), limit);
  }

  return {
    async answer(caller, uploadId, request, reply) {
      reply.header('tus-resumable', version).header('cache-control', 'no-store');
      if (request.method !== 'OPTIONS' && request.headers['tus-resumable'] !== version)
        throw new NavetteError('upload_protocol');
      const exchange: Exchange = { caller, id: uploadId, upload: null, failure: null };
      if (uploadId !== null) {
        exchange.upload = await findUpload(platform, caller, uploadId);
        if (exchange.upload.made !== null)
          return answerFinished(platform, caller.firmId, exchange.upload, request, reply);
        if (request.method === 'PATCH') await keepUpload(platform, caller.firmId, uploadId);
      }
      const response = await handle(exchange, request);
      for (const [name, value] of response.headers)
        if (!name.startsWith('access-control-') && name !== 'content-length') reply.header(name, value);
      await tellEnd(exchange, request, reply);
      await reply.code(response.status).send();
    },
  };

  /** What an upload made, or until when it may be gone on with. HEAD makes what a failure at the very end left undone. */
  async function tellEnd(exchange: Exchange, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { caller, id } = exchange;
    if (id === null || request.method === 'DELETE' || request.method === 'OPTIONS') return;
    const upload = exchange.upload?.made ? exchange.upload : await findUpload(platform, caller, id);
    const isWhole = (await files.length(caller.firmId, id)) === upload.sizeBytes;
    const made =
      upload.made ??
      (request.method === 'HEAD' && isWhole ? await finishUpload(platform, files, caller, upload) : null);
    if (made === null) reply.header('upload-expires', new Date(upload.expiresAt).toUTCString());
    else tellMade(made, reply);
  }
}

/** The upload of a document that was made: its bytes are gone, its answer is not. Giving it up forgets the answer. */
async function answerFinished(
  platform: Platform,
  firmId: string,
  { id, sizeBytes, made }: UploadRow,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (request.method === 'DELETE') {
    await deleteUpload(platform, firmId, id);
    await reply.code(204).send();
    return;
  }
  if (request.method === 'PATCH' && request.headers['upload-offset'] !== String(sizeBytes))
    throw new NavetteError('upload_offset');
  if (made !== null) tellMade(made, reply);
  reply.header('upload-offset', sizeBytes).header('upload-length', sizeBytes);
  await reply.code(request.method === 'HEAD' ? 200 : 204).send();
}

function tellMade(made: MadeDocument, reply: FastifyReply): void {
  reply
    .header('navette-document', made.documentId)
    .header('navette-version', made.versionId)
    .header('navette-replayed', String(made.replayed));
}

async function limitOf(platform: Platform, firmId: string): Promise<number> {
  const firm = await inFirm(platform.database.app, firmId, (trx) => loadFirmFacts(trx, firmId));
  return firm.maxFileBytes;
}

async function readUpload(platform: Platform, key: string) {
  const [firmId, id] = splitKey(key);
  const row = await inFirm(platform.database.app, firmId, (trx) =>
    trx
      .selectFrom('uploads')
      .select(['size_bytes as size', 'metadata', 'created_at'])
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .executeTakeFirst(),
  );
  if (!row) throw ERRORS.FILE_NOT_FOUND;
  const { size, metadata } = row;
  return {
    id: key,
    size,
    offset: 0,
    metadata,
    creation_date: row.created_at,
    sizeIsDeferred: false,
    storage: undefined,
  };
}

function keyOf({ caller, id }: Exchange): string {
  return `${caller.firmId}/${id}`;
}

function splitKey(key: string): [firmId: string, id: string] {
  const [firmId = '', id = ''] = key.split('/');
  return [firmId, id];
}

function addressOf({ caller, id }: Exchange): string {
  return `/api/v1/firms/${caller.firmId}/uploads/${id}`;
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return headers;
}

/** The library's failures in the catalogue's words. */
function translate(failure: unknown, status: number, words: string, limit: number): unknown {
  if (failure === ERRORS.INVALID_OFFSET) return new NavetteError('upload_offset');
  if (failure === ERRORS.ERR_MAX_SIZE_EXCEEDED || failure === ERRORS.ERR_SIZE_EXCEEDED)
    return new NavetteError('file_too_large', { limit });
  if (failure === ERRORS.ABORTED) return new NavetteError('upload_interrupted');
  if (failure === ERRORS.FILE_NOT_FOUND || failure === ERRORS.FILE_NO_LONGER_EXISTS)
    return new NavetteError('not_found');
  if (failure === ERRORS.ERR_LOCK_TIMEOUT) return new NavetteError('unavailable');
  if (failure instanceof Error) return failure;
  if (status === 412) return new NavetteError('upload_protocol');
  return new NavetteError('invalid_request', { detail: words.trim() });
}

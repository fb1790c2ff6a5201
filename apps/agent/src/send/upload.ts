/** One exchange with the platform: the bytes of one file as a stream, and whatever answer comes. */
import type { FileHandle } from 'node:fs/promises';
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { passCrashPoint } from '../crash.ts';
import { openToRead, pieceBytes } from '../files/hash-file.ts';
import { type Identity, isUntouched, lookAt } from '../files/identity.ts';

export interface UploadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  /** What the file must be, before, during and after. */
  readonly identity: Identity;
  /** All of them, when they were just read. */
  readonly bytes: Buffer | null;
  readonly agent: HttpAgent;
  readonly signal: AbortSignal;
  /** Without a byte sent or received for that long, the exchange has failed. */
  readonly stallMs: number;
  /** The whole body has left. */
  onSent(): void;
}

export interface RawAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

/** The file is not what was announced any more, or cannot be read; nothing of it was recorded by this exchange. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

/** Connections kept open between uploads. Who makes it destroys it. */
export function createConnections(url: string, parallel: number): HttpAgent {
  const options = { keepAlive: true, maxSockets: parallel + 2, scheduling: 'lifo' } as const;
  return url.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
}

/**
 * Sends a file and reads the answer. The last piece is held back until the file has been looked at once more, so a file that
 * changed on the way is never received whole. @throws FileChanged; the network's error when no whole answer came
 */
export async function uploadFile(upload: UploadRequest): Promise<RawAnswer> {
  const file = upload.bytes === null ? await openUnchanged(upload) : null;
  try {
    const send = upload.url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(upload.url, {
      method: 'POST',
      headers: { ...upload.headers, 'content-length': String(upload.identity.sizeBytes) },
      agent: upload.agent,
      signal: upload.signal,
      timeout: upload.stallMs,
    });
    const answered = awaitAnswer(request, upload.stallMs);
    try {
      await sendBody(request, file, upload, answered);
      return await readAnswer(await answered);
    } finally {
      // An answer before the end of the body leaves a connection that nothing else may use.
      if (!request.writableFinished) request.destroy();
    }
  } finally {
    await file?.close();
  }
}

async function openUnchanged(upload: UploadRequest): Promise<FileHandle> {
  await requireUnchanged(upload);
  return openToRead(upload.path).catch((error: unknown) => throwChanged(upload.path, error));
}

async function requireUnchanged({ path, identity }: UploadRequest): Promise<void> {
  const now = await lookAt(path, identity.inode !== null).catch((error: unknown) =>
    throwChanged(path, error),
  );
  if (now === null || !isUntouched(now, identity)) throw new FileChanged(path);
}

function throwChanged(path: string, cause: unknown): never {
  throw new FileChanged(path, { cause });
}

function awaitAnswer(request: ClientRequest, stallMs: number): Promise<IncomingMessage> {
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.once('timeout', () => request.destroy(new Error(`nothing moved for ${stallMs} ms`)));
  });
  // It may fail while the body is still being read from the disk: it is awaited later.
  answered.catch(() => undefined);
  return answered;
}

async function sendBody(
  request: ClientRequest,
  file: FileHandle | null,
  upload: UploadRequest,
  answered: Promise<IncomingMessage>,
): Promise<void> {
  const { sizeBytes } = upload.identity;
  let hasAnswer = false;
  const ended = answered.then(
    () => {
      hasAnswer = true;
    },
    () => {
      hasAnswer = true;
    },
  );
  for (let position = 0; position < sizeBytes && !hasAnswer; ) {
    const length = Math.min(pieceBytes, sizeBytes - position);
    const piece = file === null ? upload.bytes : await readPiece(file, position, length, upload.path);
    if (piece === null) throw new FileChanged(upload.path);
    position += length;
    const isLast = position === sizeBytes;
    if (isLast) {
      request.flushHeaders();
      passCrashPoint('sending');
      await requireUnchanged(upload);
    }
    const flushed = new Promise<void>((resolve) => {
      if (isLast) request.end(piece, () => resolve());
      else request.write(piece, () => resolve());
    });
    await Promise.race([flushed, ended]);
    if (isLast && request.writableFinished) upload.onSent();
  }
}

/** A new buffer each time: the one before may still be on its way. @returns `null` when the file has become shorter */
async function readPiece(
  file: FileHandle,
  position: number,
  length: number,
  path: string,
): Promise<Buffer | null> {
  const piece = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file
      .read(piece, filled, length - filled, position + filled)
      .catch((error: unknown) => throwChanged(path, error));
    if (bytesRead === 0) return null;
    filled += bytesRead;
  }
  return piece;
}

const maxAnswerBytes = 1024 * 1024;

async function readAnswer(response: IncomingMessage): Promise<RawAnswer> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    if (sizeBytes > maxAnswerBytes) throw new Error('the answer has no end');
    pieces.push(piece);
  }
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'] ?? null,
    body: Buffer.concat(pieces).toString('utf8'),
  };
}

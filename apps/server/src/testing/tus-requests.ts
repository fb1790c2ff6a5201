/** The tus protocol by hand, over real sockets, so that a test may cut where it wants. */
import { stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { waitFor } from './wait-for.ts';

export interface TusAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: { readonly code?: string } & Readonly<Record<string, unknown>>;
}

export interface TusClient {
  create(
    metadata: Readonly<Record<string, string>>,
    sizeBytes: number,
    first?: Buffer,
    headers?: Record<string, string>,
  ): Promise<TusAnswer>;
  head(path: string): Promise<TusAnswer>;
  patch(path: string, offset: number, bytes: Buffer, headers?: Record<string, string>): Promise<TusAnswer>;
  remove(path: string): Promise<TusAnswer>;
  options(): Promise<TusAnswer>;
  send(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<TusAnswer>;
  /** Sends the head of a PATCH that promises `bytes`, and a part of them. The server waits for the others as long as it is held. */
  hold(path: string, offset: number, bytes: Buffer, sentBytes: number): HeldPart;
}

export interface HeldPart {
  /** Goes away without a word. */
  cut(): Promise<void>;
}

/** @param endpoint `/api/v1/firms/<id>/uploads` */
export function tusClient(
  port: number,
  endpoint: string,
  credentials: Readonly<Record<string, string>>,
): TusClient {
  const send: TusClient['send'] = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          ...{ host: '127.0.0.1', port, method, path, agent: false },
          headers: {
            'tus-resumable': '1.0.0',
            ...credentials,
            ...(body === undefined ? {} : { 'content-length': String(body.length) }),
            ...headers,
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const answer = text === '' ? {} : JSON.parse(text);
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: answer });
          });
          incoming.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const partType = { 'content-type': 'application/offset+octet-stream' };
  return {
    send,
    create: (metadata, sizeBytes, first, headers = {}) =>
      send(
        'POST',
        endpoint,
        {
          'upload-length': String(sizeBytes),
          'upload-metadata': writeMetadata(metadata),
          ...(first === undefined ? {} : partType),
          ...headers,
        },
        first,
      ),
    head: (path) => send('HEAD', path, {}),
    patch: (path, offset, bytes, headers = {}) =>
      send('PATCH', path, { ...partType, 'upload-offset': String(offset), ...headers }, bytes),
    remove: (path) => send('DELETE', path, {}),
    options: () => send('OPTIONS', endpoint, {}),
    hold(path, offset, bytes, sentBytes) {
      const headers = { ...credentials, ...partType, host: 'localhost', 'tus-resumable': '1.0.0' };
      const head = Object.entries({
        ...headers,
        ...{ 'upload-offset': String(offset), 'content-length': String(bytes.length) },
      }).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = connect(port, '127.0.0.1');
      // The server may go away first; what it has says all.
      socket.on('error', () => {});
      socket.resume();
      socket.write(`PATCH ${path} HTTP/1.1\r\n${head.join('')}\r\n`);
      socket.write(bytes.subarray(0, sentBytes));
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      return {
        cut() {
          socket.destroy();
          return closed;
        },
      };
    },
  };
}

/**
 * Waits until that many bytes of an upload are on the disk. Its address is not asked: that takes over from who writes.
 * @param path as its creation told it
 */
export async function untilOnDisk(
  dataDir: string,
  firmId: string,
  path: string,
  sizeBytes: number,
): Promise<void> {
  const file = join(dataDir, 'uploads', firmId, basename(path));
  await waitFor(async () => (await stat(file)).size === sizeBytes);
}

function writeMetadata(metadata: Readonly<Record<string, string>>): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

/** The tus protocol by hand, over real sockets, so that a test may cut where it wants. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';

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
  /** Sends the head of a PATCH that promises `bytes`, a part of them, and goes away once the server has it. */
  cut(path: string, offset: number, bytes: Buffer, sentBytes: number): Promise<void>;
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
    cut: (path, offset, bytes, sentBytes) =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => {
          const headers = { ...credentials, ...partType, host: 'localhost', 'tus-resumable': '1.0.0' };
          const head = Object.entries({
            ...headers,
            ...{ 'upload-offset': String(offset), 'content-length': String(bytes.length) },
          }).map(([name, value]) => `${name}: ${value}\r\n`);
          socket.write(`PATCH ${path} HTTP/1.1\r\n${head.join('')}\r\n`);
          socket.end(bytes.subarray(0, sentBytes));
          // The other side closes when it has read what was sent and sees that no more comes.
          socket.once('close', () => resolve());
        });
        socket.resume();
        socket.on('error', reject);
      }),
  };
}

function writeMetadata(metadata: Readonly<Record<string, string>>): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

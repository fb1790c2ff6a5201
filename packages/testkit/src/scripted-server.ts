/** A server that answers as a test tells it to, for what no played partner does. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resetSocket } from './reset-socket.ts';

export interface SeenRequest {
  /** `POST /v1/documents?name=a.pdf` */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A text is sent as a web page, anything else as JSON. `null` breaks the connection off. */
export type Reply = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Announces one byte more than it gives, then ends the connection. */
  readonly breaksOff?: boolean;
} | null;

export interface ScriptedServer extends AsyncDisposable {
  /** `127.0.0.1:41817` */
  readonly host: string;
  /** `http://127.0.0.1:41817` */
  readonly address: string;
  /** In the order of their reception. */
  readonly seen: readonly SeenRequest[];
}

/** Starts it. @param script asked for each request, once its whole body is there */
export async function startScriptedServer(script: (request: SeenRequest) => Reply): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await readAll(request).catch(() => null);
    if (body === null) return;
    const asked = { line: `${request.method} ${request.url}`, headers: request.headers, body };
    seen.push(asked);
    const reply = script(asked);
    if (reply === null) return resetSocket(request.socket);
    const isPage = typeof reply.body === 'string';
    const headers = { 'content-type': isPage ? 'text/html' : 'application/json', ...reply.headers };
    const text = isPage ? String(reply.body) : JSON.stringify(reply.body);
    if (!reply.breaksOff) return void response.writeHead(reply.status, headers).end(text);
    response.writeHead(reply.status, { ...headers, 'content-length': Buffer.byteLength(text) + 1 });
    response.write(text, () => request.socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    address: `http://${host}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Stands between a connector and a real HTTP server, passes on what it gets as it is, and fails on order. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request as requestUpstream,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { resetSocket } from './reset-socket.ts';

export interface ProxiedRequest {
  readonly method: string;
  /** As it was sent, percent-encoded. */
  readonly path: string;
  readonly headers: Readonly<IncomingMessage['headers']>;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What happens to the requests that `matches` tells; to all of them unless given. */
export type ProxyFault = { readonly matches?: (request: ProxiedRequest) => boolean } & (
  | { readonly kind: 'answer'; readonly answer: ProxyAnswer }
  /** Resets the connection: before the body, when half of it came, or once the server has answered. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'middle' | 'after' }
  /** Keeps the server's answer back until the faults are cleared; then resets the connection. */
  | { readonly kind: 'withhold' }
);

export interface FaultProxyOptions {
  /** Of the server behind: `127.0.0.1:4711`. */
  readonly upstream: string;
  /** What the server behind is asked as, when it knows itself by another name than the proxy's. */
  readonly hostHeader?: string;
  /** Answers in the server's place when it returns something, whatever the faults: for what the server behind lacks. */
  readonly intercept?: (request: ProxiedRequest) => Promise<ProxyAnswer | null>;
  /** Called when the server behind has done with a request, or was not asked. */
  readonly onEnd?: (request: ProxiedRequest) => void;
}

export interface FaultProxy extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** In the order of their arrival. */
  readonly requests: readonly ProxiedRequest[];
  order(fault: ProxyFault): void;
  clearFaults(): void;
  stop(): Promise<void>;
}

export async function startFaultProxy({
  upstream,
  hostHeader,
  intercept,
  onEnd,
}: FaultProxyOptions): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const withheld = new Set<ServerResponse>();
  let faults: ProxyFault[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    const seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers };
    requests.push(seen);
    const fault = faults.find(({ matches }) => matches?.(seen) ?? true);
    const passed = await decide(request, response, seen, fault).finally(() => onEnd?.(seen));
    if (passed === null) return;
    // What nobody reads would keep its connection.
    if (fault?.kind === 'cut' || fault?.kind === 'withhold') passed.resume();
    if (fault?.kind === 'cut') return resetSocket(socket);
    if (fault?.kind === 'withhold') return void withheld.add(response);
    response.writeHead(passed.statusCode ?? 502, passed.rawHeaders);
    await pipeline(passed, response);
  }

  /** @returns the answer of the server behind, its body still to be read; `null` when it is not asked */
  async function decide(
    request: IncomingMessage,
    response: ServerResponse,
    seen: ProxiedRequest,
    fault: ProxyFault | undefined,
  ): Promise<IncomingMessage | null> {
    const answer = fault?.kind === 'answer' ? fault.answer : ((await intercept?.(seen)) ?? null);
    if (answer !== null) {
      give(answer, request, response);
      return null;
    }
    if (fault?.kind === 'cut' && fault.when === 'before') {
      resetSocket(request.socket);
      return null;
    }
    if (hostHeader !== undefined) request.headers.host = hostHeader;
    return passOn(upstream, request, fault?.kind === 'cut' && fault.when === 'middle');
  }

  const server = createServer((request, response) => {
    const { socket } = request;
    handle(request, response).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function clearFaults(): void {
    faults = [];
    for (const { socket } of withheld) if (socket !== null) resetSocket(socket);
    withheld.clear();
  }

  async function stop(): Promise<void> {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    order: (fault) => void faults.push(fault),
    clearFaults,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Answers at once, as a front would, and lets the body run out. */
function give(
  { status, headers, body }: ProxyAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  request.resume();
  response.writeHead(status, headers).end(body);
}

/**
 * @param isCut breaks the connection to the server when half of the body came
 * @returns the server's answer, its body still to be read. @throws what broke, the other side's connection included
 */
async function passOn(upstream: string, request: IncomingMessage, isCut: boolean): Promise<IncomingMessage> {
  const { hostname, port } = new URL(`http://${upstream}`);
  const { method, url: path, headers } = request;
  // A connection of its own: what is cut must not be used again.
  const passing = requestUpstream({ hostname, port, method, path, headers, agent: false });
  passing.on('error', () => {});
  // What came without a body goes on without one: some servers refuse an empty one, in chunks.
  passing.useChunkedEncodingByDefault = 'transfer-encoding' in headers;
  const answered = once(passing, 'response') as Promise<[IncomingMessage]>;
  // A server may refuse, and close, before it has the whole body: then its answer counts.
  const sent = pipeline(isCut ? firstHalf(request) : request, passing);
  const [, [answer]] = await Promise.all([sent.catch(() => answered), answered]);
  return answer;
}

async function* firstHalf(request: IncomingMessage): AsyncGenerator<Buffer> {
  const { socket } = request;
  const half = Number(request.headers['content-length'] ?? 0) / 2;
  let seenBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    seenBytes += chunk.length;
    yield chunk;
    if (seenBytes >= half) break;
  }
  resetSocket(socket);
  throw new Error('cut in the middle, as ordered');
}

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface IdleServer extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** How many came so far. */
  connections(): number;
}

/** A server that says `answer` to whatever it is asked, or nothing at all. */
export async function startIdleServer(answer?: string): Promise<IdleServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    connections++;
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (answer === undefined) socket.resume();
    else socket.once('data', () => socket.end(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { host, connections: () => connections, [Symbol.asyncDispose]: stop };
}

/** @returns `127.0.0.1:<port>` where nothing listens */
export async function findClosedHost(): Promise<string> {
  await using server = await startIdleServer();
  return server.host;
}

export function httpAnswer(status: string, mediaType: string, body: string): string {
  const head = [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${mediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`;
}

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface IdleServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly host: string;
}

/** A server that says `answer` to whatever it is asked, or nothing at all. */
export async function startIdleServer(answer?: string): Promise<IdleServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
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
  return { address: `http://${host}`, host, [Symbol.asyncDispose]: stop };
}

/** An address where nothing listens. */
export async function findClosedAddress(): Promise<Pick<IdleServer, 'address' | 'host'>> {
  await using server = await startIdleServer();
  return { address: server.address, host: server.host };
}

export function httpAnswer(status: string, mediaType: string, body: string): string {
  const head = [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${mediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${[...head, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`;
}

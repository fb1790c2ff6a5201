import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { resetSocket } from './reset-socket.ts';

/** @returns what the client's connection ended with, once the server's end was cut; the file's check finds a handle that stays. */
async function seenByClient(cut: (socket: Socket) => void): Promise<string | null> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => cut(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const { promise, resolve } = Promise.withResolvers<string | null>();
  client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  client.on('close', () => resolve(null));
  client.resume();
  client.write('?');
  const seen = await promise;
  server.close();
  await once(server, 'close');
  return seen;
}

test.each([
  ['that is open', () => {}],
  ['that has not sent all that was written', (socket: Socket) => void socket.write(Buffer.alloc(5_000_000))],
  ['that was cut already', (socket: Socket) => resetSocket(socket)],
])('a connection %s is reset', async (_, before) => {
  const seen = await seenByClient((socket) => {
    before(socket);
    resetSocket(socket);
  });
  expect(seen).toBe('ECONNRESET');
});

test('a connection that is ending is closed, and no handle of it stays', async () => {
  const cut = (socket: Socket) => {
    socket.end('!');
    resetSocket(socket);
  };
  await seenByClient(cut);
});

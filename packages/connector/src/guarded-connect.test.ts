import { once } from 'node:events';
import { type AddressInfo, createServer, type LookupFunction } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectGuarded } from './guarded-connect.ts';

const signal = new AbortController().signal;

async function listen(): Promise<number> {
  const server = createServer((socket) => socket.end('bonjour')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A resolver that answers with one address, whatever the name. */
function resolveTo(address: string): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };
}

test.each(['127.0.0.1', '10.0.0.1', '::1', '169.254.169.254', '0.0.0.0'])('%s is refused', async (host) => {
  await expect(connectGuarded({ host, port: 25, allowedHosts: [], signal })).rejects.toMatchObject({
    code: 'address_refused',
  });
});

test('a name is judged by what it resolves to, whatever its spelling', async () => {
  const attempt = (host: string, lookup?: LookupFunction) =>
    connectGuarded({ host, port: 25, allowedHosts: [], signal, ...(lookup && { lookup }) });
  await expect(attempt('mail.exemple.fr', resolveTo('192.168.0.4'))).rejects.toMatchObject({
    code: 'address_refused',
  });
  await expect(attempt('localhost')).rejects.toMatchObject({ code: 'address_refused' });
  await expect(attempt('2130706433', resolveTo('127.0.0.1'))).rejects.toMatchObject({
    code: 'address_refused',
  });
});

test.each([
  ['by its name', (_port: number) => ['Courrier.local']],
  ['by its name and port', (port: number) => [`courrier.local:${port}`]],
])('what the operator allowed %s is connected to', async (_, allow) => {
  const port = await listen();
  const socket = await connectGuarded({
    host: 'courrier.LOCAL',
    port,
    allowedHosts: allow(port),
    signal,
    lookup: resolveTo('127.0.0.1'),
  });
  const [words] = await once(socket, 'data');
  socket.destroy();
  expect(String(words)).toBe('bonjour');
});

test('another port of it is not', async () => {
  const attempt = connectGuarded({ host: '127.0.0.1', port: 26, allowedHosts: ['127.0.0.1:25'], signal });
  await expect(attempt).rejects.toMatchObject({ code: 'address_refused' });
});

test('a connection that nobody takes, or that was called off, fails with its reason', async () => {
  const port = await listen();
  const refused = connectGuarded({ host: '127.0.0.1', port: 1, allowedHosts: ['127.0.0.1'], signal });
  await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const stop = new AbortController();
  const late = connectGuarded({ host: '127.0.0.1', port, allowedHosts: ['127.0.0.1'], signal: stop.signal });
  stop.abort(new Error('assez attendu'));
  await expect(late).rejects.toThrow('assez attendu');
});

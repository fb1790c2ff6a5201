import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPublicAddress } from './address-guard.ts';
import { DeliveryError } from './delivery-error.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function openNetwork(allowedHosts: readonly string[], lookup?: LookupFunction) {
  const network = createGuardedFetch({ allowedHosts, ...(lookup && { lookup }) });
  onTestFinished(() => network.close());
  return network;
}

/** A resolver that answers with the given addresses, whatever the name. */
function resolveTo(...addresses: readonly string[]): LookupFunction {
  return (_hostname, options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
}

async function refusalOf(run: Promise<unknown>): Promise<DeliveryError> {
  const error = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '198.51.100.7',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    'not an address',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '51.15.0.1', '2001:4860:4860::8888', '2a01:e0a::1'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('the guarded fetch', () => {
  test.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '169.254.169.254'])(
    'refuses the literal address %s without connecting',
    async (host) => {
      let connections = 0;
      const port = await serve((_request, response) => {
        connections++;
        response.end();
      });
      const refusal = await refusalOf(openNetwork([]).fetch(`http://${host}:${port}/`));
      expect(refusal).toMatchObject({ code: 'address_refused', class: 'connection' });
      expect(connections).toBe(0);
    },
  );

  test('refuses a public name that resolves to an inner address, and does not tell which', async () => {
    const { fetch } = openNetwork([], resolveTo('10.0.0.7'));
    const refusal = await refusalOf(fetch('https://api.partner.example/'));
    expect(refusal.code).toBe('address_refused');
    expect(refusal.message).toContain('api.partner.example');
    expect(refusal.message).not.toContain('10.0.0.7');
  });

  test('refuses a name with one inner address among public ones', async () => {
    const { fetch } = openNetwork([], resolveTo('8.8.8.8', '::1'));
    expect((await refusalOf(fetch('http://mixed.example/'))).code).toBe('address_refused');
  });

  test('checks each connection anew, so that a name cannot change its address after the first look-up', async () => {
    const port = await serve((_request, response) => response.end('inside'));
    let lookups = 0;
    const { fetch } = openNetwork([], (hostname, options, callback) => {
      lookups++;
      resolveTo(lookups === 1 ? '203.0.113.1' : '127.0.0.1')(hostname, options, callback);
    });
    expect((await refusalOf(fetch(`http://rebind.example:${port}/`))).code).toBe('address_refused');
    expect((await refusalOf(fetch(`http://rebind.example:${port}/`))).code).toBe('address_refused');
    expect(lookups).toBe(2);
  });

  test('reaches what the operator allowed, by host and port or by host alone', async () => {
    const port = await serve((_request, response) => response.end('hello'));
    const byPort = openNetwork([`127.0.0.1:${port}`]);
    expect(await (await byPort.fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello');
    const byName = openNetwork(['Sandbox.example'], resolveTo('127.0.0.1'));
    expect(await (await byName.fetch(`http://sandbox.example:${port}/`)).text()).toBe('hello');
  });

  test('refuses another port of a host that is allowed on one', async () => {
    const port = await serve((_request, response) => response.end());
    const { fetch } = openNetwork([`127.0.0.1:${port + 1}`]);
    expect((await refusalOf(fetch(`http://127.0.0.1:${port}/`))).code).toBe('address_refused');
  });

  test.each(['file:///etc/passwd', 'data:text/plain,hello', 'blob:nodedata:1', 'ftp://partner.example/'])(
    'refuses %s',
    async (url) => {
      expect((await refusalOf(openNetwork([]).fetch(url))).code).toBe('address_refused');
    },
  );

  test('hands a redirect back instead of following it, even when asked to follow', async () => {
    const paths: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    });
    const { fetch } = openNetwork([`127.0.0.1:${port}`]);
    const answer = await fetch(`http://127.0.0.1:${port}/start`, { redirect: 'follow' });
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('http://169.254.169.254/latest/meta-data');
    expect(paths).toEqual(['/start']);
  });

  test('sends a stream with the length it was told, as fast as the other side reads and no faster', async () => {
    const chunk = new Uint8Array(64 * 1024);
    const sizeBytes = 64 * 1024 * 1024;
    let handedOver = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(chunk);
          handedOver += chunk.length;
          if (handedOver === sizeBytes) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    let received = 0;
    let handedOverWhenFirstRead = 0;
    let length: string | undefined;
    const stalled = Promise.withResolvers<void>();
    const port = await serve((request, response) => {
      length = request.headers['content-length'];
      void stalled.promise.then(() => {
        handedOverWhenFirstRead = handedOver;
        request.on('data', (data: Buffer) => {
          received += data.length;
        });
        request.on('end', () => response.end(String(received)));
      });
    });
    const { fetch } = openNetwork([`127.0.0.1:${port}`]);
    const answer = fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-length': String(sizeBytes) },
      body,
    });
    // The source stops being read once the buffers between both sides are full.
    await expect.poll(() => length).toBe(String(sizeBytes));
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = handedOver > 0 && handedOver === before;
          before = handedOver;
          return isStill;
        },
        { interval: 100 },
      )
      .toBe(true);
    stalled.resolve();
    expect(await (await answer).text()).toBe(String(sizeBytes));
    expect(handedOverWhenFirstRead).toBeLessThan(sizeBytes / 2);
  });

  test('rejects as fetch does when nothing listens', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const { fetch } = openNetwork(['127.0.0.1']);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow(TypeError);
  });

  test('ends requests under way when it is closed, twice without harm', async () => {
    const port = await serve(() => {});
    const network = openNetwork(['127.0.0.1']);
    const answer = network.fetch(`http://127.0.0.1:${port}/`);
    const ended = expect(answer).rejects.toThrow();
    await network.close();
    await network.close();
    await ended;
  });
});

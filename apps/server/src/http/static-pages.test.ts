import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createSetup } from '../firms/setup.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { buildServer } from './server.ts';

const pages = await mkdtemp(join(tmpdir(), 'navette-pages-'));
await mkdir(join(pages, 'assets'));
for (const name of ['index.html', 'apercu.html', 'assets/a.js', 'assets/a.png', 'assets/apercu.html'])
  await writeFile(join(pages, name), name);
await writeFile(join(pages, 'assets/long.js'), 'export const line = 1;\n'.repeat(1_000));
const platform = await testPlatform();
const server = buildServer(platform, { setup: createSetup(platform), pages, version: '0.0.0' });
afterAll(async () => {
  await server.close();
  await rm(pages, { recursive: true });
});

async function get(url: string) {
  const { statusCode, headers, body } = await server.inject(url);
  return { statusCode, body, headers, policy: String(headers['content-security-policy']).split('; ') };
}

describe('a page of the product', () => {
  it('is served for any address that is no file, and framed by nobody', async () => {
    for (const url of ['/', '/cabinets/1/dossiers', '/index.html']) {
      const { body, headers, policy } = await get(url);
      expect(body).toBe('index.html');
      expect(policy).toEqual(expect.arrayContaining(["script-src 'self'", "frame-ancestors 'none'"]));
      expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-cache' });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('holds no frame but its own', async () => {
    expect((await get('/')).policy).toContain("frame-src 'self'");
  });
});

describe('the page of previews', () => {
  it('has no origin, no network, and stands in a frame of the product alone', async () => {
    const { body, headers, policy } = await get('/apercu.html');
    expect(body).toBe('apercu.html');
    for (const directive of [
      'sandbox allow-scripts',
      "default-src 'none'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ])
      expect(policy).toContain(directive);
    // Whatever else it allows: no host, and no script that was not served with the page.
    expect(policy.join('; ')).not.toMatch(
      /[*.]|https?:|wss?:|'unsafe-(inline|eval)'|script-src[^;]*(blob|data):/,
    );
    expect(headers).toMatchObject({
      'x-frame-options': 'SAMEORIGIN',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
    });
  });

  it.each([
    '/apercu.html?a=1',
    '/x/../apercu.html',
    '/apercu%2Ehtml',
    '/x/..%2fapercu.html',
    '//apercu.html',
  ])('is the same under the address %s', async (url) => {
    const { body, policy } = await get(url);
    if (body === 'apercu.html') expect(policy[0]).toBe('sandbox allow-scripts');
    else expect(body).toBe('index.html');
  });
});

describe('an asset', () => {
  it('is kept for ever, and may be read by a frame without an origin', async () => {
    const { body, headers } = await get('/assets/a.js');
    expect(body).toBe('assets/a.js');
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  it('comes in fewer bytes to who takes them, and is the same', async () => {
    const url = '/assets/long.js';
    const plain = await server.inject({ url, headers: { 'accept-encoding': 'br, gzip;q=0' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    for (const accepted of ['gzip, deflate', 'deflate, gzip;q=0.5', 'br, gzip']) {
      const small = await server.inject({ url, headers: { 'accept-encoding': accepted } });
      expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
      expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
      expect(gunzipSync(small.rawPayload).equals(plain.rawPayload)).toBe(true);
    }
    const image = await server.inject({ url: '/assets/a.png', headers: { 'accept-encoding': 'gzip' } });
    expect([image.statusCode, image.headers['content-encoding']]).toEqual([200, undefined]);
    const none = await server.inject({ url: '/assets/none.js', headers: { 'accept-encoding': 'gzip' } });
    expect(none.statusCode).toBe(404);
  });

  it('carries the policy of the product, under which a worker of it runs', async () => {
    expect((await get('/assets/a.js')).policy).toContain("script-src 'self'");
    expect((await get('/assets/apercu.html')).policy).toContain("frame-ancestors 'none'");
  });

  it('that is not there is not found, nor is anything outside of the folder', async () => {
    for (const url of ['/assets/b.js', '/assets/../../etc/passwd.txt', '/assets/%2e%2e/%2e%2e/etc/hosts.txt'])
      expect((await get(url)).statusCode).toBe(404);
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { createSetup } from '../firms/setup.ts';
import { asCaller, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { buildServer } from './server.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);

/** A server on the same platform, with other settings. */
async function serve(change: { requestsPerMinute?: number; publicUrl?: string }) {
  const changed = { ...platform, settings: { ...platform.settings, ...change } };
  const server = buildServer(changed, { setup: createSetup(changed), pages: null, version: '0.0.0' });
  afterAll(() => server.close());
  await server.ready();
  return server;
}

describe('every answer', () => {
  it('runs nothing, is framed by nobody, and keeps its type', async () => {
    const { headers } = await platform.server.inject('/api/v1/about');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
  });

  it('asks for https from then on where the product is reached by https, and nowhere else', async () => {
    const secure = await serve({ publicUrl: 'https://navette.exemple.fr' });
    expect((await secure.inject('/api/v1/about')).headers['strict-transport-security']).toMatch(
      /max-age=31536000/,
    );
    expect(
      (await platform.server.inject('/api/v1/about')).headers['strict-transport-security'],
    ).toBeUndefined();
  });
});

describe('the limit of requests', () => {
  it('is told in headers, and past it answers 429 with the time to wait', async () => {
    const server = await serve({ requestsPerMinute: 10 });
    const ask = () => server.inject({ url: '/api/v1/about', remoteAddress: '127.9.9.9' });
    const first = await ask();
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-remaining': '9' });
    for (let count = 0; count < 9; count++) await ask();
    const refused = await ask();
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'too_many_requests', retry: true });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await server.inject({ url: '/api/v1/about', remoteAddress: '127.9.9.8' })).statusCode).toBe(200);
  });

  it('counts a person by himself, whatever address he comes from', async () => {
    const { status } = await firm.admin.call('GET', firm.path);
    expect(status).toBe(200);
    const server = await serve({ requestsPerMinute: 10 });
    const answers = [];
    for (let count = 0; count < 11; count++)
      answers.push(
        await server.inject({
          url: firm.path,
          headers: firm.admin.headers,
          remoteAddress: `127.8.0.${count}`,
        }),
      );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array(10).fill(200), 429]);
  });
});

describe('the page of the API', () => {
  it('is served with its own scripts alone, and gives the document that the product serves', async () => {
    const page = await platform.server.inject('/api/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.body).not.toMatch(/<script>[^<]/);
    const document = await platform.server.inject('/api/docs/json');
    expect(document.json()).toEqual((await asCaller(platform, {}).call('GET', '/api/v1/openapi.json')).body);
  });
});

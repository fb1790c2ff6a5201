/** What nobody should send: each is answered, quickly, and never by a mistake of the server. */
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Route, routes } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testMailServer } from '../mail-server.ts';
import { createScriptedPartner } from '../scripted-partner.ts';
import { newAddress } from '../test-firm.ts';
import { testPlatform } from '../test-platform.ts';
import { fillIn, recipeOf } from './measure.ts';
import type { Sent } from './requests.ts';
import { findCast, setScene } from './scene.ts';
import { serveEverything } from './serve-everything.ts';

const platform = await testPlatform(
  [createScriptedPartner().connector],
  {},
  { mailServer: await testMailServer() },
);
const { server } = await serveEverything(platform);
let cast = await findCast(platform);
let scene = await setScene(platform, cast);
/** One whose people stay signed in. */
const { firm, callers } = await setScene(platform, await findCast(platform));
const contract = Object.values<Route>(routes);

const hostileTexts: readonly (readonly [string, string])[] = [
  ['NUL', 'a\0b'],
  ['half a character', 'a\ud800b'],
  ['characters that no database has', '\ufffe\uffff\u{10ffff}'],
  ['right to left', '\u202eexe.pdf'],
  ['a line end and a header', 'a\r\nSet-Cookie: x=y\r\nBcc: x@ailleurs.fr'],
  ['SQL', `'); drop table clients; -- \\`],
  ['a path', '../../../../etc/passwd'],
  ['markup', '<img src=x onerror=alert(1)>'],
  ['a template', `{{constructor.constructor("return process")()}} $\{7*7} %s%n`],
  ['the prototype', '__proto__'],
  ['a number beyond numbers', '9'.repeat(400)],
  // Texts on which a careless expression takes for ever.
  ['spaces', `${' '.repeat(50_000)}!`],
  ['one letter, then another', `${'a'.repeat(50_000)}!`],
  ['an address without end', `${'a@a.'.repeat(12_000)}!`],
  ['dashes and dots', `${'a-'.repeat(20_000)}.${'a.'.repeat(10_000)}`],
  ['line ends', '\r\n'.repeat(25_000)],
  ['braces', '/{'.repeat(1_000)],
  ['folders', '/a'.repeat(900)],
];

/** CPU time, so that a busy machine is not taken for a slow answer. */
const maxCpuMs = 10_000;

async function measured<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000, 'milliseconds of CPU').toBeLessThan(maxCpuMs);
  return result;
}

function ask(route: Route, sent: Sent) {
  const ids = { ...scene.ids, session: platform.newId(), ...sent.params };
  const payload = sent.bytes ?? sent.body;
  const caller = route.who.includes('admin') || route.who.includes('user') ? 'admin' : 'agent';
  return server.inject({
    method: route.method as 'GET',
    url: fillIn(route.path, ids) + (sent.query === undefined ? '' : `?${sent.query}`),
    headers: { host: 'localhost', ...scene.callers[caller].headers, ...sent.headers },
    remoteAddress: newAddress(),
    ...(payload && { payload }),
  });
}

/** Each text in a value, as the keys that lead to it. */
function textsIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, [...at, key]));
}

function withText(value: unknown, [key, ...rest]: readonly string[], hostile: string): unknown {
  if (key === undefined) return hostile;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  copy[key] = withText(copy[key], rest, hostile);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

describe('a hostile text', () => {
  const withBody = contract.filter(({ bodyKind }) => bodyKind === 'json');

  it.each(withBody)(
    'in any place of a body is taken or refused: $method $path',
    async (route) => {
      const recipe = recipeOf(`${route.method} ${route.path}`);
      if (recipe.leaves !== 'scene') scene = await setScene(platform, cast);
      const sent = (await recipe.send?.(scene)) ?? {};
      for (const place of textsIn(sent.body))
        for (const [what, hostile] of hostileTexts) {
          const body = withText(sent.body, place, hostile) as object;
          const { statusCode, body: answer } = await measured(() => ask(route, { ...sent, body }));
          expect.soft(statusCode, `${what} in ${place.join('.')}: ${answer.slice(0, 300)}`).toBeLessThan(500);
        }
      if (recipe.leaves !== 'all but the session') return;
      // He is signed out, or has another password.
      cast = await findCast(platform);
      scene = await setScene(platform, cast);
    },
    60_000,
  );

  const withQuery = contract
    .map((route) => ({ route, ...route, places: queryOf(route) }))
    .filter(({ places, method }) => places.length > 0 && method === 'GET');

  it.each(withQuery)(
    'in any place of a query is taken or refused: $method $path',
    async ({ route, places }) => {
      const recipe = recipeOf(`${route.method} ${route.path}`);
      const sent = (await recipe.send?.(scene)) ?? {};
      for (const place of places)
        for (const [what, hostile] of hostileTexts) {
          // What a server takes of an address at most.
          const value = encodeURIComponent(hostile.replaceAll('\ud800', '').slice(0, 4_000));
          const query = `${sent.query === undefined ? '' : `${sent.query}&`}${place}=${value}`;
          const { statusCode, body } = await measured(() => ask(route, { ...sent, query }));
          expect.soft(statusCode, `${what} in ${place}: ${body.slice(0, 300)}`).toBeLessThan(500);
        }
      const twice = await ask(route, { ...sent, query: `${places[0]}=a&${places[0]}=b` });
      expect(twice.statusCode).toBeLessThan(500);
    },
    60_000,
  );
});

function queryOf(route: Route): string[] {
  const { properties = {} } = z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' });
  return Object.keys(properties);
}

describe('a body', () => {
  const send = (payload: string, type = 'application/json') =>
    measured(() =>
      server.inject({
        method: 'POST',
        url: `${firm.path}/clients`,
        headers: { ...callers.admin.headers, 'content-type': type },
        payload,
      }),
    );
  const deep = 240_000;

  it.each([
    ['over a megabyte', `{"name":"${'x'.repeat(1_000_001)}"}`, 413],
    ['a list within a list, without end', `{"name":${'['.repeat(deep)}${']'.repeat(deep)}}`, 400],
    ['an object within an object', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`, 400],
    [
      'deep, with the prototype at its end',
      `${'{"a":'.repeat(90_000)}{"__proto__":1}${'}'.repeat(90_000)}`,
      400,
    ],
    ['of the prototype', '{"name":"x","__proto__":{"isAdmin":true}}', 400],
    ['of the constructor', '{"name":"x","constructor":{"prototype":{"isAdmin":true}}}', 400],
    ['of the prototype, written otherwise', '{"name":"x","\\u005f_proto__":{"isAdmin":true}}', 400],
    ['of nothing', '', 400],
    ['of half', '{"name":', 400],
    ['of a text', '"name"', 400],
    ['of nothing at all', 'null', 400],
    ['of a number beyond numbers', '{"name":1e999}', 400],
    ['with more than is asked', '{"name":"x","role":"admin","firm_id":"x"}', 400],
  ])('%s is refused', async (_, payload, status) => {
    expect((await send(payload)).statusCode).toBe(status);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('that names the prototype in what is a table of names changes no other', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: `${firm.path}/installations`,
      headers: { ...callers.admin.headers, 'content-type': 'application/json' },
      payload: '{"application":"scripted","credentials":{"secret":"x","toString":"x","hasOwnProperty":"y"}}',
    });
    expect(answer.statusCode).toBe(400);
    const unknown = await server.inject({
      method: 'POST',
      url: `${firm.path}/installations`,
      headers: callers.admin.headers,
      payload: { application: 'constructor', credentials: {} },
    });
    expect(unknown.statusCode).toBe(404);
  });
});

describe('an address', async () => {
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;

  /** As it is, without what a client would tidy up. */
  async function fetchRaw(path: string) {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    const sent = request({ host: '127.0.0.1', port, path, agent: false }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    });
    sent.on('error', reject).end();
    return promise;
  }

  it.each([
    ...[
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
    ],
    ...['/..%5csecret.txt', '/assets/..%2f..%2fsecret.txt', '/assets%2f..%2f..%2fsecret.txt', '//secret.txt'],
    ...['/....//secret.txt', '/%252e%252e%252fsecret.txt', '/.%00./secret.txt', '/%00/../../secret.txt'],
    ...[
      '/index.html/../../secret.txt',
      '/assets/%c0%ae%c0%ae/secret.txt',
      '///../secret.txt',
      '/pages/../secret.txt',
    ],
    ...['/%', '/%zz', '/%c3%28.js', '//', '///', '/\\..\\secret.txt', '/?../secret.txt', '/;/../secret.txt'],
    ...['http://ailleurs.fr/../secret.txt', '//ailleurs.fr/../secret.txt', '*', `/${'a/'.repeat(3_000)}`],
  ])('leads to no file but those of the pages: %s', async (path) => {
    const { status, body } = await fetchRaw(path);
    expect(body).not.toContain('secret-planté');
    expect(status).toBeLessThan(500);
  });

  it.each([
    '/api/v1/firms/..%2f..%2fme',
    '/api/v1/firms/%00',
    `/api/v1/firms/${'9'.repeat(150)}`,
    '/api/v1/firms/%7B%7D/clients',
    '/api//v1/me',
    '/api/v1/me/',
    '/api/v1/me;x=y',
    '/api/v1/me%2f',
  ])('that is no route’s gets nothing: %s', async (path) => {
    const { status, body } = await fetchRaw(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  });
});

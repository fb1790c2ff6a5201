/** What a page of another site can do with somebody's browser: nothing. And what every answer tells that browser. */
import { describe, expect, it } from 'vitest';
import { createSignIn } from '../../users/sign-in.ts';
import { safeReturn } from '../../users/sign-in-by-provider.ts';
import { testMailServer } from '../mail-server.ts';
import { createScriptedPartner } from '../scripted-partner.ts';
import { testPassword } from '../test-firm.ts';
import { testPlatform } from '../test-platform.ts';
import { waitFor } from '../wait-for.ts';
import { fillIn, recipeOf } from './measure.ts';
import { findCast, setScene } from './scene.ts';
import { serveEverything } from './serve-everything.ts';

const mailServer = await testMailServer();
const platform = await testPlatform([createScriptedPartner().connector], {}, { mailServer });
const { server, keys } = await serveEverything(platform);
const scene = await setScene(platform, await findCast(platform));
const { admin } = scene.callers;
const ids = { ...scene.ids, session: platform.newId() };

const changing = keys.filter((key) => !/^(GET|HEAD|OPTIONS) /.test(key));

/** How a browser tells that another site's page asks: each alone is enough. */
const tellTales: readonly Readonly<Record<string, string>>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { origin: 'https://ailleurs.fr' },
  { origin: 'http://localhost:9999' },
  { origin: 'http://localhost.ailleurs.fr' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
];

async function ask(key: string, headers: Readonly<Record<string, string>>) {
  const [method = '', url = ''] = key.split(' ');
  const sent = (await recipeOf(key).send?.(scene)) ?? {};
  const payload = sent.bytes ?? sent.body;
  return server.inject({
    method: method as 'GET',
    url: fillIn(url, { ...ids, ...sent.params }) + (sent.query === undefined ? '' : `?${sent.query}`),
    headers: { host: 'localhost', ...admin.headers, ...sent.headers, ...headers },
    ...(payload && { payload }),
  });
}

describe('a page of another site', () => {
  it('has every route that changes something to try', () => {
    expect(changing.length).toBeGreaterThan(60);
    expect(changing).toContain('POST /api/auth/sign-in/email');
    expect(changing).toContain('PATCH /api/v1/firms/:firm/uploads/:upload');
  });

  it.each(changing)('changes nothing with an administrator’s browser: %s', async (key) => {
    for (const headers of tellTales) {
      const { statusCode, body } = await ask(key, headers);
      expect(statusCode, JSON.stringify(headers)).toBe(403);
      expect(JSON.parse(body)).toMatchObject({ code: 'not_allowed' });
    }
  });

  it('is told by nothing else: a page of one’s own, by whatever name, and programs go on', async () => {
    const key = 'POST /api/v1/firms/:firm/clients';
    for (const headers of [
      {},
      { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { host: 'navette.interne:8080', origin: 'http://navette.interne:8080' },
      { host: 'navette.interne', origin: 'https://navette.interne' },
    ])
      expect((await ask(key, headers)).statusCode, JSON.stringify(headers)).toBe(201);
  });

  it('cannot send a form either, nor a text that looks like JSON', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await server.inject({
        method: 'POST',
        url: `${scene.firm.path}/clients`,
        headers: { ...admin.headers, 'content-type': type },
        payload: '{"name":"Intrus"}',
      });
      expect(answer.statusCode, type).toBe(400);
    }
  });

  it('reads nothing: no answer is given to another origin', async () => {
    for (const key of keys.filter((each) => each.startsWith('GET '))) {
      if (key.endsWith('/events')) continue;
      const { headers } = await ask(key, { origin: 'https://ailleurs.fr' });
      expect(headers['access-control-allow-origin'], key).toBeUndefined();
      expect(headers['access-control-allow-credentials'], key).toBeUndefined();
    }
  });
});

describe('where people come by https', () => {
  const signIn = createSignIn({
    ...{ pool: platform.database.auth, secret: platform.keys.derive('sign-in') },
    ...{ baseUrl: 'https://navette.exemple.fr', newId: platform.newId, log: platform.log },
  });

  it('a page of the same name by http is another site', async () => {
    const secure = await serveEverything({ ...platform, signIn });
    const from = async (origin: string) => {
      const answer = await secure.server.inject({
        method: 'POST',
        url: '/api/auth/sign-out',
        payload: {},
        headers: { host: 'navette.exemple.fr', origin },
      });
      return answer.statusCode;
    };
    expect(await from('http://navette.exemple.fr')).toBe(403);
    expect(await from('https://navette.exemple.fr')).toBe(200);
  });

  it('every cookie is for https, out of reach of scripts, and stays at home', async () => {
    const secure = await serveEverything({ ...platform, signIn });
    const headers = { host: 'navette.exemple.fr', origin: 'https://navette.exemple.fr' };
    const answer = await secure.server.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: admin.email, password: testPassword },
      headers,
    });
    expect(answer.cookies.length).toBeGreaterThan(0);
    for (const cookie of answer.cookies)
      expect(cookie).toMatchObject({
        secure: true,
        httpOnly: true,
        sameSite: expect.stringMatching(/lax|strict/i),
      });
  });
});

describe('every answer', () => {
  it.each(keys.filter((key) => key.startsWith('GET ')))(
    'runs nothing, is framed by nobody, is kept by nobody: %s',
    async (key) => {
      const [, url = ''] = key.split(' ');
      for (const user of [admin, scene.callers.nobody]) {
        const sent = (await recipeOf(key).send?.(scene)) ?? {};
        const answer = await server.inject({
          url: fillIn(url, { ...ids, ...sent.params }) + (sent.query === undefined ? '' : `?${sent.query}`),
          headers: { ...user.headers, ...sent.headers },
          payloadAsStream: true,
        });
        answer.stream().destroy();
        const { headers } = answer;
        const policy = String(headers['content-security-policy']);
        expect(policy).toMatch(/frame-ancestors 'none'|^sandbox/);
        expect(policy).not.toMatch(/script-src[^;]*unsafe-inline|unsafe-eval/);
        expect(headers['x-content-type-options']).toBe('nosniff');
        expect(headers['referrer-policy']).toMatch(/same-origin|no-referrer/);
        expect(headers['x-powered-by']).toBeUndefined();
        // A browser may keep the bytes of a document for its owner; nobody keeps anything else.
        const kept = url.endsWith('/content') ? /^private|no-store/ : /no-store/;
        if (url.startsWith('/api/v1/')) expect(headers['cache-control']).toMatch(kept);
      }
    },
  );
});

describe('an address that a caller made up', () => {
  it('is in no mail: links lead where the operator said', async () => {
    const { email } = scene.cast.colleague;
    await server.inject({
      method: 'POST',
      url: '/api/auth/request-password-reset',
      headers: { host: 'ailleurs.fr', 'x-forwarded-host': 'ailleurs.fr', forwarded: 'host=ailleurs.fr' },
      payload: { email },
    });
    const mail = await waitFor(async () => {
      await platform.runJobs();
      return mailServer.received.findLast(({ to }) => to.includes(email));
    });
    expect(mail.email.text).toContain('http://localhost/nouveau-mot-de-passe#');
    expect(`${mail.email.text}${mail.email.html}${JSON.stringify(mail.email.headers)}`).not.toContain(
      'ailleurs.fr',
    );
  });

  it('is in no redirect, nor where a provider is to send people back', async () => {
    const { headers } = await server.inject({
      url: '/api/v1/sign-in/provider/callback?state=x&code=y',
      headers: { host: 'ailleurs.fr', 'x-forwarded-host': 'ailleurs.fr', 'x-forwarded-proto': 'https' },
    });
    expect(headers.location).toMatch(/^\/connexion\?/);
    const provider = await server.inject({
      url: `${scene.firm.path}/sign-in-provider`,
      headers: { ...admin.headers, host: 'ailleurs.fr', 'x-forwarded-host': 'ailleurs.fr' },
    });
    expect(provider.json()).toMatchObject({
      redirectUrl: 'http://localhost/api/v1/sign-in/provider/callback',
    });
  });

  it.each([
    ...['//ailleurs.fr', '/\\ailleurs.fr', '\\\\ailleurs.fr', 'https://ailleurs.fr', 'javascript:alert(1)'],
    ...[
      '/\t/ailleurs.fr',
      '/\n/ailleurs.fr',
      '/a\r\nSet-Cookie: x=y',
      '/\u00a0',
      '/é',
      '/\u202e',
      '',
      'dossiers',
    ],
    ...['/connexion?retour=/x', ' /x', '///x'],
  ])('is not come back to after signing in: %j', (wanted) => {
    expect(safeReturn(wanted)).toBe('/');
  });

  it.each(['/cabinets/f/dossiers?recherche=%C3%A9t%C3%A9&a=b#c', '/x//y', '/'])(
    'but one of the product is: %s',
    (wanted) => {
      expect(safeReturn(wanted)).toBe(wanted);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { testBrowser } from '../testing/test-browser.ts';
import { asCaller, testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { createSignIn } from './sign-in.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const nobody = asCaller(platform, {});

describe('sign-in', () => {
  it('has in our migration every table that the library wants', async () => {
    expect((await platform.signIn.pendingChanges()).replace(/[;\s]/g, '')).toBe('');
  });

  it('tells who is signed in and to which firms he belongs', async () => {
    const { body } = await firm.admin.call('GET', '/api/v1/me');
    expect(body).toMatchObject({ user: { name: 'Claire Morvan' }, firms: [{ id: firm.id, role: 'admin' }] });
  });

  it('creates no account for whoever asks, and has no other door of the library', async () => {
    const paths = `sign-up/email get-session list-sessions revoke-session update-user delete-user change-email verify-email
      sign-in/social callback/google link-social list-accounts token two-factor/send-otp two-factor/get-totp-uri
      two-factor/view-backup-codes verify-password set-password error ok`;
    for (const path of paths.split(/\s+/))
      for (const method of ['GET', 'POST'] as const)
        expect([
          path,
          (await testBrowser(platform).call(method, `/api/auth/${path}`, body(method))).status,
        ]).toEqual([path, 404]);
  });

  it('gives the page no session token, and a cookie that no script reads', async () => {
    const answer = await testBrowser(platform).call<{ user: object }>('POST', '/api/auth/sign-in/email', {
      email: firm.admin.email,
      password: testPassword,
    });
    expect(answer.body).toEqual({
      user: { id: firm.admin.userId, name: 'Claire Morvan', email: firm.admin.email },
    });
    expect(answer.setCookies).toHaveLength(1);
    expect(answer.setCookies[0]).toMatch(/^navette\.session_token=.*HttpOnly.*SameSite=Lax/);
    expect(answer.setCookies[0]).not.toContain('Secure');
  });

  it('sends its cookies over https alone where people come by https', async () => {
    const signIn = createSignIn({
      ...{ pool: platform.database.auth, secret: 'x'.repeat(64), newId: platform.newId, log: platform.log },
      baseUrl: 'https://navette.exemple.fr',
    });
    const { cookies } = await signIn.ask(
      '/sign-in/email',
      { email: firm.admin.email, password: testPassword },
      new Headers({ 'content-type': 'application/json', 'x-forwarded-for': '127.8.0.1' }),
    );
    expect(cookies[0]).toMatch(/^__Secure-navette\.session_token=.*HttpOnly; Secure; SameSite=Lax/);
  });

  it('is limited per address', async () => {
    const browser = testBrowser(platform);
    const guess = () =>
      browser.call('POST', '/api/auth/sign-in/email', { email: 'inconnu@exemple.fr', password: 'x' });
    for (let attempt = 0; attempt < 20; attempt++) expect((await guess()).status).toBe(401);
    expect(await guess()).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  });
});

function body(method: 'GET' | 'POST'): object | undefined {
  return method === 'POST'
    ? { email: 'intrus@exemple.fr', password: testPassword, name: 'Intrus' }
    : undefined;
}

describe('the first run', () => {
  const firstFirm = { firmName: 'Nouveau', name: 'Ada', email: 'ada@exemple.fr', password: testPassword };

  it('is over once a firm exists, even with the right token', async () => {
    const answer = await nobody.call('POST', '/api/v1/setup', { token: platform.setupToken, ...firstFirm });
    expect(answer).toMatchObject({ status: 404, body: { code: 'setup_link_used' } });
  });
});

describe('pairing a computer', () => {
  const computer = { name: 'ACCUEIL-PC', version: '1.0.0', platform: 'win32' };

  it('says which of the values is wrong, without telling which accounts exist', async () => {
    const { body } = await firm.admin.call<{ webServiceId: string }>('GET', firm.path);
    const pair = (change: object) =>
      nobody.call('POST', '/api/v1/agents/pair', {
        ...computer,
        webServiceId: body.webServiceId,
        email: firm.admin.email,
        password: testPassword,
        ...change,
      });
    expect(await pair({ webServiceId: 'NAV-XXXX-XXXX-XXXX' })).toMatchObject({
      status: 404,
      body: { code: 'unknown_web_service' },
    });
    expect(await pair({ password: 'faux' })).toMatchObject({
      status: 401,
      body: { code: 'wrong_credentials' },
    });
    expect(await pair({ email: 'inconnu@exemple.fr' })).toMatchObject({
      status: 401,
      body: { code: 'wrong_credentials' },
    });
    const stranger = await testFirm(platform);
    expect(await pair({ email: stranger.admin.email })).toMatchObject({
      status: 401,
      body: { code: 'wrong_credentials' },
    });
    expect(await pair({})).toMatchObject({ status: 201, body: { firm: { id: firm.id } } });
  });
});

import { describe, expect, it } from 'vitest';
import { asCaller, testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

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

  it('creates no account for whoever asks', async () => {
    const answer = await platform.server.inject({
      method: 'POST',
      url: '/api/auth/sign-up/email',
      payload: { email: 'intrus@exemple.fr', password: testPassword, name: 'Intrus' },
      headers: { host: 'localhost', origin: 'http://localhost' },
    });
    expect(answer.statusCode).toBe(400);
  });

  it('answers alike for an unknown address and a wrong password', async () => {
    const attempts = ['inconnu@exemple.fr', firm.admin.email].map((email, index) =>
      platform.server.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email, password: 'pas le bon du tout' },
        headers: { host: 'localhost', origin: 'http://localhost' },
        remoteAddress: `127.1.0.${index}`,
      }),
    );
    const [unknown, wrong] = await Promise.all(attempts);
    expect(unknown?.statusCode).toBe(401);
    expect(unknown?.body).toBe(wrong?.body);
  });
});

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

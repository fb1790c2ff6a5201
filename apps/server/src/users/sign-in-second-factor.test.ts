import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { codeOf, wrongCodeOf } from '../testing/test-authenticator.ts';
import { type TestBrowser, testBrowser } from '../testing/test-browser.ts';
import { asCaller, type TestFirm, testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { normaliseCode } from './sign-in-second-factor.ts';
import { actionsOf, auditOf } from './test-audit.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);

const auth = (path: string) => `/api/auth/two-factor/${path}`;
const password = testPassword;

function enter(browser: TestBrowser, email: string) {
  return browser.call<{ user: { id: string } | null }>('POST', '/api/auth/sign-in/email', {
    email,
    password,
  });
}

/** What the application shows in 30 s, which is taken already: clocks differ. */
const nextCodeOf = (secret: string) => codeOf(secret, Date.now() + 30_000);

const isIn = async (browser: TestBrowser) => (await browser.call('GET', '/api/v1/me')).status === 200;

/** Somebody who set his second factor up, in the browser that he did it with. */
async function protectedUser(within: TestFirm = firm) {
  const { email, userId } = await within.addUser('collaborator');
  const browser = testBrowser(platform);
  await enter(browser, email);
  const begun = await browser.call<{ uri: string; secret: string; recoveryCodes: string[] }>(
    'POST',
    auth('enable'),
    { password },
  );
  const { uri, secret, recoveryCodes } = begun.body;
  const confirmed = await browser.call('POST', auth('confirm'), { code: codeOf(secret) });
  expect([begun.status, confirmed.status]).toEqual([200, 204]);
  return { email, userId, browser, uri, secret, recoveryCodes };
}

describe('setting a second factor up', () => {
  it('gives what an application reads and ten recovery codes, and asks for a code from then on', async () => {
    const { email, userId, uri, secret, recoveryCodes, browser } = await protectedUser();
    expect(uri).toContain(`otpauth://totp/Navette:${encodeURIComponent(email)}?secret=${secret}`);
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^[2-9a-z]{5}-[2-9a-z]{5}$/);
    expect(await isIn(browser)).toBe(true);

    const other = testBrowser(platform);
    expect(await enter(other, email)).toMatchObject({ status: 200, body: { user: null } });
    expect(await isIn(other)).toBe(false);
    const given = await other.call<{ user: object }>('POST', auth('verify-totp'), { code: codeOf(secret) });
    expect(given).toMatchObject({ status: 200, body: { user: { id: userId, email } } });
    expect(Object.keys(given.body)).toEqual(['user']);
    expect(await isIn(other)).toBe(true);
    const entries = await auditOf(platform, firm.id, userId);
    expect(entries.map(({ action }) => action).slice(-3)).toEqual([
      'session.opened',
      'second_factor.enabled',
      'session.opened',
    ]);
    expect(entries.at(-1)).toMatchObject({ actor: 'user', details: { by: 'code', browser: 'Chrome' } });
  });

  it('needs the password, and changes nothing until a code is confirmed', async () => {
    const { email } = await firm.addUser('collaborator');
    const browser = testBrowser(platform);
    await enter(browser, email);
    expect(await browser.call('POST', auth('enable'), { password: 'pas le bon' })).toMatchObject({
      status: 422,
      body: { code: 'wrong_password' },
    });
    const begun = await browser.call<{ secret: string }>('POST', auth('enable'), { password });
    const wrong = { code: wrongCodeOf(begun.body.secret) };
    expect(await browser.call('POST', auth('confirm'), wrong)).toMatchObject({
      body: { code: 'wrong_second_factor' },
    });
    expect((await enter(testBrowser(platform), email)).body.user).not.toBeNull();
  });

  it('is done once: another needs the first to be switched off', async () => {
    const { browser, secret } = await protectedUser();
    expect((await browser.call('POST', auth('enable'), { password })).body).toMatchObject({
      code: 'second_factor_exists',
    });
    expect((await browser.call('POST', auth('confirm'), { code: codeOf(secret) })).body).toMatchObject({
      code: 'second_factor_exists',
    });
  });

  it('leaves neither the secret nor the recovery codes readable in the database', async () => {
    const { userId, secret, recoveryCodes } = await protectedUser();
    const { rows } = await platform.database.auth.query<Record<string, string>>(
      'select * from auth."twoFactor" where "userId" = $1',
      [userId],
    );
    const kept = JSON.stringify(rows);
    const text = Buffer.from(fromBase32(secret)).toString();
    for (const each of [secret, text, ...recoveryCodes]) expect(kept).not.toContain(each);
    expect(rows[0]?.secret?.length).toBeGreaterThan(60);
  });
});

function fromBase32(secret: string): number[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
}

describe('the code', () => {
  it('is wanted again after five wrong ones from the password on', async () => {
    const { email, userId, secret } = await protectedUser();
    const browser = testBrowser(platform);
    await enter(browser, email);
    const codes = [];
    for (let attempt = 0; attempt < 6; attempt++)
      codes.push((await browser.call('POST', auth('verify-totp'), { code: wrongCodeOf(secret) })).body.code);
    expect(codes).toEqual([...Array(5).fill('wrong_second_factor'), 'sign_in_restarts']);
    expect((await browser.call('POST', auth('verify-totp'), { code: codeOf(secret) })).body).toMatchObject({
      code: 'sign_in_restarts',
    });
    expect(await isIn(browser)).toBe(false);
    const refused = (await auditOf(platform, firm.id, userId)).filter(
      ({ action }) => action === 'second_factor.refused',
    );
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ actor: 'system', subject: 'collaborator de test' });
  });

  it('is refused for a while after ten wrong ones in a row, the right one included, whatever they were given for', async () => {
    const { email, secret, browser } = await protectedUser();
    for (let round = 0; round < 2; round++) {
      const thief = testBrowser(platform);
      await enter(thief, email);
      for (let attempt = 0; attempt < 5; attempt++)
        await thief.call('POST', auth('verify-totp'), { code: wrongCodeOf(secret) });
    }
    const right = { code: codeOf(secret) };
    const next = testBrowser(platform);
    await enter(next, email);
    expect(await next.call('POST', auth('verify-totp'), right)).toMatchObject({
      status: 429,
      body: { code: 'second_factor_locked' },
    });
    expect((await browser.call('POST', auth('disable'), { password, ...right })).body).toMatchObject({
      code: 'second_factor_locked',
    });
  });

  it('counts guesses made at the same time', async () => {
    const { userId, secret } = await protectedUser();
    const guesses = Array.from({ length: 40 }, () =>
      platform.signIn.checkSecondFactor(userId, wrongCodeOf(secret)).catch(({ code }) => code),
    );
    const codes = await Promise.all(guesses);
    expect(codes.filter((code) => code === 'wrong_second_factor')).toHaveLength(10);
    expect(codes.filter((code) => code === 'second_factor_locked')).toHaveLength(30);
  });

  it('is not asked of a browser that is trusted, until the password changes', async () => {
    const { email, secret } = await protectedUser();
    const browser = testBrowser(platform);
    await enter(browser, email);
    const given = await browser.call('POST', auth('verify-totp'), {
      code: codeOf(secret),
      trustBrowser: true,
    });
    const trust = given.setCookies.find((each) => each.startsWith('navette.trust_device'));
    expect(trust).toMatch(/Max-Age=2592000; .*HttpOnly; SameSite=Lax/);
    await browser.call('POST', '/api/auth/sign-out', {});
    expect((await enter(browser, email)).body.user).not.toBeNull();
    // For nobody else.
    const another = await protectedUser();
    expect((await enter(browser, another.email)).body.user).toBeNull();

    const own = testBrowser(platform);
    await enter(own, email);
    await own.call('POST', auth('verify-totp'), { code: nextCodeOf(secret), trustBrowser: true });
    const change = { currentPassword: password, newPassword: 'une autre phrase assez longue' };
    expect((await own.call('POST', '/api/auth/change-password', change)).status).toBe(204);
    const again = await own.call<{ user: object | null }>('POST', '/api/auth/sign-in/email', {
      email,
      password: change.newPassword,
    });
    expect(again.body.user).toBeNull();
  });

  it('is taken once: who saw it cannot use it after its owner', async () => {
    const { email, userId, secret } = await protectedUser();
    const code = codeOf(secret);
    const [owner, thief] = [testBrowser(platform), testBrowser(platform)];
    await enter(owner, email);
    await enter(thief, email);
    expect((await owner.call('POST', auth('verify-totp'), { code })).status).toBe(200);
    expect((await thief.call('POST', auth('verify-totp'), { code })).body).toMatchObject({
      code: 'wrong_second_factor',
    });
    await expect(platform.signIn.checkSecondFactor(userId, code)).rejects.toMatchObject({
      code: 'wrong_second_factor',
    });
    expect((await thief.call('POST', auth('verify-totp'), { code: nextCodeOf(secret) })).status).toBe(200);
  });

  it('does not sign in without the password before it, nor over another’s session', async () => {
    const { secret, browser, email } = await protectedUser();
    expect(
      (await testBrowser(platform).call('POST', auth('verify-totp'), { code: codeOf(secret) })).body,
    ).toMatchObject({ code: 'sign_in_restarts' });
    // With a session and no challenge, the library would answer that the code is right.
    expect((await browser.call('POST', auth('verify-totp'), { code: codeOf(secret) })).body).toMatchObject({
      code: 'sign_in_restarts',
    });
    const { email: other } = await firm.addUser('collaborator');
    const shared = testBrowser(platform);
    await enter(shared, other);
    await enter(shared, email);
    const given = await shared.call('POST', auth('verify-totp'), { code: codeOf(secret) });
    expect(given).toMatchObject({ status: 200, body: { user: { email } } });
  });
});

describe('a recovery code', () => {
  it('opens the account once, however it is typed', async () => {
    const { email, recoveryCodes, userId } = await protectedUser();
    const [code = ''] = recoveryCodes;
    const first = testBrowser(platform);
    await enter(first, email);
    const typed = { code: ` ${code.toUpperCase().replace('-', ' ')} ` };
    expect((await first.call('POST', auth('verify-backup-code'), typed)).status).toBe(200);
    expect(await isIn(first)).toBe(true);
    const second = testBrowser(platform);
    await enter(second, email);
    expect((await second.call('POST', auth('verify-backup-code'), { code })).body).toMatchObject({
      code: 'wrong_second_factor',
    });
    expect((await auditOf(platform, firm.id, userId)).map(({ details }) => details)).toContainEqual(
      expect.objectContaining({ by: 'recovery_code' }),
    );
  });

  it('is used up by one of two who give it at once', async () => {
    const { userId, recoveryCodes } = await protectedUser();
    const [code = ''] = recoveryCodes;
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => platform.signIn.checkSecondFactor(userId, code)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is void once new ones were made', async () => {
    const { email, recoveryCodes, secret, browser, userId } = await protectedUser();
    const renewed = await browser.call<{ recoveryCodes: string[] }>('POST', auth('generate-backup-codes'), {
      password,
      code: codeOf(secret),
    });
    expect(renewed.status).toBe(200);
    const other = testBrowser(platform);
    await enter(other, email);
    const give = (code?: string) => other.call('POST', auth('verify-backup-code'), { code });
    expect((await give(recoveryCodes[0])).body).toMatchObject({ code: 'wrong_second_factor' });
    expect((await give(renewed.body.recoveryCodes[0])).status).toBe(200);
    expect(await actionsOf(platform, firm.id, userId)).toContain('recovery_codes.renewed');
  });

  it.each([
    ['123 456', '123456'],
    ['123-456', '123456'],
    ['7K3F9M2QXT', '7k3f9-m2qxt'],
    [' 7k3f9 - m2qxt ', '7k3f9-m2qxt'],
    ['trop long pour un code', 'troplongpouruncode'],
    ['', ''],
  ])('typed as « %s » is read as %s', (typed, code) => {
    expect(normaliseCode(typed)).toBe(code);
  });
});

describe('switching the second factor off', () => {
  it('needs the password and a code', async () => {
    const { email, secret, browser, userId, recoveryCodes } = await protectedUser();
    const right = { password, code: codeOf(secret) };
    for (const [given, code] of [
      [{ ...right, password: 'pas le bon' }, 'wrong_password'],
      [{ ...right, code: wrongCodeOf(secret) }, 'wrong_second_factor'],
    ] as const)
      expect((await browser.call('POST', auth('disable'), given)).body).toMatchObject({ code });
    expect((await enter(testBrowser(platform), email)).body.user).toBeNull();

    // Who lost his telephone has his recovery codes.
    const off = await browser.call('POST', auth('disable'), { password, code: recoveryCodes[3] });
    expect(off.status).toBe(204);
    expect((await enter(testBrowser(platform), email)).body.user).not.toBeNull();
    expect(await isIn(browser)).toBe(true);
    expect(await actionsOf(platform, firm.id, userId)).toContain('second_factor.disabled');
    expect((await browser.call('POST', auth('disable'), right)).body).toMatchObject({
      code: 'second_factor_missing',
    });
  });
});

describe('a firm that requires a second factor', () => {
  it('lets in nobody without one, and everybody else as before', async () => {
    const strict = await testFirm(platform);
    const user = await strict.addUser('collaborator');
    const protectedOne = await protectedUser(strict);
    const pair = pairing(strict);
    const computer = asCaller(platform, { authorization: `Bearer ${(await pair(user.email)).body.token}` });
    await inFirm(platform.database.app, strict.id, (trx) =>
      trx.updateTable('firms').set({ require_second_factor: true }).where('id', '=', strict.id).execute(),
    );
    expect(await user.call('GET', strict.path)).toMatchObject({
      status: 403,
      body: { code: 'second_factor_required' },
    });
    expect((await user.call('GET', '/api/v1/me')).status).toBe(200);
    expect((await protectedOne.browser.call('GET', strict.path)).status).toBe(200);
    // It was paired before, and carries documents.
    expect((await computer.call('GET', strict.path)).status).toBe(200);
    expect((await pair(user.email)).body).toMatchObject({ code: 'second_factor_required' });
    expect((await firm.admin.call('GET', strict.path)).status).toBe(404);
  });
});

function pairing(within: TestFirm) {
  return async (email: string, more: object = {}) => {
    const { body } = await within.admin.call<{ webServiceId: string }>('GET', within.path);
    const { webServiceId = '' } = body.webServiceId ? body : await readWebServiceId(within.id);
    return testBrowser(platform).call<{ token?: string; code?: string }>('POST', '/api/v1/agents/pair', {
      ...{ webServiceId, email, password, name: 'POSTE', version: '1', platform: 'linux' },
      ...more,
    });
  };
}

function readWebServiceId(firmId: string) {
  return inFirm(platform.database.app, firmId, (trx) =>
    trx
      .selectFrom('firms')
      .select('web_service_id as webServiceId')
      .where('id', '=', firmId)
      .executeTakeFirstOrThrow(),
  );
}

describe('pairing a computer', () => {
  it('asks for the code of an account that has a second factor', async () => {
    const { email, secret, recoveryCodes, userId } = await protectedUser();
    const pair = pairing(firm);
    expect(await pair(email)).toMatchObject({ status: 401, body: { code: 'second_factor_needed' } });
    // Who has not the password learns nothing of it.
    expect((await pair(email, { password: 'pas le bon' })).body).toMatchObject({ code: 'wrong_credentials' });
    expect((await pair(email, { code: wrongCodeOf(secret) })).body).toMatchObject({
      code: 'wrong_second_factor',
    });
    expect(await actionsOf(platform, firm.id, userId)).toContain('second_factor.refused');
    expect((await pair(email, { code: codeOf(secret) })).status).toBe(201);
    expect((await pair(email, { code: recoveryCodes[0] })).status).toBe(201);
    expect((await pair(email, { code: recoveryCodes[0] })).body).toMatchObject({
      code: 'wrong_second_factor',
    });
  });
});

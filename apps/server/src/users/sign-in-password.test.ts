import { describe, expect, it } from 'vitest';
import { testMailServer } from '../testing/mail-server.ts';
import { testBrowser } from '../testing/test-browser.ts';
import { testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { actionsOf } from './test-audit.ts';

const mailServer = await testMailServer();
const platform = await testPlatform([], {}, { mailServer });
const firm = await testFirm(platform);

const newPassword = 'une autre phrase assez longue';

async function enter(email: string, password = testPassword) {
  const browser = testBrowser(platform);
  const { status } = await browser.call('POST', '/api/auth/sign-in/email', { email, password });
  return { browser, status };
}

function ask(email: string) {
  return testBrowser(platform).call('POST', '/api/auth/request-password-reset', { email });
}

function reset(token: string, password = newPassword) {
  return testBrowser(platform).call('POST', '/api/auth/reset-password', { token, password });
}

/** Runs jobs until one more mail came to an address. */
async function nextMail(email: string) {
  const count = () => mailServer.received.filter(({ to }) => to.includes(email)).length;
  const before = count();
  return waitFor(async () => {
    await platform.runJobs();
    return count() > before && mailServer.mailTo(email);
  });
}

async function receiveToken(email: string): Promise<string> {
  const mail = nextMail(email);
  expect((await ask(email)).status).toBe(204);
  return /nouveau-mot-de-passe#([\w-]+)/.exec((await mail).email.text ?? '')?.[1] ?? '';
}

describe('a lost password', () => {
  it('is replaced through a link by e-mail, which ends every session and works once', async () => {
    const user = await firm.addUser('collaborator');
    const { browser } = await enter(user.email);
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(200);

    const token = await receiveToken(user.email);
    expect((await reset(token)).status).toBe(204);
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401);
    expect((await enter(user.email)).status).toBe(401);
    expect((await enter(user.email, newPassword)).status).toBe(200);
    expect(await reset(token, 'encore une autre phrase')).toMatchObject({
      status: 410,
      body: { code: 'reset_link_used' },
    });
    expect(await actionsOf(platform, firm.id, user.userId)).toEqual(
      expect.arrayContaining(['session.opened', 'password.reset', 'session.refused']),
    );
    const told = await waitFor(async () => {
      await platform.runJobs();
      const last = await mailServer.mailTo(user.email);
      return last.email.subject?.includes('a été changé') && last;
    });
    expect(told.email.text).not.toContain(newPassword);
  });

  it('is not replaced by a link that is over an hour old, nor by one made before another was used', async () => {
    const user = await firm.addUser('collaborator');
    const first = await receiveToken(user.email);
    const second = await receiveToken(user.email);
    await platform.database.auth.query(
      `update auth.verification set "expiresAt" = now() - interval '1 second' where value = $1`,
      [user.userId],
    );
    expect((await reset(first)).body).toMatchObject({ code: 'reset_link_used' });
    const third = await receiveToken(user.email);
    expect((await reset(third)).status).toBe(204);
    expect((await reset(second)).body).toMatchObject({ code: 'reset_link_used' });
  });

  it('is good for an hour and cannot be read in the database', async () => {
    const user = await firm.addUser('collaborator');
    const token = await receiveToken(user.email);
    const { rows } = await platform.database.auth.query<{ identifier: string; seconds: number }>(
      `select identifier, extract(epoch from "expiresAt" - now())::int as seconds from auth.verification where value = $1`,
      [user.userId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.identifier).not.toContain(token);
    expect(rows[0]?.seconds).toBeGreaterThan(3_500);
    expect(rows[0]?.seconds).toBeLessThanOrEqual(3_600);
  });

  it('is refused a new one that is too short, and the link still works', async () => {
    const user = await firm.addUser('collaborator');
    const token = await receiveToken(user.email);
    expect(await reset(token, 'court')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect((await reset(token)).status).toBe(204);
  });

  it('is written about in the language that the person chose, French until then', async () => {
    const user = await firm.addUser('collaborator');
    const { browser } = await enter(user.email);
    const mail = nextMail(user.email);
    await ask(user.email);
    expect((await mail).email).toMatchObject({ subject: 'Choisissez un nouveau mot de passe Navette' });
    expect((await browser.call('PATCH', '/api/v1/me', { language: 'en' })).status).toBe(204);
    const english = nextMail(user.email);
    await ask(user.email);
    const { email } = await english;
    expect(email).toMatchObject({ subject: 'Choose a new Navette password' });
    expect(email.html).toContain('http://localhost/nouveau-mot-de-passe#');
  });

  it('is asked for three times an hour at most by a person, and ten a minute by an address', async () => {
    const user = await firm.addUser('collaborator');
    for (const _ of [1, 2, 3]) await receiveToken(user.email);
    expect((await ask(user.email)).status).toBe(204);
    // Whatever was ordered before this one has been sent once it is there.
    await receiveToken(firm.admin.email);
    expect(mailServer.received.filter(({ to }) => to.includes(user.email))).toHaveLength(3);

    const browser = testBrowser(platform);
    const statuses = [];
    for (let attempt = 0; attempt < 11; attempt++)
      statuses.push(
        (await browser.call('POST', '/api/auth/request-password-reset', { email: 'x@exemple.fr' })).status,
      );
    expect(statuses).toEqual([...Array(10).fill(204), 429]);
  });

  it('leaves a log without tokens, passwords or addresses when the mail server refuses', async () => {
    const user = await firm.addUser('collaborator');
    mailServer.refuse({ at: 'recipient', code: 550 });
    const lines: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = ((line: string) => lines.push(line) > 0) as typeof process.stderr.write;
    try {
      await ask(user.email);
      await waitFor(async () => {
        await platform.runJobs();
        return lines.some((line) => line.includes('did not leave'));
      });
    } finally {
      process.stderr.write = write;
      mailServer.refuse(null);
    }
    expect(lines.join('')).not.toMatch(/nouveau-mot-de-passe|exemple\.fr/);
  });
});

describe('whether an address is known', () => {
  it.each([
    ['signing in', '/api/auth/sign-in/email', { password: 'pas le bon du tout' }, 401],
    ['a lost password', '/api/auth/request-password-reset', {}, 204],
  ] as const)('is not told by what %s answers, nor by how long it takes', async (_, path, more, status) => {
    const known = (await firm.addUser('collaborator')).email;
    const times = { known: [] as number[], unknown: [] as number[] };
    const bodies = new Set<string>();
    for (let round = 0; round < 11; round++)
      for (const kind of ['known', 'unknown'] as const) {
        const email = kind === 'known' ? known : `inconnu${round}@exemple.fr`;
        const browser = testBrowser(platform);
        // Work, not time: a busy machine makes any answer late.
        const before = process.cpuUsage();
        const answer = await browser.call<object | undefined>('POST', path, { ...more, email });
        const { user, system } = process.cpuUsage(before);
        times[kind].push((user + system) / 1_000);
        expect(answer.status).toBe(status);
        expect(answer.setCookies).toEqual([]);
        // Each answer has a reference of its own, to quote.
        bodies.add(JSON.stringify({ ...answer.body, reference: null }));
      }
    expect(bodies.size).toBe(1);
    const [forKnown, forUnknown] = [median(times.known), median(times.unknown)];
    expect(Math.abs(forKnown - forUnknown)).toBeLessThan(Math.max(20, 0.5 * Math.max(forKnown, forUnknown)));
  });
});

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

describe('changing one’s password', () => {
  const change = { currentPassword: testPassword, newPassword };

  it('needs the present one, keeps this session and ends the others', async () => {
    const user = await firm.addUser('collaborator');
    const { browser } = await enter(user.email);
    const { browser: elsewhere } = await enter(user.email);
    const wrong = await browser.call('POST', '/api/auth/change-password', {
      ...change,
      currentPassword: 'pas le bon',
    });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'wrong_password' } });
    expect((await elsewhere.call('GET', '/api/v1/me')).status).toBe(200);

    expect((await browser.call('POST', '/api/auth/change-password', change)).status).toBe(204);
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(200);
    expect((await elsewhere.call('GET', '/api/v1/me')).status).toBe(401);
    expect((await enter(user.email, newPassword)).status).toBe(200);
    expect(await actionsOf(platform, firm.id, user.userId)).toContain('password.changed');
  });

  it('is not for who is not signed in, nor for a page of another site', async () => {
    expect((await testBrowser(platform).call('POST', '/api/auth/change-password', change)).status).toBe(401);
    const { browser } = await enter((await firm.addUser('collaborator')).email);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const from = async (headers: Record<string, string>) => {
      const answer = await platform.server.inject({
        ...{ method: 'POST', url: '/api/auth/change-password', payload: change },
        headers: { host: 'localhost', cookie, ...headers },
      });
      return answer.statusCode;
    };
    expect(await from({ origin: 'https://ailleurs.fr' })).toBe(403);
    expect(await from({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    // By whatever name people reach the server.
    expect(await from({ host: 'navette.interne:8080', origin: 'http://navette.interne:8080' })).toBe(204);
  });
});

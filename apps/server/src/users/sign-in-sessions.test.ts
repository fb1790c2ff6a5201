import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { testBrowser } from '../testing/test-browser.ts';
import { testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { auditOf } from './test-audit.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);

const windows = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36';
const telephone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1';

interface Session {
  readonly id: string;
  readonly isCurrent: boolean;
}

async function enter(email: string, userAgent: string, address?: string) {
  const browser = testBrowser(platform, { userAgent, ...(address && { address }) });
  await browser.call('POST', '/api/auth/sign-in/email', { email, password: testPassword });
  const list = async () =>
    (await browser.call<{ items: Session[] }>('GET', '/api/v1/me/sessions')).body.items;
  const isIn = async () => (await browser.call('GET', '/api/v1/me')).status === 200;
  return { ...browser, list, isIn };
}

describe('one’s sessions', () => {
  it('are listed with their device, address and age, and never with what opens them', async () => {
    const { email } = await firm.addUser('collaborator');
    const desk = await enter(email, windows, '192.0.2.7');
    await enter(email, telephone, '192.0.2.8');
    const items = await desk.list();
    // The one that came with the user of the test is the third.
    expect(items).toHaveLength(3);
    expect(items.filter(({ isCurrent }) => isCurrent)).toEqual([
      {
        ...{ id: expect.any(String), browser: 'Chrome', system: 'Windows', address: '192.0.2.7' },
        ...{ signedInAt: expect.any(String), lastUsedAt: expect.any(String) },
        ...{ isCurrent: true, byProvider: false },
      },
    ]);
    expect(items[0]).toMatchObject({ browser: 'Safari', system: 'iPhone', address: '192.0.2.8' });
    const { rows } = await platform.database.auth.query<{ token: string }>('select token from auth.session');
    for (const { token } of rows) expect(JSON.stringify(items)).not.toContain(token);
  });

  it('are ended one by one, by their owner alone', async () => {
    const { email, userId } = await firm.addUser('collaborator');
    const desk = await enter(email, windows);
    const lost = await enter(email, telephone);
    const id = (await lost.list()).find(({ isCurrent }) => isCurrent)?.id;
    expect((await firm.admin.call('DELETE', `/api/v1/me/sessions/${id}`)).status).toBe(404);
    expect(await lost.isIn()).toBe(true);
    expect((await desk.call('DELETE', `/api/v1/me/sessions/${id}`)).status).toBe(204);
    expect(await lost.isIn()).toBe(false);
    expect(await desk.isIn()).toBe(true);
    expect((await desk.call('DELETE', `/api/v1/me/sessions/${id}`)).status).toBe(404);
    expect((await auditOf(platform, firm.id, userId)).at(-1)).toMatchObject({
      action: 'session.revoked',
      details: { revokedBrowser: 'Safari', revokedSystem: 'iPhone' },
    });
  });

  it('are ended all at once, but this one', async () => {
    const { email } = await firm.addUser('collaborator');
    const desk = await enter(email, windows);
    const others = [await enter(email, telephone), await enter(email, windows)];
    const answer = await desk.call<{ revoked: number }>('POST', '/api/v1/me/sessions/revoke-others', {});
    expect(answer.body).toEqual({ revoked: 3 });
    for (const other of others) expect(await other.isIn()).toBe(false);
    expect(await desk.isIn()).toBe(true);
    expect(await firm.admin.call('GET', '/api/v1/me')).toMatchObject({ status: 200 });
  });

  it('say when they were last used, to the hour', async () => {
    const { email, userId } = await firm.addUser('collaborator');
    const desk = await enter(email, windows);
    await platform.database.auth.query(
      `update auth.session set "updatedAt" = now() - interval '2 hours', "expiresAt" = now() + interval '13 days 22 hours'
       where "userId" = $1`,
      [userId],
    );
    await desk.isIn();
    const [current] = (await desk.list()) as (Session & { lastUsedAt: string })[];
    expect(current?.isCurrent).toBe(true);
    expect(Date.now() - Date.parse(current?.lastUsedAt ?? '')).toBeLessThan(60_000);
  });
});

describe('one’s name and language', () => {
  it('change in every firm that one belongs to, and for the mails', async () => {
    const other = await testFirm(platform);
    const { email, userId } = await firm.addUser('collaborator');
    await inFirm(platform.database.app, other.id, (trx) =>
      trx
        .insertInto('members')
        .values({
          ...{ firm_id: other.id, user_id: userId, role: 'client', name: 'collaborator de test', email },
          created_at: platform.clock().toISOString(),
        })
        .execute(),
    );
    const desk = await enter(email, windows);
    const changed = await desk.call('PATCH', '/api/v1/me', { name: ' Zoé Martin ', language: 'en' });
    expect(changed.status).toBe(204);
    expect((await desk.call('GET', '/api/v1/me')).body).toMatchObject({
      user: { name: 'Zoé Martin', language: 'en', hasSecondFactor: false, byProvider: false },
      firms: [{ role: 'collaborator' }, { role: 'client' }],
    });
    expect(await platform.signIn.findLanguage(userId)).toBe('en');
    for (const { id } of [firm, other]) {
      const member = await inFirm(platform.database.app, id, (trx) =>
        trx.selectFrom('members').select('name').where('user_id', '=', userId).executeTakeFirst(),
      );
      expect(member).toEqual({ name: 'Zoé Martin' });
      expect((await auditOf(platform, id, userId)).at(-1)).toMatchObject({
        action: 'member.renamed',
        details: { from: 'collaborator de test', to: 'Zoé Martin' },
      });
    }
  });

  it('are French until chosen, and refused where they make no sense', async () => {
    const { email, userId } = await firm.addUser('collaborator');
    const desk = await enter(email, windows);
    expect((await desk.call('GET', '/api/v1/me')).body).toMatchObject({ user: { language: null } });
    expect(await platform.signIn.findLanguage(userId)).toBe('fr');
    for (const body of [{ name: ' ' }, { language: 'de' }, { email: 'autre@exemple.fr' }])
      expect((await desk.call('PATCH', '/api/v1/me', body)).status).toBe(400);
  });
});

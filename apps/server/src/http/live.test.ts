import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../database/listen.ts';
import { asCaller, type TestFirm, testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { createLive, liveChannel } from './live.ts';

const platform = await testPlatform();
const { database, log, live } = platform;
const address = await platform.server.listen({ host: '127.0.0.1', port: 0 });
const stopListening = await listen(database, log, { [liveChannel]: (payload) => live.receive(payload) });
afterAll(stopListening);

async function cookieOf(email: string): Promise<string> {
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost' },
    body: JSON.stringify({ email, password: testPassword }),
  });
  if (answer.status !== 200) throw new Error(`Sign-in answered ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** A page that is open: what it was told so far. */
async function openPage(firm: TestFirm, email = firm.admin.email, cookie?: string): Promise<string[]> {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const answer = await fetch(`${address}${firm.path}/events`, {
    headers: { cookie: cookie ?? (await cookieOf(email)) },
    signal: controller.signal,
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const told: string[] = [];
  const read = async () => {
    let rest = '';
    for await (const text of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      // A piece may end in the middle of a line.
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      told.push(...[...lines.join('\n').matchAll(/"what":"(\w+)"/g)].map((found) => found[1] ?? ''));
    }
  };
  read().then(
    () => told.push('ended'),
    () => {},
  );
  await seen(told, 'connected');
  return told;
}

function seen(told: readonly string[], what: string, count = 1): Promise<boolean> {
  return waitFor(async () => told.filter((each) => each === what).length >= count);
}

async function listeners(): Promise<number[]> {
  const { rows } = await database.queue.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %'`,
  );
  return rows.map(({ pid }) => pid);
}

/** Ends the listening connection from the side of the database. */
async function killListener(): Promise<number> {
  const [pid = 0] = await listeners();
  const { rows } = await database.queue.query<{ ended: boolean }>(
    'select pg_terminate_backend($1) as ended',
    [pid],
  );
  expect(rows).toEqual([{ ended: true }]);
  return pid;
}

describe('an open page', () => {
  it('is told of a change of its firm, through the database, and of no other firm’s', async () => {
    const [firm, other] = [await testFirm(platform), await testFirm(platform)];
    const [told, toldOther] = [await openPage(firm), await openPage(other)];
    await firm.addClient('Menuiserie Aubertin');
    await seen(told, 'clients');
    live.publish(other.id, 'agents');
    await seen(toldOther, 'agents');
    expect(toldOther).not.toContain('clients');
    expect(told).not.toContain('agents');
  });

  it('is told once of many changes that come together', async () => {
    const firm = await testFirm(platform);
    const told = await openPage(firm);
    for (let i = 0; i < 50; i++) live.publish(firm.id, 'documents');
    live.publish(firm.id, 'deliveries');
    await seen(told, 'deliveries');
    expect(told.filter((what) => what === 'documents')).toHaveLength(1);
  });

  it('is told to fetch again when the listening connection was lost, and hears later changes, each once', async () => {
    const firm = await testFirm(platform);
    const told = await openPage(firm);
    for (let times = 1; times <= 2; times++) {
      const pid = await killListener();
      await seen(told, 'connected', 1 + times);
      await waitFor(async () => {
        const now = await listeners();
        return now.length === 1 && !now.includes(pid);
      });
    }
    live.publish(firm.id, 'documents');
    live.publish(firm.id, 'deliveries');
    await seen(told, 'documents');
    await seen(told, 'deliveries');
    expect(told.filter((what) => what === 'documents')).toHaveLength(1);
  });

  it('is not disturbed by a notification that no server of ours wrote', async () => {
    const firm = await testFirm(platform);
    const told = await openPage(firm);
    for (const payload of ['{', 'null', '{"firm":1}', `{"firm":"${firm.id}","what":"secrets"}`])
      await database.queue.query('select pg_notify($1, $2)', [liveChannel, payload]);
    live.publish(firm.id, 'documents');
    await seen(told, 'documents');
    expect(told).toEqual(['connected', 'documents']);
  });

  it('of somebody who is deactivated, or may do less, ends at once', async () => {
    const firm = await testFirm(platform);
    const user = await firm.addUser('collaborator');
    for (const [method, path, body] of [
      ['PATCH', '', { role: 'client' }],
      ['POST', '/deactivate', {}],
    ] as const) {
      const told = await openPage(firm, user.email);
      await firm.admin.call(method, `${firm.path}/members/${user.userId}${path}`, body);
      await seen(told, 'ended');
    }
    expect((await user.call('GET', `${firm.path}/events`)).status).toBe(404);
  });

  it('carries the protections of every answer', async () => {
    const firm = await testFirm(platform);
    const controller = new AbortController();
    const { headers } = await fetch(`${address}${firm.path}/events`, {
      headers: { cookie: await cookieOf(firm.admin.email) },
      signal: controller.signal,
    });
    controller.abort();
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['signs out', '/api/auth/sign-out', {}],
    [
      'changes the password',
      '/api/auth/change-password',
      { currentPassword: testPassword, newPassword: 'x'.repeat(12) },
    ],
    ['ends the other sessions', '/api/v1/me/sessions/revoke-others', {}],
  ])('of somebody who %s ends at once, and no colleague’s', async (_, path, body) => {
    const firm = await testFirm(platform);
    const user = await firm.addUser('collaborator');
    const cookie = await cookieOf(user.email);
    const [told, toldOther] = [await openPage(firm, user.email, cookie), await openPage(firm)];
    const answer = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: address },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBeLessThan(300);
    await seen(told, 'ended');
    live.publish(firm.id, 'documents');
    await seen(toldOther, 'documents');
    expect(toldOther).not.toContain('ended');
  });

  it('of a session that its person ends from another one ends at once', async () => {
    const firm = await testFirm(platform);
    const user = await firm.addUser('collaborator');
    const sessions = async () =>
      (await user.call<{ items: { id: string; isCurrent: boolean }[] }>('GET', '/api/v1/me/sessions')).body
        .items;
    const told = await openPage(firm, user.email);
    const id = (await sessions()).find(({ isCurrent }) => !isCurrent)?.id;
    expect((await user.call('DELETE', `/api/v1/me/sessions/${id}`)).status).toBe(204);
    await seen(told, 'ended');
  });

  it('opens for members of the firm alone', async () => {
    const [firm, other] = [await testFirm(platform), await testFirm(platform)];
    expect((await asCaller(platform, {}).call('GET', `${firm.path}/events`)).status).toBe(401);
    expect((await other.admin.call('GET', `${firm.path}/events`)).status).toBe(404);
  });
});

it('a hint that the database did not take is told again, once it does', async () => {
  const firm = await testFirm(platform);
  const told = await openPage(firm);
  const warned: string[] = [];
  // A statement that fails as one does whose connection breaks.
  let faults = 1;
  const query = ((statement: string, values: unknown[]) =>
    database.queue.query(faults-- > 0 ? 'select broken' : statement, values)) as typeof database.queue.query;
  const faulty = createLive({ query }, { ...log, warn: (what) => warned.push(what) });
  onTestFinished(() => faulty.close());
  faulty.publish(firm.id, 'jobs');
  await seen(told, 'jobs');
  expect(warned).toHaveLength(1);
});

it('hints that are told after the end go nowhere and harm nothing', async () => {
  const ended = createLive(database.queue, log);
  ended.close();
  ended.publish('firm', 'documents');
  ended.receive('{"firm":"firm","what":"documents"}');
  ended.receive('');
  ended.close();
});

it('what stops the listening stops it, also while it is reconnecting', async () => {
  const before = (await listeners()).length;
  const stop = await listen(database, log, { another: () => {} });
  const { rows } = await database.queue.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and query = 'listen another'`,
  );
  expect(rows).toHaveLength(1);
  await database.queue.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await waitFor(async () => (await listeners()).length === before);
  await stop();
  await waitFor(async () => (await listeners()).length === before);
});

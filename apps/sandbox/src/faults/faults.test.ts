import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInqomClient } from '../partners/inqom/testing/inqom-client.ts';
import { makePdf } from '../testing/make-document.ts';
import { startTestSandbox, type TestSandbox } from '../testing/test-sandbox.ts';
import { until } from '../testing/until.ts';

const documents = '/api/accounting-documents/accounting-folders/48211/Documents';

async function open(started: TestSandbox) {
  const inqom = createInqomClient(started.sandbox.url);
  const token = await inqom.token();
  return {
    inqom,
    token,
    orderFault: (order: object) => inqom.order('POST', '/faults', { partner: 'inqom', ...order }),
    countReceived: async () =>
      ((await inqom.order('GET', '/received?partner=inqom')).body as unknown[]).length,
    countFaults: async () => ((await inqom.order('GET', '/faults')).body as unknown[]).length,
  };
}

describe('a status that was ordered', () => {
  it('is answered that many times, with its Retry-After and body, and nothing is stored', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault, countReceived, countFaults } = await open(started);
    await orderFault({ kind: 'status', status: 503, retryAfter: 7, body: 'html', count: 2 });
    for (let time = 0; time < 2; time++) {
      expect(await inqom.push(token)).toMatchObject({
        status: 503,
        retryAfter: '7',
        body: expect.stringContaining('<h1>503'),
      });
    }
    expect(await countFaults()).toBe(0);
    expect(await countReceived()).toBe(0);
    expect((await inqom.push(token)).status).toBe(201);
  });

  it('lasts that many seconds', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault } = await open(started);
    await orderFault({ kind: 'status', status: 500, seconds: 20 });
    started.clock.now += 19_999;
    expect(await inqom.push(token)).toMatchObject({
      status: 500,
      retryAfter: null,
      body: { Message: expect.any(String) },
    });
    started.clock.now += 1;
    expect((await inqom.push(token)).status).toBe(201);
  });

  it('touches only the kinds of route it names', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault } = await open(started);
    await orderFault({ kind: 'status', status: 502, body: 'empty', match: ['token', 'get'] });
    expect(await inqom.signIn()).toMatchObject({ status: 502, body: null });
    expect((await inqom.call('GET', documents, { token })).status).toBe(502);
    expect((await inqom.push(token)).status).toBe(201);
    expect((await inqom.call('GET', '/provisioning/users/internal-access', { token })).status).toBe(200);
  });

  it('can come after the document was stored', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault, countReceived } = await open(started);
    await orderFault({ kind: 'status', status: 504, when: 'after', count: 1 });
    expect((await inqom.push(token)).status).toBe(504);
    expect(await countReceived()).toBe(1);
  });
});

describe('a dropped connection', () => {
  it.each(['before', 'middle'])('%s the body stores nothing', async (when) => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault, countReceived } = await open(started);
    await orderFault({ kind: 'drop', when, count: 1, match: 'push' });
    await expect(inqom.push(token, { bytes: makePdf(3_000_000) })).rejects.toThrow('fetch failed');
    expect(await countReceived()).toBe(0);
    expect(await readdir(join(started.dataFolder, 'incoming'))).toEqual([]);
  });

  it('after the document was stored leaves it there', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault, countReceived } = await open(started);
    await orderFault({ kind: 'drop', when: 'after', count: 1, match: 'push' });
    // What Inqom refuses is not stored, so it does not use the order up.
    expect((await inqom.push(token, { dossier: 48215 })).status).toBe(400);
    await expect(inqom.push(token)).rejects.toThrow('fetch failed');
    expect(await countReceived()).toBe(1);
    expect((await inqom.push(token)).status).toBe(201);
  });

  it('cuts the answer half-way when the request has no body', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault } = await open(started);
    await orderFault({ kind: 'drop', when: 'middle', count: 1 });
    await expect(inqom.call('GET', documents, { token })).rejects.toThrow('terminated');
    expect((await inqom.call('GET', documents, { token })).status).toBe(200);
  });
});

describe('a delay', () => {
  it.each([
    { when: 'before', stored: 0 },
    { when: 'after', stored: 1 },
  ])('$when the work leaves $stored document to a sender that gave up', async ({ when, stored }) => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault, countReceived } = await open(started);
    await orderFault({ kind: 'delay', ms: 3_600_000, when, match: 'push' });
    const form = new FormData();
    for (const [name, value] of Object.entries({
      TypeScan: 'Supplier',
      FileSource: 'Api',
      DocumentName: 'a.pdf',
    })) {
      form.append(name, value);
    }
    form.append('Document', new Blob([makePdf()]), 'a.pdf');
    const gaveUp = new AbortController();
    const sent = fetch(`${started.sandbox.url}/inqom${documents}/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
      signal: gaveUp.signal,
    });
    const refused = expect(sent).rejects.toThrow();
    await until('the fault to touch the request', async () => {
      const { body } = await inqom.order('GET', '/faults');
      return (body as { touched: number }[])[0]?.touched === 1 ? true : undefined;
    });
    gaveUp.abort();
    await refused;
    expect(await countReceived()).toBe(stored);
  });

  it('lets the answer through when it is over', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault } = await open(started);
    await orderFault({ kind: 'delay', ms: 120, count: 1 });
    const start = performance.now();
    expect((await inqom.push(token)).status).toBe(201);
    expect(performance.now() - start).toBeGreaterThan(110);
  });
});

describe('a partner that is down', () => {
  it('resets every connection, then comes back', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault } = await open(started);
    await orderFault({ down: 20 });
    await expect(inqom.push(token)).rejects.toThrow('fetch failed');
    await expect(inqom.signIn()).rejects.toThrow('fetch failed');
    started.clock.now += 20_000;
    expect((await inqom.push(token)).status).toBe(201);
  });

  it('resets what was under way', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault } = await open(started);
    await orderFault({ kind: 'delay', ms: 3_600_000, count: 1, match: 'get' });
    const refused = expect(inqom.call('GET', documents, { token })).rejects.toThrow('fetch failed');
    await until('the request to arrive', async () => {
      const { body } = await inqom.order('GET', '/faults');
      return (body as unknown[]).length === 0 ? true : undefined;
    });
    await orderFault({ kind: 'down', seconds: 5 });
    await refused;
  });
});

describe('orders', () => {
  it('expire every token given so far', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, orderFault } = await open(started);
    await orderFault({ kind: 'expireTokens' });
    expect((await inqom.push(token)).status).toBe(403);
    expect((await inqom.push(await inqom.token())).status).toBe(201);
  });

  it('are refused with a reason when they make no sense', async () => {
    await using started = await startTestSandbox();
    const { inqom, orderFault } = await open(started);
    expect((await orderFault({ kind: 'explode' })).status).toBe(400);
    expect((await orderFault({ kind: 'status', status: 200 })).status).toBe(400);
    expect((await orderFault({ kind: 'down' })).status).toBe(400);
    expect(
      (await inqom.order('POST', '/faults', { partner: 'nobody', kind: 'down', seconds: 1 })).status,
    ).toBe(404);
  });

  it('can be taken back, one or all', async () => {
    await using started = await startTestSandbox();
    const { inqom, orderFault, countFaults } = await open(started);
    const { body } = await orderFault({ kind: 'delay', ms: 5 });
    await orderFault({ kind: 'delay', ms: 6 });
    await inqom.order('DELETE', `/faults/${(body as { id: number }).id}`);
    expect(await countFaults()).toBe(1);
    await inqom.order('DELETE', '/faults');
    expect(await countFaults()).toBe(0);
  });

  it('new credentials end the old ones at once, tokens included', async () => {
    await using started = await startTestSandbox();
    const { inqom, token } = await open(started);
    await inqom.order('PUT', '/inqom/credentials', { password: 'nouveau' });
    expect((await inqom.push(token)).status).toBe(403);
    expect((await inqom.signIn()).body).toMatchObject({ error: 'invalid_grant' });
    expect((await inqom.signIn({ password: 'nouveau' })).status).toBe(200);
  });

  it('archive a dossier without touching what was not said, and reset undoes all', async () => {
    await using started = await startTestSandbox();
    const { inqom, token, countReceived } = await open(started);
    await inqom.push(token);
    await inqom.order('PUT', '/inqom/dossiers', [{ id: 48216, status: 'Archived' }]);
    const { body } = await inqom.order('GET', '/inqom/dossiers');
    expect(body).toContainEqual(
      expect.objectContaining({
        id: 48216,
        status: 'Archived',
        nic: '00017',
        companyId: 3107,
        outcome: { status: 'ManualProcessing', reasons: ['ExerciseLockedForDates'] },
      }),
    );
    expect((await inqom.push(token, { dossier: 48216 })).status).toBe(400);
    expect((await inqom.order('PUT', '/inqom/dossiers', [{ id: 1 }])).status).toBe(400);
    expect((await inqom.order('POST', '/reset')).status).toBe(204);
    expect(await countReceived()).toBe(0);
    expect((await inqom.push(await inqom.token(), { dossier: 48216 })).status).toBe(201);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient } from '../testing/http-client.ts';
import { makeForm, makePdf } from '../testing/make-document.ts';
import { startSandboxProgram } from '../testing/sandbox-program.ts';
import { startTestSandbox } from '../testing/test-sandbox.ts';
import cegidSeed from './cegid-loop/default-seed.json' with { type: 'json' };
import conciliatorSeed from './conciliator/default-seed.json' with { type: 'json' };
import pennylaneSeed from './pennylane/default-seed.json' with { type: 'json' };

const file = (field: string, name = 'a.pdf') => ({ field, name, bytes: makePdf(300_000) });

/** Each with a push that succeeds, its status, and a reading that needs a key. */
const partners = [
  {
    name: 'cegid-loop',
    seed: cegidSeed,
    success: 200,
    push: (http: HttpClient) =>
      http.call('POST', '/loop-api-publiques/storeDocument?context=GARAGE01&filename=a.pdf', {
        headers: { 'x-apikey': cegidSeed.credentials.apiKey },
        body: makePdf(300_000),
      }),
    dossier: { code: 'NEW', name: 'Nouveau' },
  },
  {
    name: 'conciliator',
    seed: conciliatorSeed,
    success: 200,
    push: (http: HttpClient) =>
      http.call('POST', '/api/v0/files/upload', {
        headers: { authorization: conciliatorSeed.credentials.apiKey },
        body: makeForm({ entity: '003029' }, file('file')),
      }),
    dossier: { identifier: '009999', name: 'Nouveau' },
  },
  {
    name: 'pennylane',
    seed: pennylaneSeed,
    success: 201,
    push: (http: HttpClient) =>
      http.call('POST', '/api/external/v2/e-invoices/imports', {
        headers: { authorization: `Bearer ${pennylaneSeed.dossiers[0]?.token}` },
        body: makeForm({ type: 'supplier' }, file('file')),
      }),
    dossier: { id: 9, name: 'Nouveau', siren: '732829320', token: 'nouveau' },
  },
];

describe.each(partners)('$name', ({ name, push, success, dossier, seed }) => {
  const count = async (http: HttpClient) =>
    ((await http.order('GET', `/received?partner=${name}`)).body as unknown[]).length;

  it('obeys a fault of each kind on its pushes', async () => {
    await using started = await startTestSandbox();
    const http = createHttpClient(started.sandbox.url, name);
    await http.order('PUT', `/${name}/behaviour`, { anyFormat: true });
    const order = (fault: object) =>
      http.order('POST', '/faults', { partner: name, match: 'push', count: 1, ...fault });

    await order({ kind: 'status', status: 503, retryAfter: 7 });
    expect(await push(http)).toMatchObject({ status: 503, retryAfter: '7' });
    for (const when of ['before', 'middle']) {
      await order({ kind: 'drop', when });
      await expect(push(http)).rejects.toThrow();
    }
    expect(await count(http)).toBe(0);

    await order({ kind: 'drop', when: 'after' });
    await expect(push(http)).rejects.toThrow();
    expect(await count(http)).toBe(1);
    await order({ kind: 'status', status: 502, when: 'after', body: 'html' });
    expect((await push(http)).status).toBe(502);
    expect(await count(http)).toBe(2);
    await order({ kind: 'delay', when: 'after', ms: 50 });
    const start = performance.now();
    expect((await push(http)).status).toBe(success);
    expect(performance.now() - start).toBeGreaterThan(45);

    // It gives no token, so nothing ends.
    const expired = await http.order('POST', '/faults', { partner: name, kind: 'expireTokens' });
    expect(expired).toMatchObject({ status: 201, body: { expired: true } });
    expect((await push(http)).status).toBe(success);
  });

  it('says what is wrong in an order, and then changes nothing', async () => {
    await using started = await startTestSandbox();
    const http = createHttpClient(started.sandbox.url, name);
    const before = await http.order('GET', `/${name}/dossiers`);
    const wrong = [
      ['/dossiers', [{ ...dossier, nmae: 'misspelt' }]],
      ['/dossiers', [dossier, { name: 'no key' }]],
      ['/behaviour', { maxBytes: 'many' }],
      ['/credentials', { apiKey: 3 }],
    ] as const;
    for (const [path, body] of wrong) {
      const answer = await http.order('PUT', `/${name}${path}`, body);
      expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    }
    expect((await http.order('GET', `/${name}/dossiers`)).body).toEqual(before.body);
  });

  it('takes its seed from a file, and has documents and orders again after kill −9', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'navette-partner-'));
    const seedFile = join(folder, 'seed.json');
    const behaviour = { anyFormat: true, maxBytes: 400_000 };
    await writeFile(seedFile, JSON.stringify({ [name]: { ...seed, behaviour } }));
    const args = ['--port', '0', '--mailbox-port', '0', '--data', join(folder, 'data'), '--seed', seedFile];
    {
      await using program = await startSandboxProgram(args);
      const http = createHttpClient(program.ready.url, name);
      expect((await push(http)).status).toBe(success);
      expect((await http.order('PUT', `/${name}/dossiers`, [dossier])).status).toBe(200);
      await http.order('PUT', `/${name}/behaviour`, { maxBytes: 200_000 });
      await program.stop('SIGKILL');
    }
    await using program = await startSandboxProgram(args);
    const http = createHttpClient(program.ready.url, name);
    expect(await count(http)).toBe(1);
    expect((await push(http)).status).toBe(413);
    expect((await http.order('GET', `/${name}/dossiers`)).body).toHaveLength(seed.dossiers.length + 1);
    expect((await http.order('POST', '/reset')).status).toBe(204);
    expect((await push(http)).status).toBe(success);
    expect((await http.order('GET', `/${name}/dossiers`)).body).toHaveLength(seed.dossiers.length);
    await rm(folder, { recursive: true });
  });
});

/** What goes wrong around the agent: it waits, says so, and comes to the same end. */
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NavetteError } from '@navette/model';
import { describe, expect, it, vi } from 'vitest';
import { journalFile, readJournal } from './journal/journal.ts';
import { readState } from './state.ts';
import { newPdf, sha256Of } from './testing/documents.ts';
import { listFiles, listNames, newRig, type Rig } from './testing/rig.ts';
import { until } from './testing/until.ts';

// Whole agents at work, many at once: a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 });

async function dropPdfs(rig: Rig, count: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let i = 0; i < count; i++) {
    const bytes = newPdf(undefined, 40_000);
    await writeFile(join(rig.depositDir, `f${i}.pdf`), bytes);
    hashes.push(sha256Of(bytes));
  }
  return hashes.toSorted();
}

async function untilEmpty(rig: Rig, timeoutMs = 50_000): Promise<void> {
  await until(
    async () => (await listNames(rig.depositDir)).length === 0,
    timeoutMs,
    () => rig.server.received.map(({ name }) => name),
  );
}

async function expectOnce(rig: Rig, hashes: readonly string[]): Promise<void> {
  await untilEmpty(rig);
  expect(rig.server.received.map(({ sha256 }) => sha256).toSorted()).toEqual(hashes);
  expect([...(await listFiles(rig.archiveDir)).values()].toSorted()).toEqual(hashes);
  expect(rig.server.breaches).toEqual([]);
}

describe.concurrent('a server', () => {
  it('that is away gets everything when it is back; the agent has said both', async () => {
    await using rig = await newRig();
    await rig.server.goAway();
    await using agent = await rig.run();
    const hashes = await dropPdfs(rig, 12);
    await until(() => agent.news.some(({ event }) => event === 'away'));
    await until(async () => (await readState(rig.home))?.server.isAway === true);
    await rig.server.comeBack();
    await expectOnce(rig, hashes);
    expect(
      agent.news.filter(({ event }) => event === 'away' || event === 'back').map(({ event }) => event),
    ).toEqual(['away', 'back']);
  });

  it('that cuts every connection in the middle for a while receives each file once', async () => {
    await using rig = await newRig();
    rig.server.onUpload = (number) => (number <= 6 ? { kind: 'cut' } : null);
    await using _ = await rig.run();
    await expectOnce(rig, await dropPdfs(rig, 8));
  });

  it('that stores, then loses its answer, is asked again with the same key', async () => {
    await using rig = await newRig();
    rig.server.onUpload = (number) => (number <= 4 ? { kind: 'store_then_cut' } : null);
    await using agent = await rig.run();
    await expectOnce(rig, await dropPdfs(rig, 6));
    const replayed = agent.news.filter((news) => news.event === 'received' && news.replayed);
    expect(replayed.length).toBeGreaterThan(0);
  });

  it('that asks to wait is left alone for that long', async () => {
    await using rig = await newRig();
    const startedAt: number[] = [];
    rig.server.onUpload = (number) => {
      startedAt.push(performance.now());
      return number === 1 ? { kind: 'answer', status: 503, code: 'unavailable', retryAfterS: 2 } : null;
    };
    await using _ = await rig.run();
    await expectOnce(rig, await dropPdfs(rig, 1));
    const [first = 0, second = 0] = startedAt;
    expect(second - first).toBeGreaterThanOrEqual(1_990);
  });

  it.each([
    { kind: 'answer', status: 500, code: 'internal' },
    { kind: 'answer', status: 507, code: 'disk_full' },
    { kind: 'answer', status: 429, code: 'too_many_requests' },
    { kind: 'answer', status: 400, code: 'digest_mismatch' },
    { kind: 'answer', status: 400, code: 'upload_interrupted' },
    { kind: 'foreign', status: 502 },
    { kind: 'foreign', status: 403 },
    { kind: 'foreign', status: 200 },
    { kind: 'lie' },
  ] as const)('that answers %j is tried again; the file stays', async (fault) => {
    await using rig = await newRig();
    rig.server.onUpload = async (number) => {
      if (number > 1) expect(await listNames(rig.archiveDir)).toEqual([]);
      return number <= 2 ? fault : null;
    };
    await using _ = await rig.run();
    await expectOnce(rig, await dropPdfs(rig, 1));
    expect(rig.server.uploads).toBe(3);
    expect(await listNames(rig.refusedDir)).toEqual([]);
  });

  it('that fails on one file again and again still gets the others', async () => {
    await using rig = await newRig();
    rig.server.onUpload = (_, name) =>
      name === 'f0.pdf' ? { kind: 'answer', status: 500, code: 'internal' } : null;
    await using agent = await rig.run();
    await dropPdfs(rig, 20);
    await until(() => rig.server.received.length === 19);
    await until(async () => (await listNames(rig.depositDir)).length === 1);
    expect(agent.news).toContainEqual(expect.objectContaining({ event: 'failed', code: 'internal' }));
    const state = async () => (await readState(rig.home))?.hotFolders[0];
    await until(
      async () => (await state())?.problems[0]?.code === 'internal' && (await state())?.waiting === 1,
    );
  });

  it.each([
    [404, 'not_found'],
    [409, 'client_archived'],
  ] as const)(
    'that closes the destination stops the hot folder, and nothing is refused: %i %s',
    async (status, code) => {
      await using rig = await newRig();
      rig.server.onUpload = () => ({ kind: 'answer', status, code });
      await using _ = await rig.run();
      await dropPdfs(rig, 3);
      await until(async () => (await readState(rig.home))?.hotFolders[0]?.problems[0]?.code === code);
      expect((await listNames(rig.depositDir)).length).toBe(3);
      expect(await listNames(rig.refusedDir)).toEqual([]);
    },
  );

  it('that has revoked this computer ends the run with the reason; nothing has moved', async () => {
    await using rig = await newRig();
    await using agent = await rig.run({ reportMs: 60_000 });
    rig.server.revoke();
    await dropPdfs(rig, 3);
    await expect(agent.ended).rejects.toMatchObject({ code: 'agent_revoked' });
    expect((await listNames(rig.depositDir)).length).toBe(3);
  });

  it('that has revoked this computer is noticed by the report too', async () => {
    await using rig = await newRig();
    await using agent = await rig.run({ reportMs: 100 });
    rig.server.revoke();
    await expect(agent.ended).rejects.toMatchObject({ code: 'agent_revoked' });
  });

  it('is told of the hot folders', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    await dropPdfs(rig, 2);
    await writeFile(join(rig.depositDir, 'vide.pdf'), '');
    await until(() => {
      const [folder] = (rig.server.report?.hotFolders ?? []) as {
        waiting: number;
        refused: number;
        lastFileAt: unknown;
      }[];
      return folder?.refused === 1 && folder.waiting === 0 && folder.lastFileAt !== null;
    });
    expect(rig.server.report?.hotFolders).toMatchObject([
      { clientId: rig.server.client.id, folderId: rig.server.folder.id, depositDir: rig.depositDir },
    ]);
  });
});

describe.concurrent('a file that can never go', () => {
  it.each([
    { status: 415, code: 'file_type_refused' },
    { status: 413, code: 'file_too_large' },
    { status: 422, code: 'empty_file' },
    { status: 400, code: 'invalid_request' },
  ] as const)('for $code goes to Refusés with the reason; the others go on', async (refusal) => {
    await using rig = await newRig();
    rig.server.onUpload = (_, name) => (name === 'programme.pdf' ? { kind: 'answer', ...refusal } : null);
    await using _ = await rig.run();
    await mkdir(join(rig.depositDir, 'sous'));
    await writeFile(join(rig.depositDir, 'sous', 'programme.pdf'), newPdf());
    await dropPdfs(rig, 3);
    await untilEmpty(rig);
    const refused = join('sous', 'programme.pdf');
    await until(async () => String(await listNames(rig.refusedDir)) === `${refused},${refused}.raison.txt`);
    const reason = await readFile(join(rig.refusedDir, `${refused}.raison.txt`), 'utf8');
    expect(reason).toContain('Motif\u00a0: ');
    expect((await listNames(rig.archiveDir)).length).toBe(3);
  });

  it('for its size is not even sent', async () => {
    await using rig = await newRig();
    rig.server.maxFileBytes = 1_000;
    await using agent = await rig.run({ reportMs: 50 });
    await until(() => rig.server.report !== null);
    await dropPdfs(rig, 1);
    await until(() => agent.news.some((news) => news.event === 'refused' && news.code === 'file_too_large'));
    expect(rig.server.uploads).toBe(0);
    await until(async () => (await listNames(rig.refusedDir)).includes('f0.pdf.raison.txt'));
    expect(await readFile(join(rig.refusedDir, 'f0.pdf.raison.txt'), 'utf8')).toContain('Ko');
  });

  it('stays without an archive, its reason beside it, until somebody changes it', async () => {
    await using rig = await newRig({ archiveDir: null });
    const path = join(rig.depositDir, 'x.csv');
    await writeFile(path, '');
    {
      await using _ = await rig.run();
      await until(async () => (await readState(rig.home))?.hotFolders[0]?.refused === 1);
    }
    await using _ = await rig.run();
    await until(async () => (await readState(rig.home))?.hotFolders[0]?.refused === 1);
    expect(await listNames(rig.depositDir)).toEqual(['x.csv', 'x.csv.raison.txt']);
    await appendFile(path, 'a;b\n');
    await untilEmpty(rig);
    expect(rig.server.received.map(({ sha256 }) => sha256)).toEqual([sha256Of('a;b\n')]);
  });

  it('is forgotten when somebody takes it away', async () => {
    await using rig = await newRig({ archiveDir: null });
    await writeFile(join(rig.depositDir, 'x.csv'), '');
    await using _ = await rig.run({ rescanMs: 100 });
    await until(async () => (await listNames(rig.depositDir)).includes('x.csv.raison.txt'));
    await until(async () => (await readState(rig.home))?.hotFolders[0]?.refused === 1);
    await rm(join(rig.depositDir, 'x.csv'));
    await untilEmpty(rig);
    await until(async () => (await readJournal(journalFile(rig.home))).drops.size === 0);
  });
});

describe.concurrent('an archive', () => {
  it('that cannot be written to waits; the file is not sent again', async () => {
    await using rig = await newRig();
    await rm(rig.archiveDir, { recursive: true });
    await writeFile(rig.archiveDir, 'pas un répertoire');
    await using agent = await rig.run();
    const hashes = await dropPdfs(rig, 2);
    await until(() => agent.news.filter(({ event }) => event === 'failed').length === 2);
    await until(async () => (await readState(rig.home))?.hotFolders[0]?.archiving === 2);
    expect((await listNames(rig.depositDir)).length).toBe(2);
    await rm(rig.archiveDir);
    await expectOnce(rig, hashes);
    expect(rig.server.uploads).toBe(2);
  });

  it('that waited through a restart is served first, even while the server is away', async () => {
    await using rig = await newRig();
    await rm(rig.archiveDir, { recursive: true });
    await writeFile(rig.archiveDir, 'pas un répertoire');
    {
      await using agent = await rig.run();
      await dropPdfs(rig, 3);
      await until(() => agent.news.filter(({ event }) => event === 'failed').length === 3);
    }
    await rig.server.goAway();
    await rm(rig.archiveDir);
    await using _ = await rig.run();
    await untilEmpty(rig);
    expect((await listNames(rig.archiveDir)).length).toBe(3);
    expect(rig.server.uploads).toBe(3);
  });

  it('never replaces what is there, whatever its case', async () => {
    await using rig = await newRig();
    await writeFile(join(rig.archiveDir, 'f0.pdf'), 'ancien');
    await writeFile(join(rig.archiveDir, 'f0 (2).pdf'), '');
    await using _ = await rig.run();
    await dropPdfs(rig, 1);
    await untilEmpty(rig);
    expect(await listNames(rig.archiveDir)).toEqual(['f0 (2).pdf', 'f0 (3).pdf', 'f0.pdf']);
    expect(await readFile(join(rig.archiveDir, 'f0.pdf'), 'utf8')).toBe('ancien');
    expect((await stat(join(rig.archiveDir, 'f0 (2).pdf'))).size).toBe(0);
  });
});

describe.concurrent('a deposit directory', () => {
  it('that goes away stops nothing else, and resumes when it is back', async () => {
    await using rig = await newRig();
    const other = await rig.add(join(rig.path, 'Autre'), join(rig.path, 'Autre archive'));
    await using _ = await rig.run({ rescanMs: 100 });
    await rename(rig.depositDir, `${rig.depositDir} absent`);
    await until(
      async () => (await readState(rig.home))?.hotFolders[0]?.problems[0]?.code === 'deposit_dir_missing',
    );
    await writeFile(join(other.depositDir, 'x.pdf'), newPdf());
    await until(() => rig.server.received.length === 1);
    await rename(`${rig.depositDir} absent`, rig.depositDir);
    await expectArrives(rig);
  });

  it('that is missing at the start is taken up when it comes', async () => {
    await using rig = await newRig();
    await rm(rig.depositDir, { recursive: true });
    await using _ = await rig.run({ rescanMs: 100 });
    await mkdir(rig.depositDir);
    await expectArrives(rig);
  });

  it('that is added while the agent runs is taken up; one that is removed is left alone', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    const added = await rig.add(join(rig.path, 'Autre'), null);
    await writeFile(join(added.depositDir, 'x.pdf'), newPdf());
    await until(() => rig.server.received.length === 1);
  });
});

async function expectArrives(rig: Rig): Promise<void> {
  const before = rig.server.received.length;
  await writeFile(join(rig.depositDir, 'retour.pdf'), newPdf());
  await until(() => rig.server.received.length === before + 1);
  await untilEmpty(rig);
}

describe.concurrent('the run', () => {
  it('is one at a time per home', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    await expect(rig.run()).rejects.toMatchObject({ code: 'agent_running' });
  });

  it('stops within its grace time while an upload is under way, and sends it once at the next start', async () => {
    await using rig = await newRig();
    const held = Promise.withResolvers<void>();
    rig.server.onWholeBody = () => (rig.server.uploads === 1 ? held.promise : Promise.resolve());
    const agent = await rig.run({ graceMs: 300 });
    const hashes = await dropPdfs(rig, 1);
    await until(() => rig.server.uploads === 1);
    // It would not stop at all if it waited for the answer.
    await agent.stop();
    held.resolve();
    await using _ = await rig.run();
    await expectOnce(rig, hashes);
  });

  it('needs a paired computer', async () => {
    await using rig = await newRig();
    await rm(join(rig.home, 'token'));
    await expect(rig.run()).rejects.toThrow(NavetteError);
    await expect(rig.run()).rejects.toMatchObject({ code: 'not_paired' });
  });
});

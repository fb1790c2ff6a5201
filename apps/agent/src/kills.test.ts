/** Killed between any two steps, the agent comes to the same end: nothing lost, nothing twice. */
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type CrashPoint, crashPoints } from './crash.ts';
import { journalFile, readJournal } from './journal/journal.ts';
import { newPdf, sha256Of } from './testing/documents.ts';
import { listFiles, listNames, newRig, type Rig } from './testing/rig.ts';
import { until } from './testing/until.ts';

// Whole agents at work, many at once: a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 });

const otherFileSystem = '/dev/shm';
const onlyAcrossFileSystems: readonly CrashPoint[] = ['copied'];
const onlyWithArchive: readonly CrashPoint[] = ['published', ...onlyAcrossFileSystems];
const onlyForRefused: readonly CrashPoint[] = ['refused', 'reason'];
const names = ['facture.pdf', join('2026', 'facture.pdf'), 'é è (1).pdf'];

function pointsOf(...without: readonly (readonly CrashPoint[])[]): CrashPoint[] {
  return crashPoints.filter((point) => !without.some((list) => list.includes(point)));
}

async function drop(rig: Rig): Promise<Map<string, string>> {
  const dropped = new Map<string, string>();
  await mkdir(join(rig.depositDir, '2026'));
  for (const name of names) {
    const bytes = newPdf();
    await writeFile(join(rig.depositDir, name), bytes);
    dropped.set(name, sha256Of(bytes));
  }
  return dropped;
}

/** Kills at a point, starts again, and waits until nothing is left to do. */
async function killAndResume(rig: Rig, point: CrashPoint, time = 1): Promise<void> {
  {
    await using agent = rig.spawn({ NAVETTE_CRASH_AT: `${point}:${time}` });
    expect(await agent.ended, `${point} was not reached`).toBe('SIGKILL');
  }
  await finishAll(rig);
}

/** Starts again, and waits until nothing is left to do. */
async function finishAll(rig: Rig): Promise<void> {
  await using agent = rig.spawn();
  await agent.ready;
  const journal = () => readJournal(journalFile(rig.home));
  await until(
    async () => (await listNames(rig.depositDir)).length === 0 && (await journal()).drops.size === 0,
    30_000,
    () => agent.lines.slice(-5),
  );
  agent.signal('SIGTERM');
  expect(await agent.ended).toBe(0);
}

function expectOnce(rig: Rig, dropped: ReadonlyMap<string, string>): void {
  const received = rig.server.received.map(({ sha256 }) => sha256);
  expect(received.toSorted()).toEqual([...dropped.values()].toSorted());
  expect(rig.server.breaches).toEqual([]);
}

describe.concurrent('killed with an archive', () => {
  it.each(pointsOf(onlyAcrossFileSystems, onlyForRefused))('at “%s”', async (point) => {
    await using rig = await newRig();
    const dropped = await drop(rig);
    await killAndResume(rig, point);
    expectOnce(rig, dropped);
    expect(await listFiles(rig.archiveDir)).toEqual(dropped);
  });

  it.each(['sent', 'acknowledged', 'moved'] as const)('at “%s”, the third time', async (point) => {
    await using rig = await newRig();
    const dropped = await drop(rig);
    await killAndResume(rig, point, 3);
    expectOnce(rig, dropped);
    expect(await listFiles(rig.archiveDir)).toEqual(dropped);
  });
});

describe.concurrent('killed without an archive', () => {
  const points = pointsOf(onlyWithArchive, onlyForRefused, ['compacting', 'compacted']);
  it.each(points)('at “%s”', async (point) => {
    await using rig = await newRig({ archiveDir: null });
    const dropped = await drop(rig);
    await killAndResume(rig, point);
    expectOnce(rig, dropped);
  });
});

describe.concurrent('killed with an archive on another file system', () => {
  it('is tried on two file systems', async () => {
    expect((await stat(otherFileSystem)).dev).not.toBe((await stat(tmpdir())).dev);
  });

  it.each(['archiving', 'copied', 'set-aside', 'published', 'moved', 'done'] as const)(
    'at “%s”',
    async (point) => {
      const other = await mkdtemp(join(otherFileSystem, 'navette-test-'));
      try {
        await using rig = await newRig({ archiveDir: join(other, 'Archives') });
        const dropped = await drop(rig);
        await killAndResume(rig, point);
        expectOnce(rig, dropped);
        expect(await listFiles(rig.archiveDir)).toEqual(dropped);
      } finally {
        await rm(other, { recursive: true });
      }
    },
  );
});

describe.concurrent('killed while refusing', () => {
  it.each(['planned', 'refused', 'archiving', 'set-aside', 'published', 'moved', 'reason', 'done'] as const)(
    'at “%s”',
    async (point) => {
      await using rig = await newRig();
      await writeFile(join(rig.depositDir, 'vide.pdf'), '');
      await killAndResume(rig, point);
      expect(rig.server.received).toEqual([]);
      expect(await listNames(rig.refusedDir)).toEqual(['vide.pdf', 'vide.pdf.raison.txt']);
      expect(await listFiles(rig.archiveDir)).toEqual(new Map());
    },
  );
});

describe.concurrent('killed at any time', () => {
  it('sends 60 files once each through eight kills', async () => {
    await using rig = await newRig();
    const dropped = new Map<string, string>();
    for (let i = 0; i < 60; i++) {
      const bytes = newPdf(undefined, i * 3_000);
      await writeFile(join(rig.depositDir, `facture ${i}.pdf`), bytes);
      dropped.set(`facture ${i}.pdf`, sha256Of(bytes));
    }
    for (let kill = 1; kill <= 8; kill++) {
      await using agent = rig.spawn();
      // Each life ends a few receipts after the one before, wherever the four uploads then are.
      await until(
        () => rig.server.uploads >= kill * 6,
        30_000,
        () => agent.lines.length,
      );
      agent.signal('SIGKILL');
      expect(await agent.ended).toBe('SIGKILL');
    }
    await finishAll(rig);
    expectOnce(rig, dropped);
    expect(await listFiles(rig.archiveDir)).toEqual(dropped);
  });
});

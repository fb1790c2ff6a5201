/** Every way of dropping a file: all received, each once, all archived. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  chmod,
  link,
  mkdir,
  open,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { newPdf, sha256Of } from './testing/documents.ts';
import { listFiles, listNames, newRig, type Rig } from './testing/rig.ts';
import { until } from './testing/until.ts';

// Whole agents at work, many at once: a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 });

async function untilArchived(rig: Rig, count: number, timeoutMs = 50_000): Promise<void> {
  await until(
    async () =>
      (await listNames(rig.archiveDir)).length === count && (await listNames(rig.depositDir)).length === 0,
    timeoutMs,
    () => ({ received: rig.server.received.length }),
  );
}

function hashes(rig: Rig): string[] {
  return rig.server.received.map(({ sha256 }) => sha256).toSorted();
}

/** Another program that writes a file: its standard input, as it comes. */
function startWriter(path: string) {
  const child = spawn('sh', ['-c', 'exec cat > "$0"', path], { stdio: ['pipe', 'ignore', 'inherit'] });
  const closed = once(child, 'close');
  let written = 0;
  async function end(): Promise<void> {
    child.stdin.end();
    await closed;
  }
  return {
    async write(text: string) {
      written += text.length;
      child.stdin.write(text);
      await until(async () => (await stat(path).catch(() => null))?.size === written);
    },
    end,
    [Symbol.asyncDispose]: end,
  };
}

describe.concurrent('a file', () => {
  it('that was there before the start, in a sub-folder too, goes with its time and place', async () => {
    await using rig = await newRig();
    const bytes = newPdf();
    await mkdir(join(rig.depositDir, 'a', 'b'), { recursive: true });
    await writeFile(join(rig.depositDir, 'a', 'b', 'x.pdf'), bytes);
    await utimes(join(rig.depositDir, 'a', 'b', 'x.pdf'), 1_700_000_000, 1_700_000_000);
    await using _ = await rig.run();
    await untilArchived(rig, 1);
    expect((await stat(join(rig.archiveDir, 'a', 'b', 'x.pdf'))).mtimeMs).toBe(1_700_000_000_000);
    expect(rig.server.received).toMatchObject([{ name: 'x.pdf', subPath: null, sha256: sha256Of(bytes) }]);
  });

  it('in a sub-folder keeps it at the destination where that was asked', async () => {
    await using rig = await newRig({ keepsSubFolders: true });
    await using _ = await rig.run();
    await mkdir(join(rig.depositDir, '2026', '11'), { recursive: true });
    await writeFile(join(rig.depositDir, '2026', '11', 'x.pdf'), newPdf());
    await writeFile(join(rig.depositDir, 'y.pdf'), newPdf());
    await untilArchived(rig, 2);
    const places = rig.server.received.map(({ name, subPath }) => [name, subPath]).toSorted();
    expect(places).toEqual([
      ['x.pdf', '2026/11'],
      ['y.pdf', null],
    ]);
  });

  it('that is written slowly over 8 s is taken whole, once', async () => {
    await using rig = await newRig();
    await using _ = await rig.run({ quietMs: 5_000, lookAgainMs: 50 });
    const bytes = newPdf(undefined, 400_000);
    const pieceBytes = Math.ceil(bytes.length / 16);
    const file = await open(join(rig.depositDir, 'lent.pdf'), 'w');
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await file.write(bytes.subarray(at, at + pieceBytes));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await file.close();
    await untilArchived(rig, 1);
    expect(hashes(rig)).toEqual([sha256Of(bytes)]);
    expect(rig.server.uploads).toBe(1);
  });

  it('without a telling end waits while a program holds it open for writing', async () => {
    await using rig = await newRig();
    await using _ = await rig.run({ quietMs: 100 });
    await using writer = startWriter(join(rig.depositDir, 'export.csv'));
    await writer.write('a;b\n');
    // Dropped later and sent on the same condition but one: nobody holds it.
    await writeFile(join(rig.depositDir, 'autre.csv'), 'e;f\n');
    await until(() => rig.server.received.length === 1);
    await writeFile(join(rig.depositDir, 'encore.csv'), 'g;h\n');
    await until(() => rig.server.received.length === 2);
    expect(rig.server.uploads).toBe(2);
    await writer.write('c;d\n');
    await writer.end();
    await untilArchived(rig, 3);
    expect(rig.server.received.at(-1)?.sha256).toBe(sha256Of('a;b\nc;d\n'));
  });

  it('under a temporary name waits for its own', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    const bytes = newPdf();
    await writeFile(join(rig.depositDir, 'x.pdf.part'), bytes);
    await writeFile(join(rig.depositDir, 'signal.pdf'), newPdf());
    await until(() => rig.server.received.length === 1);
    await rename(join(rig.depositDir, 'x.pdf.part'), join(rig.depositDir, 'x.pdf'));
    await untilArchived(rig, 2);
    expect(rig.server.received.map(({ name }) => name)).toEqual(['signal.pdf', 'x.pdf']);
  });

  it('comes with the whole folder that is moved in', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    const outside = join(rig.path, 'ailleurs');
    for (const sub of ['1', '2', join('2', '3')]) {
      await mkdir(join(outside, sub), { recursive: true });
      await writeFile(join(outside, sub, 'x.pdf'), newPdf());
    }
    await rename(outside, join(rig.depositDir, 'dossier'));
    await untilArchived(rig, 3);
    expect(await listNames(rig.archiveDir)).toEqual([
      join('dossier', '1', 'x.pdf'),
      join('dossier', '2', '3', 'x.pdf'),
      join('dossier', '2', 'x.pdf'),
    ]);
  });

  it('that is one of 500 dropped at once is received once', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    const dropped = new Map<string, string>();
    for (let i = 0; i < 500; i++) {
      const name = i % 5 === 0 ? join(`lot ${i % 25}`, `f${i}.pdf`) : `f${i}.pdf`;
      const bytes = newPdf(undefined, i * 50);
      dropped.set(name, sha256Of(bytes));
      await mkdir(join(rig.depositDir, name, '..'), { recursive: true });
      await writeFile(join(rig.depositDir, name), bytes);
    }
    await untilArchived(rig, 500, 60_000);
    expect(hashes(rig)).toEqual([...dropped.values()].toSorted());
    expect(await listFiles(rig.archiveDir)).toEqual(dropped);
    expect(rig.server.breaches).toEqual([]);
  });

  it('dropped again with the same bytes is received again; the archive keeps both', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    const bytes = newPdf();
    for (let count = 1; count <= 3; count++) {
      await writeFile(join(rig.depositDir, 'scan.pdf'), bytes);
      await untilArchived(rig, count);
    }
    expect(await listNames(rig.archiveDir)).toEqual(['scan (2).pdf', 'scan (3).pdf', 'scan.pdf']);
    expect(new Set(rig.server.received.map(({ key }) => key)).size).toBe(3);
  });

  it('with two names is two drops', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    await writeFile(join(rig.path, 'x.pdf'), newPdf());
    await link(join(rig.path, 'x.pdf'), join(rig.depositDir, 'a.pdf'));
    await link(join(rig.path, 'x.pdf'), join(rig.depositDir, 'b.pdf'));
    await untilArchived(rig, 2);
    expect(rig.server.received.map(({ name }) => name).toSorted()).toEqual(['a.pdf', 'b.pdf']);
  });

  it('behind a link is left alone, and so is the link', async () => {
    await using rig = await newRig();
    const outside = join(rig.path, 'secret');
    await mkdir(outside);
    await writeFile(join(outside, 'x.pdf'), newPdf());
    await symlink(outside, join(rig.depositDir, 'dossier'));
    await symlink(join(outside, 'x.pdf'), join(rig.depositDir, 'lien.pdf'));
    await writeFile(join(rig.depositDir, 'vrai.pdf'), newPdf());
    await using _ = await rig.run();
    await until(async () => (await listNames(rig.archiveDir)).length === 1);
    expect(rig.server.received.map(({ name }) => name)).toEqual(['vrai.pdf']);
    expect(await listNames(outside)).toEqual(['x.pdf']);
  });

  it('with an unusual name keeps it', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    const names = [
      'a\u0301 b.pdf',
      'ligne\nnouvelle.pdf',
      '😀 #%?&+.pdf',
      `${'n'.repeat(251)}.pdf`,
      ' espace .pdf',
    ];
    for (const name of names) await writeFile(join(rig.depositDir, name), newPdf());
    await untilArchived(rig, names.length);
    expect(await listNames(rig.archiveDir)).toEqual(names.toSorted());
    const received = rig.server.received.map(({ name }) => name).toSorted();
    expect(received).toEqual(names.map((name) => name.normalize('NFC')).toSorted());
  });
});

describe.concurrent('a file that changes', () => {
  it('while it is sent is not received in halves: it starts over with a new key', async () => {
    await using rig = await newRig();
    const path = join(rig.depositDir, 'gros.bin');
    const first = Buffer.alloc(20_000_000, 'a');
    rig.server.onUpload = async (number) => {
      // The upload has begun and cannot have ended: nobody has read its body yet.
      if (number === 1) await appendFile(path, 'b');
      return null;
    };
    await writeFile(path, first);
    await using _ = await rig.run();
    await untilArchived(rig, 1);
    expect(hashes(rig)).toEqual([sha256Of(Buffer.concat([first, Buffer.from('b')]))]);
    expect(rig.server.breaches).toEqual([]);
  });

  it('after its last byte left is a new drop; nothing that was not acknowledged leaves the deposit', async () => {
    await using rig = await newRig();
    const path = join(rig.depositDir, 'x.pdf');
    const [first, second] = [newPdf(), newPdf()];
    rig.server.onWholeBody = async () => {
      if (rig.server.uploads === 1) await writeFile(path, second);
    };
    await writeFile(path, first);
    await using _ = await rig.run();
    await untilArchived(rig, 1);
    expect(hashes(rig)).toEqual([sha256Of(first), sha256Of(second)].toSorted());
    expect([...(await listFiles(rig.archiveDir)).values()]).toEqual([sha256Of(second)]);
    expect(rig.server.breaches).toEqual([]);
  });

  it('is replaced by a rename between the acknowledgement and the archive: the new one is sent too', async () => {
    await using rig = await newRig({ archiveDir: null });
    const [first, second] = [newPdf(), newPdf()];
    await writeFile(join(rig.path, 'autre.pdf'), second);
    await writeFile(join(rig.depositDir, 'x.pdf'), first);
    rig.server.onWholeBody = async () => {
      if (rig.server.uploads === 1) await rename(join(rig.path, 'autre.pdf'), join(rig.depositDir, 'x.pdf'));
    };
    await using _ = await rig.run();
    await until(async () => (await listNames(rig.depositDir)).length === 0);
    expect(hashes(rig)).toEqual([sha256Of(first), sha256Of(second)].toSorted());
  });

  it('is renamed while it is sent: found again, archived under its new name, received once', async () => {
    await using rig = await newRig();
    rig.server.onWholeBody = async () => {
      if (rig.server.uploads === 1)
        await rename(join(rig.depositDir, 'x.pdf'), join(rig.depositDir, 'y.pdf'));
    };
    await writeFile(join(rig.depositDir, 'x.pdf'), newPdf());
    await using _ = await rig.run();
    await untilArchived(rig, 1);
    expect(rig.server.received.length).toBe(1);
    expect(await listNames(rig.archiveDir)).toEqual(['y.pdf']);
  });

  it.each([
    ['touched', (rig: Rig) => chmod(join(rig.depositDir, 'x.pdf'), 0o640), 'x.pdf'],
    ['renamed', (rig: Rig) => rename(join(rig.depositDir, 'x.pdf'), join(rig.depositDir, 'y.pdf')), 'y.pdf'],
  ] as const)(
    'is only %s after its answer was lost: it keeps its key, and is received once',
    async (_, change, name) => {
      await using rig = await newRig();
      rig.server.onUpload = (number) => (number <= 2 ? { kind: 'store_then_cut' } : null);
      rig.server.onWholeBody = async () => {
        if (rig.server.uploads === 2) await change(rig);
      };
      await writeFile(join(rig.depositDir, 'x.pdf'), newPdf());
      await using __ = await rig.run();
      await untilArchived(rig, 1);
      expect(rig.server.received.length).toBe(1);
      expect(await listNames(rig.archiveDir)).toEqual([name]);
    },
  );

  it('is taken away while it is sent: nothing more is asked of it', async () => {
    await using rig = await newRig();
    rig.server.onWholeBody = async () => {
      if (rig.server.uploads === 1) await rm(join(rig.depositDir, 'x.pdf'));
    };
    await writeFile(join(rig.depositDir, 'x.pdf'), newPdf());
    await using agent = await rig.run();
    await until(() => agent.news.some(({ event }) => event === 'received'));
    await writeFile(join(rig.depositDir, 'y.pdf'), newPdf());
    await untilArchived(rig, 1);
    expect(await listNames(rig.archiveDir)).toEqual(['y.pdf']);
  });
});

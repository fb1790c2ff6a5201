import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import { createDetector, type DetectOptions } from './detect.ts';

function detect(root: string, changes: Partial<DetectOptions> = {}) {
  const found = new Set<string>();
  const scans: boolean[] = [];
  const detector = createDetector({
    root,
    rescanMs: 60_000,
    isIgnored: (name) => name.startsWith('.'),
    isKnown: () => false,
    onFile: (path) => found.add(path.slice(root.length + 1)),
    onScanned: (isThere) => scans.push(isThere),
    ...changes,
  });
  return { found, scans, scan: detector.scan, [Symbol.asyncDispose]: detector.close };
}

describe.concurrent('detection', () => {
  it('finds what was there, and by its events what comes, at any depth', async () => {
    await using folder = await freshFolder();
    await writeFile(join(folder.path, 'avant.pdf'), 'x');
    await using detector = detect(folder.path);
    await detector.scan();
    expect([...detector.found]).toEqual(['avant.pdf']);
    const deep = join('a', 'b', 'c', 'd');
    await mkdir(join(folder.path, deep), { recursive: true });
    await writeFile(join(folder.path, deep, 'x.pdf'), 'x');
    await until(() => detector.found.has(join(deep, 'x.pdf')));
    await writeFile(join(folder.path, deep, 'y.pdf'), 'x');
    await until(() => detector.found.has(join(deep, 'y.pdf')), 2_000);
  });

  it('finds by the scan what no event told', async () => {
    await using folder = await freshFolder();
    await using detector = detect(folder.path, { rescanMs: 50, isKnown: () => true });
    await detector.scan();
    await writeFile(join(folder.path, 'x.pdf'), 'x');
    await until(() => detector.found.has('x.pdf'));
  });

  it('finds every file of 300 folders that are filled while they are made', async () => {
    await using folder = await freshFolder();
    await using detector = detect(folder.path);
    await detector.scan();
    for (let i = 0; i < 300; i++) {
      const path = join(folder.path, `d${i % 30}`, `e${i}`);
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'x.pdf'), 'x');
    }
    await until(
      () => detector.found.size === 300,
      10_000,
      () => detector.found.size,
    );
  });

  it('looks into a folder that replaced another of the same name', async () => {
    await using folder = await freshFolder();
    const outside = await mkdtemp(`${folder.path}-autre`);
    await mkdir(join(folder.path, 'a'));
    await writeFile(join(outside, 'x.pdf'), 'x');
    await using detector = detect(folder.path, { rescanMs: 50 });
    await detector.scan();
    await rm(join(folder.path, 'a'), { recursive: true });
    await rename(outside, join(folder.path, 'a'));
    await until(() => detector.found.has(join('a', 'x.pdf')));
    await writeFile(join(folder.path, 'a', 'y.pdf'), 'x');
    await until(() => detector.found.has(join('a', 'y.pdf')));
  });

  it('passes by ignored folders and files', async () => {
    await using folder = await freshFolder();
    await mkdir(join(folder.path, '.corbeille'));
    await writeFile(join(folder.path, '.corbeille', 'x.pdf'), 'x');
    await writeFile(join(folder.path, '.y.pdf'), 'x');
    await writeFile(join(folder.path, 'z.pdf'), 'x');
    await using detector = detect(folder.path);
    await detector.scan();
    expect([...detector.found]).toEqual(['z.pdf']);
  });

  it('says when the directory is not there, and goes on when it is back', async () => {
    await using folder = await freshFolder();
    const root = join(folder.path, 'dépôt');
    await mkdir(root);
    await using detector = detect(root, { rescanMs: 30 });
    await detector.scan();
    await rename(root, `${root} absent`);
    await until(() => detector.scans.includes(false));
    await mkdir(root);
    await writeFile(join(root, 'x.pdf'), 'x');
    await until(() => detector.found.has('x.pdf'));
    await writeFile(join(root, 'y.pdf'), 'x');
    await until(() => detector.found.has('y.pdf'));
  });
});

import { appendFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { newPdf } from '../testing/documents.ts';
import { until } from '../testing/until.ts';
import { createSettler, type SettleOptions } from './settle.ts';

function settle(changes: Partial<SettleOptions> = {}) {
  const settled = new Map<string, { sizeBytes: number; afterMs: number }>();
  const startedAt = performance.now();
  const settler = createSettler({
    quietMs: 200,
    lookAgainMs: 20,
    lockedAgainMs: 20,
    lockedAfterMs: 100,
    hasStableInodes: true,
    isOpenForWriting: () => Promise.resolve(false),
    onSettled: (path, { sizeBytes }) =>
      settled.set(path, { sizeBytes, afterMs: performance.now() - startedAt }),
    onUnreadable: () => undefined,
    ...changes,
  });
  return { settled, settler, [Symbol.asyncDispose]: settler.close };
}

describe.concurrent('settling', () => {
  it('takes a complete document after two looks, others after a quiet time, longer when their end is missing', async () => {
    await using folder = await freshFolder();
    const [complete, text, torn, empty] = ['a.pdf', 'b.csv', 'c.pdf', 'd.pdf'].map((name) =>
      join(folder.path, name),
    );
    if (!complete || !text || !torn || !empty) throw new Error('four paths');
    await writeFile(complete, newPdf());
    await writeFile(text, 'a;b\n');
    await writeFile(torn, newPdf().subarray(0, 100));
    await writeFile(empty, '');
    // One that waited for a quiet time would not be settled before the test is over.
    await using unquiet = settle({ quietMs: 3_600_000 });
    unquiet.settler.notice(complete);
    await until(() => unquiet.settled.has(complete));
    await using run = settle();
    for (const path of [complete, text, torn, empty]) run.settler.notice(path);
    await until(() => run.settled.size === 4);
    expect(run.settled.get(text)?.afterMs).toBeGreaterThanOrEqual(200);
    expect(run.settled.get(torn)?.afterMs).toBeGreaterThanOrEqual(600);
    expect(run.settled.get(empty)?.afterMs).toBeGreaterThanOrEqual(600);
    expect(run.settler.count).toBe(0);
  });

  it('begins again at each change: of size, or of time alone', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'x.csv');
    await writeFile(path, 'a');
    const startedAt = performance.now();
    // Far longer than the pauses between the changes, which a busy machine makes longer than they should be.
    await using run = settle({ quietMs: 3_000 });
    run.settler.notice(path);
    for (let i = 1; i <= 5; i++) {
      await until(() => performance.now() > startedAt + i * 120);
      if (i % 2 === 0) await appendFile(path, 'b');
      else await utimes(path, i, i);
    }
    const changedAt = performance.now() - startedAt;
    await until(() => run.settled.size === 1);
    expect(run.settled.get(path)?.sizeBytes).toBe(3);
    expect(run.settled.get(path)?.afterMs).toBeGreaterThanOrEqual(changedAt + 1_500);
  });

  it('waits for whoever has it open for writing, and says so after a while', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'x.csv');
    await writeFile(path, 'a');
    let isOpen = true;
    await using run = settle({ quietMs: 20, isOpenForWriting: () => Promise.resolve(isOpen) });
    run.settler.notice(path);
    await until(() => run.settler.heldFiles().length === 1);
    expect(run.settled.size).toBe(0);
    isOpen = false;
    await until(() => run.settled.size === 1);
  });

  it('forgets a file that is gone', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'x.csv');
    await writeFile(path, 'a');
    await using run = settle();
    run.settler.notice(path);
    await rm(path);
    await until(() => run.settler.count === 0);
    expect(run.settled.size).toBe(0);
  });
});

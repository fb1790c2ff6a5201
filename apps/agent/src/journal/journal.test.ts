import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openJournal, readJournal } from './journal.ts';
import { readLines, writeLine } from './line.ts';
import { replay, stepsOf } from './replay.ts';
import type { Step } from './step.ts';

const ids = ['a', 'b', 'c'];

const step: fc.Arbitrary<Step> = fc
  .record({
    drop: fc.constantFrom(...ids),
    step: fc.constantFrom('planned', 'renamed', 'sent', 'acknowledged', 'refused', 'archiving', 'done'),
    path: fc.constantFrom('/in/1.pdf', '/in/2.pdf', '/in/é\n3.pdf'),
    target: fc.constantFrom('/archive/1.pdf', null),
  })
  .map((made) => newStep(made.step, made.drop, made.path, made.target));

function newStep(kind: Step['step'], drop: string, path = '/in/1.pdf', target: string | null = null): Step {
  const at = '2026-11-02T10:00:00.000Z';
  const sha256 = 'f'.repeat(64);
  switch (kind) {
    case 'planned':
      return {
        step: kind,
        drop,
        at,
        path,
        sha256,
        key: `key-${drop}`,
        identity: { sizeBytes: 3, mtimeNs: '1', ctimeNs: '1', device: '1', inode: drop },
        destination: {
          firmId: 'firm',
          folderId: 'folder',
          name: '1.pdf',
          subPath: null,
          documentType: null,
          hotFolder: 'Achats',
        },
      };
    case 'renamed':
      return { step: kind, drop, path };
    case 'sent':
      return { step: kind, drop };
    case 'acknowledged':
      return { step: kind, drop, at, documentId: 'd', sha256 };
    case 'refused':
      return { step: kind, drop, at, refusal: { code: 'empty_file', fr: 'vide', en: 'empty' } };
    case 'archiving':
      return { step: kind, drop, target };
    case 'done':
      return { step: kind, drop, outcome: 'archived' };
  }
}

describe('replay', () => {
  it('comes to the same end from the fewest steps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const drops = replay(steps);
        expect(replay([...drops.values()].flatMap(stepsOf))).toEqual(drops);
      }),
    );
  });

  it('comes to the same end when it stops anywhere and goes on', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, at) => {
        const kept = [...replay(steps.slice(0, at)).values()].flatMap(stepsOf);
        expect(replay([...kept, ...steps.slice(at)])).toEqual(replay(steps));
      }),
    );
  });

  it('changes nothing when the last step is written twice', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const last = steps.at(-1) as Step;
        expect(replay([...steps, last])).toEqual(replay(steps));
      }),
    );
  });
});

describe('a torn journal', () => {
  it('keeps all whole lines, whatever was cut off or overwritten at its end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.nat(400), fc.uint8Array(), (steps, lost, noise) => {
        const text = Buffer.from(steps.map(writeLine).join(''));
        const kept = text.subarray(0, Math.max(0, text.length - lost));
        const whole = kept.toString().split('\n').length - 1;
        const torn = Buffer.concat([kept, Buffer.from(noise)]).toString();
        const read = readLines(torn);
        expect(read.steps.slice(0, whole)).toEqual(steps.slice(0, whole));
        expect(read.steps.length).toBeLessThanOrEqual(steps.length);
      }),
    );
  });

  it('is rewritten whole when it is opened', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'journal.jsonl');
    const journal = await openJournal(path);
    await journal.append(newStep('planned', 'a'));
    await journal.append(newStep('planned', 'b', '/in/2.pdf'));
    await journal.append(newStep('done', 'a'));
    await journal.close();
    await truncate(path, (await stat(path)).size - 5);
    await appendFile(path, Buffer.alloc(100));

    const reopened = await openJournal(path);
    expect(reopened.damaged).toBe(1);
    expect([...reopened.drops.keys()]).toEqual(['a', 'b']);
    await reopened.close();
    expect(await readJournal(path)).toMatchObject({ damaged: 0 });
  });

  it('does not believe a line whose bytes changed', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'journal.jsonl');
    await writeFile(
      path,
      writeLine(newStep('planned', 'a')).replace('key-a', 'key-x') + writeLine(newStep('sent', 'a')),
    );
    const { drops, damaged } = await readJournal(path);
    expect(damaged).toBe(1);
    expect(drops.size).toBe(0);
  });
});

describe('the journal', () => {
  it('has on disk what it has acknowledged, in order, when many write at once', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'journal.jsonl');
    const journal = await openJournal(path, { compactAtBytes: 20_000 });
    await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await journal.append(newStep('planned', `drop-${i}`, `/in/${i}.pdf`));
        await journal.append(newStep('sent', `drop-${i}`));
        expect((await readJournal(path)).drops.get(`drop-${i}`)?.state).toBe('sent');
        if (i % 10 !== 0) await journal.append(newStep('done', `drop-${i}`));
      }),
    );
    expect(journal.drops.size).toBe(30);
    expect((await readJournal(path)).drops).toEqual(journal.drops);
    await journal.close();
  });

  it('stays short when what it told about is done', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'journal.jsonl');
    const journal = await openJournal(path, { compactAtBytes: 10_000 });
    for (let i = 0; i < 200; i++) {
      await journal.append(newStep('planned', `drop-${i}`));
      await journal.append(newStep('done', `drop-${i}`));
    }
    await journal.append(newStep('planned', 'last'));
    await journal.close();
    expect((await stat(path)).size).toBeLessThan(12_000);
    expect([...(await readJournal(path)).drops.keys()]).toEqual(['last']);
  });

  it('finds a drop by its path and by its file', async () => {
    await using folder = await freshFolder();
    const journal = await openJournal(join(folder.path, 'journal.jsonl'));
    await journal.append(newStep('planned', 'a', '/in/1.pdf'));
    await journal.append(newStep('renamed', 'a', '/in/2.pdf'));
    expect(journal.findByPath('/in/1.pdf')).toBeUndefined();
    expect(journal.findByPath('/in/2.pdf')?.id).toBe('a');
    const identity = journal.drops.get('a')?.identity;
    expect(identity && journal.findByFile(identity).map(({ id }) => id)).toEqual(['a']);
    await journal.append(newStep('done', 'a'));
    expect(identity && journal.findByFile(identity)).toEqual([]);
    await journal.close();
  });

  it('can be read by its user alone', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'journal.jsonl');
    await (await openJournal(path)).close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toBe('');
  });
});

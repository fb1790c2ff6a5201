import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArchiveNames } from './archive-name.ts';

describe('a name in the archive', () => {
  it('is never one that is there, nor one that another file was promised', async () => {
    const name = fc.constantFrom(
      'a.pdf',
      'a (2).pdf',
      'A.pdf',
      'a',
      '.a',
      'é.tar.gz',
      `${'n'.repeat(250)}.pdf`,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(name, { maxLength: 30 }),
        fc.array(name, { maxLength: 8 }),
        async (wanted, there) => {
          await using folder = await freshFolder();
          for (const each of there) await writeFile(join(folder.path, each), 'ancien');
          const names = createArchiveNames();
          const chosen = await Promise.all(wanted.map((each) => names.choose(folder.path, each)));
          expect(new Set(chosen).size).toBe(wanted.length);
          for (const path of chosen) await writeFile(path, '', { flag: 'wx' });
          expect((await readdir(folder.path)).length).toBe(new Set(there).size + wanted.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves room for what goes with it', async () => {
    await using folder = await freshFolder();
    await writeFile(join(folder.path, 'a.pdf.raison.txt'), '');
    const names = createArchiveNames();
    expect(await names.choose(folder.path, 'a.pdf', ['.raison.txt'])).toBe(join(folder.path, 'a (2).pdf'));
  });

  it('is free again once it was released', async () => {
    await using folder = await freshFolder();
    const names = createArchiveNames();
    const path = await names.choose(folder.path, 'a.pdf');
    names.release(path);
    expect(await names.choose(folder.path, 'a.pdf')).toBe(path);
  });

  it('kept for a drop by the journal is given to no other', async () => {
    await using folder = await freshFolder();
    const names = createArchiveNames();
    names.promise(join(folder.path, 'a.pdf'));
    expect(await names.choose(folder.path, 'a.pdf')).toBe(join(folder.path, 'a (2).pdf'));
  });
});

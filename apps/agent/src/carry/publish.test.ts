import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../testing/documents.ts';
import { listFiles } from '../testing/rig.ts';
import { publish } from './publish.ts';

describe('a name in the archive', () => {
  it('is given to the file when nobody has it', async () => {
    await using folder = await freshFolder();
    const [from, target] = [join(folder.path, '.caché'), join(folder.path, 'x.pdf')];
    await writeFile(from, 'reçu');
    expect(await publish(from, target)).toBe(true);
    expect(await listFiles(folder.path)).toEqual(new Map([['x.pdf', sha256Of('reçu')]]));
  });

  it.each(['plein', 'vide', 'dossier'])('is left to who has it: %s', async (kind) => {
    await using folder = await freshFolder();
    const [from, target] = [join(folder.path, '.caché'), join(folder.path, 'x.pdf')];
    await writeFile(from, 'reçu');
    if (kind === 'dossier') await mkdir(target);
    else await writeFile(target, kind === 'plein' ? 'ancien' : '');
    const before = await listFiles(folder.path);
    expect(await publish(from, target)).toBe(false);
    expect(await listFiles(folder.path)).toEqual(before);
  });

  it('goes to one of several who want it', async () => {
    await using folder = await freshFolder();
    const files = Array.from({ length: 20 }, (_, i) => join(folder.path, `.${i}`));
    for (const file of files) await writeFile(file, file);
    const given = await Promise.all(files.map((file) => publish(file, join(folder.path, 'x.pdf'))));
    expect(given.filter(Boolean).length).toBe(1);
    expect((await listFiles(folder.path)).size).toBe(20);
  });
});

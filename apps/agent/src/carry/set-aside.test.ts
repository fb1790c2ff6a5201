import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { lookAt } from '../files/identity.ts';
import type { Drop } from '../journal/step.ts';
import { sha256Of } from '../testing/documents.ts';
import { listFiles } from '../testing/rig.ts';
import { putBack, setAside } from './set-aside.ts';

async function newDrop(path: string): Promise<Drop> {
  const identity = await lookAt(path, true);
  if (identity === null) throw new Error(`${path} is missing`);
  return {
    id: 'drop',
    at: '2026-11-02T10:00:00.000Z',
    path,
    identity,
    sha256: null,
    key: 'key-drop',
    destination: { firmId: '', folderId: '', name: '', subPath: null, documentType: null, hotFolder: '' },
    state: 'acknowledged',
    acknowledged: null,
    refused: null,
    target: null,
  };
}

describe('a file set aside', () => {
  it('that is not the one that was sent goes back under its name', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'x.pdf');
    await writeFile(path, 'envoyé');
    const drop = await newDrop(path);
    await writeFile(path, 'autre chose');
    expect(await setAside(drop)).toBe(false);
    expect(await listFiles(folder.path)).toEqual(new Map([['x.pdf', sha256Of('autre chose')]]));
  });

  it('goes back beside whatever has taken its name, and replaces nothing', async () => {
    await using folder = await freshFolder();
    const path = join(folder.path, 'x.pdf');
    await writeFile(path, 'envoyé');
    const drop = await newDrop(path);
    expect(await setAside(drop)).toBe(true);
    await writeFile(path, 'nouveau');
    await putBack(drop);
    await putBack(drop);
    expect(await listFiles(folder.path)).toEqual(
      new Map([
        ['x (2).pdf', sha256Of('envoyé')],
        ['x.pdf', sha256Of('nouveau')],
      ]),
    );
  });
});

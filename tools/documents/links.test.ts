import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { listFiles } from '../arrows/read-project.ts';
import { readLinks } from './read-document.ts';

const root = join(import.meta.dirname, '../..');

it('every link between documents leads to a file', async () => {
  const documents = (await listFiles(root)).filter((path) => path.endsWith('.md'));
  const broken = await Promise.all(
    documents.map(async (path) => {
      const links = readLinks(await readFile(join(root, path), 'utf8'));
      const gone = links.filter((link) => !existsSync(join(root, dirname(path), decodeURI(link))));
      return gone.map((link) => `${path} → ${link}`);
    }),
  );
  expect(documents).toContain('README.md');
  expect(broken.flat()).toEqual([]);
});

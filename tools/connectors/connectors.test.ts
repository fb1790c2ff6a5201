/** Everything that must name every connector, compared. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector } from '@navette/connector';
import { describe, expect, it } from 'vitest';
import { listFiles } from '../arrows/read-project.ts';
import { renderConnectorList } from '../generate-connectors.ts';
import { loadConnectors, readManifests } from './read-connectors.ts';
import { renderConnectorPage } from './render-page.ts';

const root = join(import.meta.dirname, '../..');
const maxLines = 600;

const folders = await loadConnectors(root);
const manifests = await readManifests(root);

async function read(path: string): Promise<string> {
  return await readFile(join(root, path), 'utf8').catch(() => '');
}

describe('the connectors', () => {
  it('are the same in the folders and in the list that the platform makes its catalogue of', async () => {
    const path = 'apps/server/src/applications/connectors.gen.ts';
    expect(await read(path), 'stale: run node tools/generate-connectors.ts').toBe(
      renderConnectorList(folders),
    );
    const list = (await import(pathToFileURL(join(root, path)).href)) as { connectors: readonly Connector[] };
    const ids = (connectors: readonly Connector[]) => connectors.map(({ manifest }) => manifest.id);
    expect(ids(list.connectors)).toEqual(folders.flatMap(({ connectors }) => ids(connectors)));
  });

  it('have ids of their own, which begin with the name of their folder', () => {
    const ids = manifests.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { folder, connectors } of folders) {
      expect(connectors, `${folder} exports no connector`).not.toEqual([]);
      for (const { manifest } of connectors) expect(`${manifest.id}-`).toMatch(new RegExp(`^${folder}-`));
    }
  });

  it('have a section each in docs/connectors.md, which is what their manifests give today', async () => {
    for (const [file, language] of [
      ['docs/connectors.md', 'fr'],
      ['docs/connectors.en.md', 'en'],
    ] as const) {
      const page = await read(file);
      const sections = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
      expect(sections).toEqual(manifests.map(({ name }) => name));
      expect(page, 'stale: run npm run docs').toBe(renderConnectorPage(manifests, language));
    }
  });

  it.each(folders.map(({ folder }) => folder))(
    '%s has its page, its conformance test, and no more lines than it may',
    async (folder) => {
      const files = await readdir(join(root, 'connectors', folder));
      expect(files).toEqual(expect.arrayContaining(['README.md', 'conformance.test.ts']));
      expect(await countLines(folder)).toBeLessThanOrEqual(maxLines);
    },
  );
});

/** Of what ships: neither tests nor what is there for them. */
async function countLines(folder: string): Promise<number> {
  const files = (await listFiles(root)).filter(
    (path) =>
      path.startsWith(`connectors/${folder}/`) &&
      path.endsWith('.ts') &&
      !/\.test\.ts$|\/test-[^/]*$|\/testing\//.test(path),
  );
  const texts = await Promise.all(files.map(read));
  return texts.reduce((sum, text) => sum + text.trimEnd().split('\n').length, 0);
}

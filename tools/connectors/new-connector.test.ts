import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { writeConnectorList } from '../generate-connectors.ts';
import { copyTemplate } from './copy-template.ts';
import { load } from './read-connectors.ts';

const root = join(import.meta.dirname, '../..');
const list = 'apps/server/src/applications/connectors.gen.ts';
const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/** A copy of all that adding a connector could touch, with the packages of this tree. */
async function copyTree(): Promise<string> {
  // Within the repository's own packages, so that what is copied finds them.
  const copy = await mkdtemp(join(tmpdir(), 'navette-new-connector-'));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  const filter = (path: string) => !path.includes('node_modules');
  for (const path of ['connectors/_template', 'connectors/inqom', list, 'ARCHITECTURE.md', 'package.json'])
    await cp(join(root, path), join(copy, path), { recursive: true, filter });
  await mkdir(join(copy, 'node_modules'));
  for (const name of await readdir(join(root, 'node_modules')))
    await symlink(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  return copy;
}

async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [relative(folder, path), await readFile(path, 'utf8')] as const;
  });
  return new Map(await Promise.all(read));
}

it('a new connector is one folder and what is generated, and passes the suite at once', async () => {
  const copy = await copyTree();
  await writeConnectorList(copy);
  const before = await readTree(copy);
  expect(await copyTemplate(copy, 'toy-partner')).toBe(join('connectors', 'toy-partner'));
  await writeConnectorList(copy);
  const after = await readTree(copy);
  const changed = [...after.keys()].filter((path) => after.get(path) !== before.get(path)).sort();
  const ours = [
    'README.md',
    'conformance.test.ts',
    'errors.ts',
    'manifest.ts',
    'package.json',
    'toy-partner.ts',
  ];
  expect(changed).toEqual(['ARCHITECTURE.md', list, ...ours.map((name) => `connectors/toy-partner/${name}`)]);
  expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
  expect(after.get('ARCHITECTURE.md')).toContain('\nconnectors/toy-partner/          Toy Partner\n');
  expect(after.get(list)).toContain(
    "import { connectors as toyPartner } from '@navette/connector-toy-partner';",
  );
  for (const [path, content] of after)
    if (path.startsWith('connectors/toy-partner/')) expect(content, path).not.toMatch(/template\.ts|Exemple/);

  const [connector] = await load(copy, 'toy-partner');
  expect(connector?.manifest).toMatchObject({
    id: 'toy-partner',
    name: 'Toy Partner',
    partner: 'Toy Partner',
  });

  const run = spawn(process.execPath, [vitest, 'run', '--root', copy, 'connectors/toy-partner/'], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'close')]);
  expect(run.exitCode, output + errors).toBe(0);
  expect(output).toMatch(/Tests +\d\d passed/);
});

it.each([
  ['Cegid', 'lower-case letters'],
  ['-cegid', 'lower-case letters'],
  ['cegid loop', 'lower-case letters'],
  ['../cegid', 'lower-case letters'],
  ['inqom', 'connectors/inqom is there already'],
])('a connector cannot be called %s: %s', async (name, words) => {
  const copy = await copyTree();
  const before = await readTree(copy);
  await expect(copyTemplate(copy, name)).rejects.toThrow(words);
  expect(await readTree(copy)).toEqual(before);
});

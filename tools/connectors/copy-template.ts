/** A new connector: the folder `_template` under another name, and its line in the tree of ARCHITECTURE.md. */
import { cp, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { renderReadme } from './new-readme.ts';
import { readManifests } from './read-connectors.ts';

/** What tests the suite, and the page that says how to copy. */
const left = /^(testing|broken-connectors\.test\.ts|README\.md|node_modules)$/;

/** @throws Error, in a sentence for who typed the name, when no connector can be called so */
async function refuseName(root: string, name: string): Promise<void> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40)
    throw new Error(
      `“${name}” cannot be the name of a connector: lower-case letters and digits, words joined by a hyphen, such as cegid-loop.`,
    );
  if (await exists(join(root, 'connectors', name))) throw new Error(`connectors/${name} is there already.`);
  const manifests = await readManifests(root);
  if (manifests.some(({ id }) => id === name))
    throw new Error(`an application has the id “${name}” already.`);
}

/** Copies and renames. @returns the folder, from the root */
export async function copyTemplate(root: string, name: string): Promise<string> {
  await refuseName(root, name);
  const template = join(root, 'connectors/_template');
  const folder = join('connectors', name);
  const target = join(root, folder);
  const isWanted = (file: string) => !left.test(file.slice(template.length + 1).split(sep)[0] ?? '');
  await cp(template, target, { recursive: true, filter: isWanted });
  await rename(join(target, 'template.ts'), join(target, `${name}.ts`));
  const title = name.replace(
    /(^|-)(.)/g,
    (_, dash: string, letter: string) => (dash && ' ') + letter.toUpperCase(),
  );
  await rewrite(join(target, 'package.json'), (text) =>
    text.replace('@navette/connector-template', packageNameOf(name)).replace('./template.ts', `./${name}.ts`),
  );
  await rewrite(join(target, 'conformance.test.ts'), (text) => text.replace('./template.ts', `./${name}.ts`));
  await rewrite(join(target, 'manifest.ts'), (text) =>
    text.replace("id: 'template'", `id: '${name}'`).replaceAll("'Exemple'", `'${title}'`),
  );
  await rewrite(join(target, `${name}.ts`), (text) =>
    text.replace(
      '/** The example partner. Copied to start a connector: see README.md. */',
      `/** ${title}: README.md. */`,
    ),
  );
  await writeFile(join(target, 'README.md'), renderReadme(title));
  await rewrite(join(root, 'ARCHITECTURE.md'), (text) => addTreeLine(text, folder, title));
  return folder;
}

/** @returns the document with one more line in its tree, where the alphabet puts it among the connectors. */
function addTreeLine(document: string, folder: string, title: string): string {
  const lines = document.split('\n');
  const nameAt = (line: string) => line.split(' ')[0] ?? '';
  const after = lines.findLastIndex((line) => line.startsWith('connectors/') && nameAt(line) < `${folder}/`);
  if (after === -1) return document;
  return lines.toSpliced(after + 1, 0, `${`${folder}/`.padEnd(33)}${title}`).join('\n');
}

function packageNameOf(name: string): string {
  return `@navette/connector-${name}`;
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

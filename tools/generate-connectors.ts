/**
 * Writes the one list of connectors that the platform reads, from the folders under connectors/. With `--check` it writes
 * nothing and fails when the list is stale.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ConnectorFolder, findConnectors } from './connectors/read-connectors.ts';

const listFile = 'apps/server/src/applications/connectors.gen.ts';

/** The text of the list; folders in the order given. */
export function renderConnectorList(connectors: readonly ConnectorFolder[]): string {
  const imports = connectors.map(
    ({ folder, packageName }) => `import { connectors as ${nameConnector(folder)} } from '${packageName}';\n`,
  );
  const names = connectors.map(({ folder }) => `...${nameConnector(folder)}`);
  const oneLine = `export const connectors = [${names.join(', ')}] as const;\n`;
  const list =
    oneLine.length <= 111
      ? oneLine
      : `export const connectors = [\n${names.map((name) => `  ${name},\n`).join('')}] as const;\n`;
  return `// Written by tools/generate-connectors.ts from the folders under connectors/. Do not edit.\n${imports.join('')}\n${list}`;
}

/** `cegid-loop` → `cegidLoop` */
function nameConnector(folder: string): string {
  return folder.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Writes the list of a tree, unless it is what it should be. @returns whether it was not */
export async function writeConnectorList(root: string, isCheck = false): Promise<boolean> {
  const wanted = renderConnectorList(await findConnectors(root));
  const file = join(root, listFile);
  if ((await readFile(file, 'utf8').catch(() => '')) === wanted) return false;
  if (!isCheck) await mkdir(dirname(file), { recursive: true });
  if (!isCheck) await writeFile(file, wanted);
  return true;
}

async function main(): Promise<void> {
  const isCheck = process.argv.includes('--check');
  if (!(await writeConnectorList(join(import.meta.dirname, '..'), isCheck))) return;
  if (!isCheck) return console.log(`wrote ${listFile}`);
  console.error(`${listFile} is stale: run node tools/generate-connectors.ts`);
  process.exitCode = 1;
}

if (import.meta.main) await main();

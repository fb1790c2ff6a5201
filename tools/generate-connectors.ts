/**
 * Writes the one list of connectors that the platform reads, from the folders under connectors/. With `--check` it writes
 * nothing and fails when the list is stale.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type ConnectorFolder, findConnectors } from './connectors/read-connectors.ts';

const root = join(import.meta.dirname, '..');
const listFile = join(root, 'apps/server/src/applications/connectors.gen.ts');

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

async function main(): Promise<void> {
  const wanted = renderConnectorList(await findConnectors(root));
  const present = await readFile(listFile, 'utf8').catch(() => '');
  if (present === wanted) return;
  const name = relative(root, listFile);
  if (process.argv.includes('--check')) {
    console.error(`${name} is stale: run node tools/generate-connectors.ts`);
    process.exitCode = 1;
    return;
  }
  await mkdir(dirname(listFile), { recursive: true });
  await writeFile(listFile, wanted);
  console.log(`wrote ${name}`);
}

if (import.meta.main) await main();

/**
 * `npm run new-connector <name>`: a connector that passes the suite at once, to be made one's own. Only its folder is to be
 * edited from then on; what is written elsewhere is written here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { copyTemplate } from './connectors/copy-template.ts';
import { writeConnectorList } from './generate-connectors.ts';

const root = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || rest.length > 0) throw new Error('Usage: npm run new-connector <name>');
  const folder = await copyTemplate(root, name);
  await writeConnectorList(root);
  await run('npm', ['install', '--no-audit', '--no-fund']);
  await run(process.execPath, [join(root, 'tools/write-docs.ts')]);
  console.log(
    `${folder} passes the suite: npm test ${folder}. It speaks to the example partner until you change that.`,
  );
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const isScript = program === 'npm' && process.platform === 'win32';
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', shell: isScript });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} failed (${exitCode}).`);
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });

/**
 * Everything that a machine can say of the sources without running the product, side by side. One line per check with its
 * seconds; the output of those that fail; exit code 1 when one does.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, root } from './launch/places.mjs';

const houseTests = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tools/vitest.config.ts'];

/** Longest first. */
const checks = [
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'types of the page', command: ['node_modules/typescript/bin/tsc', '-p', 'apps/web'] },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'arrows', command: [...houseTests, 'tools/arrows'] },
  { name: 'ARCHITECTURE.md and links', command: [...houseTests, 'tools/documents'] },
  { name: 'dependencies and licences', command: [...houseTests, 'tools/dependencies'] },
  {
    name: 'format and lint',
    command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  },
  { name: 'generated list of connectors', command: ['tools/generate-connectors.ts', '--check'] },
  { name: 'generated docs', command: ['tools/write-docs.ts', '--check'] },
];

const startedAt = performance.now();
const waiting = [...checks];
const results = [];
await Promise.all(Array.from({ length: availableParallelism() }, work));
const failed = results.filter(({ exitCode }) => exitCode !== 0);
for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`);
const total = secondsSince(startedAt);
console.log(`\n${results.length - failed.length} of ${checks.length} checks passed in ${total}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const result = await run(check);
    console.log(
      `${result.exitCode === 0 ? 'ok    ' : 'FAILED'} ${result.seconds.padStart(6)}  ${check.name}`,
    );
    results.push(result);
  }
}

/** Runs one check; its output is kept for when it fails. */
async function run({ name, command: [program, ...args] }) {
  const from = performance.now();
  const child = spawn(pinnedNode, [join(root, program), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { name, output, exitCode, seconds: secondsSince(from) };
}

function secondsSince(from) {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}

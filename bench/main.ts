/** `npm run bench -- NAME`: measures, prints, and writes its section of `docs/performance.md`. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { applications } from './applications.ts';
import type { Bench, BenchResult } from './bench.ts';
import { root } from './bench-database.ts';
import { claim } from './claim.ts';
import { clients } from './clients.ts';
import { connections } from './connections.ts';
import { lists } from './lists.ts';
import { mapping } from './mapping.ts';

const benches: readonly Bench[] = [applications, claim, clients, connections, lists, mapping];
const page = join(root, 'docs', 'performance.md');

async function main(): Promise<number> {
  const bench = benches.find(({ name }) => name === process.argv[2]);
  if (!bench) {
    console.error('npm run bench -- NAME');
    for (const { name, summary } of benches) console.error(`  ${name.padEnd(12)} ${summary}`);
    return 2;
  }
  const result = await bench.run((line) => console.log(line));
  await writeFile(page, replaceSection(await readFile(page, 'utf8'), bench.name, describe(bench, result)));
  return 0;
}

function describe({ name }: Bench, { title, text, head, rows }: BenchResult): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const when = `Measured by \`npm run bench -- ${name}\` on ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}.`;
  return [`## ${title}`, '', text, when, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}

/** Each bench owns what stands between its two marks. */
function replaceSection(document: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const marked = `${begin}\n${section}\n${end}`;
  const from = document.indexOf(begin);
  if (from < 0) return `${document.trimEnd()}\n\n${marked}\n`;
  return document.slice(0, from) + marked + document.slice(document.indexOf(end) + end.length);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

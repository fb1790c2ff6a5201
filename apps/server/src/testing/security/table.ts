import { readFileSync } from 'node:fs';
import type { Row, Verdict } from './measure.ts';
import type { RouteKey } from './route-key.ts';
import { callerKinds } from './scene.ts';

const words = { in: 'yes', '401': 'sign-in', '403': 'refused', '404': 'hidden' } as const satisfies Record<
  string,
  Verdict
>;

/**
 * The table `table.txt`, written by hand: a method, a route, and a word for each kind of caller. A HEAD that comes with a GET has its line.
 * @throws Error naming the line that cannot be read
 */
export function readTable(): ReadonlyMap<RouteKey, Row> {
  const table = new Map<RouteKey, Row>();
  const text = readFileSync(new URL('./table.txt', import.meta.url), 'utf8');
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [methods = '', url = '', ...cells] = line.trim().split(/\s+/);
    if (cells.length !== callerKinds.length)
      throw new Error(`table.txt, line ${index + 1}: ${callerKinds.length} words are needed`);
    const row = Object.fromEntries(
      callerKinds.map((kind, column) => {
        const word = cells[column] ?? '';
        if (!Object.hasOwn(words, word)) throw new Error(`table.txt, line ${index + 1}: ${word}`);
        return [kind, words[word as keyof typeof words]];
      }),
    ) as Row;
    for (const method of methods.split('+')) table.set(`${method} ${url}`, row);
  }
  return table;
}

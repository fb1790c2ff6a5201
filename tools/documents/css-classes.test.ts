/** A class that a page names and its style sheet has not is no error to the compiler: the page is drawn without it. */

import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const classAttribute = /\bclassNames?=\{(?:[^{}]|\{[^{}]*\}|\$\{[^{}]*\})*\}/g;
const importOfSheet = /import (\w+) from '(\.[^']+\.module\.css)'/g;

async function missingClasses(page: string): Promise<string[]> {
  const text = await readFile(page, 'utf8');
  const missing: string[] = [];
  for (const [, name = '', sheet = ''] of text.matchAll(importOfSheet)) {
    const css = await readFile(join(dirname(page), sheet), 'utf8');
    const known = new Set([...css.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, each]) => each));
    const uses = [...text.matchAll(classAttribute)].map(([expression]) => expression).join('\n');
    for (const [, used = ''] of uses.matchAll(new RegExp(`\\b${name}\\.([a-zA-Z]\\w*)`, 'g')))
      if (!known.has(used)) missing.push(`${page.slice(root.length + 1)}: ${name}.${used}`);
  }
  return missing;
}

test('each class that a page names is in its style sheet', async () => {
  const pages = globSync('apps/*/src/**/*.{ts,tsx}', { cwd: root }).map((page) => join(root, page));
  expect(pages.length).toBeGreaterThan(100);
  const missing = await Promise.all(pages.map(missingClasses));
  expect(missing.flat()).toEqual([]);
});

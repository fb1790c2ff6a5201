import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCatalogue } from '@navette/model';
import { expect, it } from 'vitest';
import { renderErrors } from './write-docs.ts';

const page = await readFile(join(import.meta.dirname, '../docs/errors.md'), 'utf8');

/** The codes of a page, in its order: the first cell of each row. */
function codesOf(markdown: string): string[] {
  return [...markdown.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1] ?? '');
}

it('docs/errors.md names every code of the catalogue once, with both its sentences', () => {
  expect(codesOf(page).sort()).toEqual(Object.keys(errorCatalogue).sort());
  for (const { fr, en } of Object.values(errorCatalogue)) expect(page).toContain(`| ${fr} | ${en} |`);
});

it('docs/errors.md is what the catalogue gives today', () => {
  expect(page, 'stale: run npm run docs').toBe(renderErrors(errorCatalogue));
});

it('gives each kind its table, and the column that it alone has', () => {
  const text = renderErrors({
    one: { kind: 'request', status: 409, who: 'admin', retry: false, fr: 'Un | deux.', en: 'One.' },
    two: { kind: 'delivery', class: 'mapping', who: 'partner', retry: true, fr: 'Trois.', en: 'Three.' },
  });
  expect(text).toContain('| code | status | French | English | who can act | retry helps |');
  expect(text).toContain('| `one` | 409 | Un \\| deux. | One. | an administrator | no |');
  expect(text).toContain('| `two` | mapping | Trois. | Three. | the partner | yes |');
  expect(text.indexOf('`one`')).toBeLessThan(text.indexOf('## Deliveries'));
});

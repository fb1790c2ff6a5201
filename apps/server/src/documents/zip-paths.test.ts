import { nameKey } from '@navette/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zipPaths } from './zip-paths.ts';

const at = (folderPath: string, name: string, clientName = 'Aubertin') => ({ folderPath, name, clientName });

describe('paths in a zip', () => {
  it('keep folders below the one chosen, which they name', () => {
    const files = [at('/Achats/2026', 'a.pdf'), at('/Achats/2026/11', 'b.pdf')];
    expect(zipPaths(files, 1)).toEqual(['2026/a.pdf', '2026/11/b.pdf']);
    expect(zipPaths(files, 0)).toEqual(['Achats/2026/a.pdf', 'Achats/2026/11/b.pdf']);
  });

  it('leave out what chosen documents have in common', () => {
    expect(zipPaths([at('/Achats/2026/11', 'a.pdf')], null)).toEqual(['a.pdf']);
    expect(zipPaths([at('/Achats/2026', 'a.pdf'), at('/Achats/2025/01', 'b.pdf')], null)).toEqual([
      '2026/a.pdf',
      '2025/01/b.pdf',
    ]);
  });

  it('are below the clients’ names when there are several', () => {
    expect(zipPaths([at('/Social', 'a.pdf'), at('/Social', 'a.pdf', 'Garage/Lac')], null)).toEqual([
      'Aubertin/Social/a.pdf',
      'Garage_Lac/Social/a.pdf',
    ]);
  });

  it('are never the same for a system that ignores case, nor a file and a folder at once', () => {
    expect(zipPaths([at('/', 'a.pdf'), at('/', 'A.PDF'), at('/a (2).pdf', 'x')], 0)).toEqual([
      'a.pdf',
      'A (3).PDF',
      'a (2).pdf/x',
    ]);
  });

  it('are safe to unpack anywhere, all different, whatever the names', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      fc.constantFrom('..', '.', 'CON', 'a', 'A', '...', 'C:', '\\', '/etc', 'a/../b', '\0'),
    );
    const file = fc.record({
      folderPath: fc.array(name, { maxLength: 3 }).map((names) => `/${names.join('/')}`),
      name,
      clientName: fc.constantFrom('Aubertin', '..', 'a'),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 12 }), (files) => {
        const paths = zipPaths(files, null);
        expect(paths).toHaveLength(files.length);
        expect(new Set(paths.map(nameKey)).size).toBe(files.length);
        for (const path of paths) {
          expect(path).not.toMatch(/^\/|\\|[a-z]:|(^|\/)\.\.?(\/|$)|\0|\/\//i);
          expect(paths.some((other) => nameKey(other).startsWith(`${nameKey(path)}/`))).toBe(false);
        }
      }),
    );
  });
});

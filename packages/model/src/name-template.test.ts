import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { safeName, splitExtension } from './folder-path.ts';
import {
  exampleNameValues,
  expandNameTemplate,
  NameTemplateError,
  nameTemplateProblems,
  nameTemplateWarnings,
  nameVariables,
  parseNameTemplate,
  previewName,
} from './name-template.ts';

function expand(template: string, changes: Partial<typeof exampleNameValues> = {}): string {
  return previewName(template, { ...exampleNameValues, ...changes }).path;
}

function problemOf(template: string): string {
  try {
    parseNameTemplate(template);
  } catch (error) {
    if (error instanceof NameTemplateError) return error.problem;
    throw error;
  }
  return 'none';
}

describe('a name template', () => {
  test.each([
    ['{client}/{type}/{date}-{name}', 'DUPONT/achats/2026-11-21-Facture 1204.pdf'],
    ['{client}/{millésime}/{mois}/{name}', 'DUPONT/2026/11/Facture 1204.pdf'],
    ['{ Nom-Client } - {TYPE}/{nom}', 'Boulangerie Dupont - achats/Facture 1204.pdf'],
    ['{id}', '0199c1a2-7b3c-7d4e-8f50-617283940a1b.pdf'],
    [' Entrée / {Millesime}{mois} ', 'Entrée/202611.pdf'],
    ['{name}.pdf', 'Facture 1204.pdf'],
    ['{name}.xml', 'Facture 1204.xml.pdf'],
  ])('%s means %s', (template, path) => {
    expect(expand(template)).toBe(path);
  });

  it('comes back in one spelling, which means the same', () => {
    const { source } = parseNameTemplate('{ Nom Client }/{Millesime} / {NOM}');
    expect(source).toBe('{nom-client}/{millésime}/{name}');
    expect(parseNameTemplate(source).source).toBe(source);
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['/{client}/{name}', 'absolute'],
    ['{client}\\{name}', 'backslash'],
    ['{client}//{name}', 'empty_part'],
    ['{client}/{name}/', 'empty_part'],
    ['{client}/../{name}', 'leading_dot'],
    ['./{name}', 'leading_dot'],
    ['.caché/{name}', 'leading_dot'],
    ['{siret}/{name}', 'unknown_variable'],
    ['{}/{name}', 'unknown_variable'],
    ['{client/{name}', 'unbalanced_brace'],
    ['client}/{name}', 'unbalanced_brace'],
    ['C:{name}', 'unsafe_character'],
    ['{name}?', 'unsafe_character'],
    ['a\tb{name}', 'unsafe_character'],
    [`${'x'.repeat(101)}/{name}`, 'too_long'],
    [`${'a/'.repeat(10)}{name}`, 'too_deep'],
  ])('%j is refused: %s', (template, problem) => {
    expect(problemOf(template)).toBe(problem);
  });

  it('warns when nothing in the file’s name tells two documents apart', () => {
    expect(parseNameTemplate('{client}/{name}/{date}').warnings).toEqual(['may_collide']);
    expect(parseNameTemplate('{client}/{date}-{id}').warnings).toEqual([]);
    expect(parseNameTemplate('{client}/{name}').warnings).toEqual([]);
  });

  it('has words in both languages, with the spaces of French', () => {
    for (const { fr, en } of [
      ...Object.values(nameTemplateProblems),
      ...Object.values(nameTemplateWarnings),
      ...Object.values(nameVariables),
    ]) {
      expect(en).not.toBe('');
      expect(fr).not.toMatch(/[^\u00a0\s"][;!?»]|[^\u00a0]:(?=\s)|«[^\u00a0]|'/);
    }
  });
});

describe('what comes out', () => {
  it('ends with the document’s own extension, once and as it is written', () => {
    expect(expand('{name}', { name: 'Scan.PDF' })).toBe('Scan.PDF');
    expect(expand('{name}.pdf', { name: 'Scan.PDF' })).toBe('Scan.PDF');
    expect(expand('{name}', { name: 'sans extension' })).toBe('sans extension');
    expect(expand('{date}', { name: 'archive.tar.gz' })).toBe('2026-11-21.gz');
    expect(expand('{name}', { name: `${'é'.repeat(150)}.pdf` })).toBe(`${'é'.repeat(98)}.pdf`);
  });

  it('stays within the place given, whatever the values hold', () => {
    expect(expand('{client}/{name}', { client: '..', name: '../../passwd' })).toBe('_/_.._._passwd');
    expect(expand('{client}/{name}', { client: 'a/b\\c', name: '.pdf' })).toBe('a_b_c/_.pdf');
    expect(expand('{client}/{name}', { client: ' CON ', name: 'nul.pdf' })).toBe('_CON/_nul.pdf');
    expect(expand('x{client}/{name}', { client: '', name: '' })).toBe('x_/_');
    expect(expand('{client}./{name}', { client: 'D' })).toBe('D/Facture 1204.pdf');
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom('.', '/', '\\', ' ', 'a', 'é', 'e\u0301', '\u0000', '😀', ':', '{', '}'),
    }),
    fc.constantFrom('..', '.', '', 'CON', 'nul.txt', '.navette-1.part', 'a'.repeat(400), 'é'.repeat(300)),
  );
  const anyValues = fc.record({
    client: anyText,
    clientName: anyText,
    type: anyText,
    date: fc.constantFrom('2026-11-21', '0001-01-01'),
    name: fc.tuple(anyText, fc.constantFrom('', '.pdf', '.PDF', '.tar.gz', '.')).map((both) => both.join('')),
    id: anyText,
  });
  const piece = fc.constantFrom(
    ...['{client}', '{nom-client}', '{type}', '{date}', '{name}', '{id}'],
    '-',
    'à',
    ' ',
    '.',
  );
  const anyTemplate = fc
    .array(fc.array(piece, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map((pieces) => pieces.join('')).join('/'))
    .filter((template) => problemOf(template) === 'none');

  it('is made of safe, visible names of at most 200 bytes, as many as the template has parts', () => {
    fc.assert(
      fc.property(anyTemplate, anyValues, (source, values) => {
        const template = parseNameTemplate(source);
        const parts = expandNameTemplate(template, values).split('/');
        expect(parts).toHaveLength(template.parts.length);
        for (const part of parts) {
          expect(safeName(part)).toBe(part);
          expect(part).not.toMatch(/^\./);
          expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(200);
        }
        const { extension } = splitExtension(safeName(values.name));
        expect(parts.at(-1)?.endsWith(extension)).toBe(true);
      }),
    );
  });

  it('is the same when made twice: a document that is looked up is looked for where it was put', () => {
    fc.assert(
      fc.property(anyTemplate, anyValues, (source, values) => {
        const template = parseNameTemplate(source);
        const again = parseNameTemplate(template.source);
        expect(expandNameTemplate(again, values)).toBe(expandNameTemplate(template, values));
      }),
    );
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  type CatalogueEntry,
  type ErrorCode,
  errorCatalogue,
  errorSentence,
  isErrorCode,
  NavetteError,
} from './error-catalogue.ts';

const all = Object.entries(errorCatalogue) as [ErrorCode, CatalogueEntry][];
const names = (sentence: string) =>
  [...sentence.matchAll(/\{(\w+(?::bytes)?)\}/g)].map((found) => found[1]).sort();

describe.each(all)('%s', (_code, entry) => {
  it('has both sentences, with the same parameters', () => {
    for (const sentence of [entry.fr, entry.en]) {
      expect(sentence).toMatch(/^[\p{Lu}“«{]/u);
      expect(sentence).toMatch(/[.}]$/);
      expect(sentence.replace(/\{\w+(:bytes)?\}/g, '')).not.toMatch(/[{}]/);
    }
    expect(names(entry.fr)).toEqual(names(entry.en));
  });

  it('promises no other try to a person who tried, with the parameters it has otherwise', () => {
    const isPassing = ['temporary', 'limited', 'unknown'].includes(entry.class ?? '');
    expect(entry.tried !== undefined).toBe(isPassing);
    if (!entry.tried) return;
    expect(entry.tried.fr).not.toMatch(/automatique|de lui-même|['"]|[^\u00a0][:;?!»]/);
    expect(entry.tried.en).not.toMatch(/again|by itself|['"\u00a0]/);
    expect(names(entry.fr)).toEqual(expect.arrayContaining(names(entry.tried.fr)));
    expect(names(entry.tried.en)).toEqual(names(entry.tried.fr));
  });

  it('has the no-break spaces and apostrophes of French', () => {
    const words = entry.fr.replace(/\{\w+(:bytes)?\}/g, 'x');
    expect(words).not.toMatch(/[^\u00a0][:;?!»]|«[^\u00a0]/);
    expect(words).not.toMatch(/['"]/);
    expect(entry.en).not.toMatch(/['"\u00a0]/);
  });

  it('has a class when it is of a delivery, a status when it answers a request', () => {
    expect(entry.class !== undefined).toBe(entry.kind === 'delivery');
    expect(entry.status !== undefined).toBe(entry.kind === 'request');
    if (entry.status !== undefined) expect(entry.status).toBeGreaterThanOrEqual(400);
    // A partner's words are of any language: they stand beside the sentence.
    if (entry.kind === 'delivery') expect(names(entry.fr)).not.toContain('words');
    if (entry.class === 'temporary' || entry.class === 'limited') expect(entry.retry).toBe(true);
    if (entry.class === 'connection' || entry.class === 'mapping') expect(entry.retry).toBe(false);
  });
});

describe('a sentence', () => {
  it('shows its parameters, sizes as people read them, and a missing one as an ellipsis', () => {
    const params = { partner: 'Inqom', size: 24_800_000, limit: 20_000_000 };
    expect(errorSentence('document_too_large', 'fr', params)).toBe(
      'Trop gros\u00a0: 24,8\u00a0Mo, Inqom limite à 20\u00a0Mo. Déposez une version plus légère, ou découpez le fichier.',
    );
    expect(errorSentence('document_too_large', 'en', params)).toContain('24.8\u00a0MB');
    expect(errorSentence('partner_busy', 'en')).toBe('… asks to slow down. Sending resumes by itself.');
  });

  it('takes the English of a parameter that is words, where there is one', () => {
    const params = { detail: 'Mot de passe', detailEn: 'Password' };
    expect(errorSentence('invalid_request', 'fr', params)).toContain(': Mot de passe.');
    expect(errorSentence('invalid_request', 'en', params)).toContain(': Password.');
    expect(errorSentence('invalid_request', 'en', { detail: 'x' })).toContain(': x.');
  });

  it('shows a value as it is, even one that looks like a parameter', () => {
    expect(errorSentence('dossier_inactive', 'en', { key: '{partner}', partner: '$& {key}' })).toMatch(
      /^Dossier {partner} is closed or archived at \$& {key}\./,
    );
  });
});

it('an error carries its code, its parameters and what happened below', () => {
  const cause = new Error('below');
  const error = new NavetteError('name_taken', { name: 'a.pdf' }, cause);
  expect(error).toMatchObject({ code: 'name_taken', params: { name: 'a.pdf' }, cause });
  expect('cause' in new NavetteError('not_found')).toBe(false);
});

it('no code stands in two files of the catalogue, where one would hide the other', async () => {
  const folder = new URL('./error-catalogue/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => file !== 'entry.ts');
  const codes: string[] = [];
  for (const file of files) {
    const text = await readFile(new URL(file, folder), 'utf8');
    codes.push(...[...text.matchAll(/^ {2}(\w+): \{$/gm)].map(([, code = '']) => code));
  }
  expect(codes.sort()).toEqual(Object.keys(errorCatalogue).sort());
});

it('a code is one of the catalogue and no property of every object', () => {
  expect(isErrorCode('not_found')).toBe(true);
  for (const other of ['', 'nope', 'toString', '__proto__']) expect(isErrorCode(other)).toBe(false);
});

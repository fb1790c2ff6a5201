import { ApiError } from '@navette/api';
import { NavetteError } from '@navette/model';
import { expect, test } from 'vitest';
import { describeProblem, isSignedOut } from './problem-sentence.ts';

const answer = {
  type: 'about:blank',
  title: 'x',
  status: 422,
  code: 'invalid_siret',
  fr: 'Ce SIRET n’est pas valable : 13 chiffres.',
  en: 'This SIRET is not valid: 13 digits.',
  who: 'collaborator',
  retry: false,
  reference: 'ref-7',
} as const;

test('tells the server’s sentence in the language of the interface, with its reference', () => {
  const error = new ApiError(422, answer, undefined);
  expect(describeProblem(error, 'fr')).toEqual({
    code: 'invalid_siret',
    sentence: 'Ce SIRET n’est pas valable\u00a0: 13 chiffres.',
    reference: 'ref-7',
  });
  expect(describeProblem(error, 'en').sentence).toBe(answer.en);
});

test('says that the server is silent without naming an empty address', () => {
  const { sentence } = describeProblem(new NavetteError('server_unreachable', { url: '' }), 'fr');
  expect(sentence).toMatch(/^Le serveur ne répond pas\./);
});

test('never shows the message of an error of the page itself', () => {
  expect(describeProblem(new TypeError('x is undefined'), 'fr').sentence).not.toContain('undefined');
});

test('knows a session that is over from a right that is missing', () => {
  expect(isSignedOut(new ApiError(401, { ...answer, status: 401, code: 'not_signed_in' }, undefined))).toBe(
    true,
  );
  expect(isSignedOut(new ApiError(403, { ...answer, status: 403, code: 'not_allowed' }, undefined))).toBe(
    false,
  );
});

import { expect, test } from 'vitest';
import { isSaveable, mayBeVouchedFor, problemSentence, typingProblem } from './typed-value.ts';

const typed = (value: string, overrideReason = '') => ({ value, overrideReason });

test('says nothing against a number that is still being typed, but does not save it', () => {
  expect(typingProblem('siret', '732 829 320')).toBe('unfinished');
  expect(typingProblem('siren', '7328')).toBe('unfinished');
  expect(isSaveable('siret', typed('732 829 320', 'un motif'))).toBe(false);
});

test('checks a number once all its digits are there', () => {
  expect(typingProblem('siret', '732 829 320 00074')).toBeNull();
  expect(typingProblem('siret', '732 829 320 00075')).toBe('bad_checksum');
  expect(typingProblem('siret', '7,32829E+13')).toBe('scientific_notation');
  expect(typingProblem('siren', '732829320')).toBeNull();
  expect(typingProblem('siren', '7328293200')).toBe('not_9_digits');
});

test('saves an empty value, any code or text, and a whole e-mail address', () => {
  for (const kind of ['siret', 'siren', 'email', 'code', 'text'] as const)
    expect(isSaveable(kind, typed('  '))).toBe(true);
  expect(isSaveable('code', typed('AUB 001'))).toBe(true);
  expect(isSaveable('email', typed('achats@dext.cc'))).toBe(true);
  expect(isSaveable('email', typed('achats@dext'))).toBe(false);
});

test('lets a person vouch for a wrong check digit alone, with a reason', () => {
  expect(isSaveable('siret', typed('73282932000075'))).toBe(false);
  expect(isSaveable('siret', typed('73282932000075', 'en cours d’immatriculation'))).toBe(true);
  for (const value of ['00000000000000', '7,32829E+13', '732829320000745'])
    expect(mayBeVouchedFor(typingProblem('siret', value))).toBe(false);
});

test('says what is wrong in the words of the server', () => {
  expect(problemSentence('siret', 'not_14_digits', ' abc ', 'fr')).toContain('«\u00a0abc\u00a0»');
  expect(problemSentence('code', 'too_long', 'x', 'en')).toContain('50');
});

import { expect, test } from 'vitest';
import { readSignInSearch } from './sign-in-search.ts';

test('reads why a provider’s sign-in failed', () => {
  const search = { probleme: 'sign_in_provider_refused', detail: 'access_denied', reference: 'a-1' };
  expect(readSignInSearch(search)).toEqual(search);
});

test('shows no sentence that a stranger wrote into a link', () => {
  expect(
    readSignInSearch({
      probleme: 'Votre compte est bloqué',
      detail: 'appelez le 08 99',
      reference: '<b>x</b>',
      cree: 'non',
    }),
  ).toEqual({});
});

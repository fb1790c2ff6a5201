import { describe, expect, test } from 'vitest';
import { readAddresses } from './read-addresses.ts';

const emails = (text: string) => readAddresses(text).people.map(({ email }) => email);

describe('addresses are read as people paste them', () => {
  test.each([
    ['a@x.fr', ['a@x.fr']],
    ['a@x.fr, b@x.fr;c@x.fr\nd@x.fr  e@x.fr', ['a@x.fr', 'b@x.fr', 'c@x.fr', 'd@x.fr', 'e@x.fr']],
    ['A@X.fr\na@x.FR', ['a@x.fr']],
    ['mailto:a@x.fr.', ['a@x.fr']],
    ['  \n ; , ', []],
  ])('%j', (text, expected) => {
    expect(emails(text)).toEqual(expected);
  });

  test('with their names', () => {
    const text =
      'Paul Rey <paul@x.fr>, "Durand, Anne" <anne@x.fr>; <sans@x.fr>\nÉmile <emile@x.fr> Zoé <zoe@x.fr>';
    expect(readAddresses(text)).toEqual({
      people: [
        { email: 'paul@x.fr', name: 'Paul Rey' },
        { email: 'anne@x.fr', name: 'Durand, Anne' },
        { email: 'sans@x.fr', name: null },
        { email: 'emile@x.fr', name: 'Émile' },
        { email: 'zoe@x.fr', name: 'Zoé' },
      ],
      unread: [],
    });
  });
});

test('what is no address is given back', () => {
  expect(readAddresses('a@x.fr, paul, b@x').unread).toEqual(['paul', 'b@x']);
});

import { expect, test } from 'vitest';
import { words } from './words.ts';

type Words = { readonly [key: string]: string | Words };

function flatten(tree: Words, above = ''): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}${key}`, value]] : flatten(value, `${above}${key}.`),
  );
}

const french = flatten(words.fr);
const english = new Map(flatten(words.en));

test('says everything in both languages', () => {
  expect([...english.keys()].sort()).toEqual(french.map(([key]) => key).sort());
});

test('leaves no sentence empty', () => {
  expect([...french, ...english].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
});

test('puts the same values into a sentence in both languages', () => {
  const valuesOf = (sentence: string) => [...new Set(sentence.match(/\{\{\w+\}\}/g) ?? [])].sort();
  for (const [key, sentence] of french) {
    expect([key, valuesOf(english.get(key) ?? '')]).toEqual([key, valuesOf(sentence)]);
  }
});

test('has a plural for each singular', () => {
  const keys = new Set(french.map(([key]) => key));
  const lonely = [...keys].filter((key) => key.endsWith('_one') && !keys.has(key.replace(/_one$/, '_other')));
  expect(lonely).toEqual([]);
});

test('never lets French punctuation start a line', () => {
  expect(french.filter(([, sentence]) => / [:;?!»]|« /.test(sentence))).toEqual([]);
});

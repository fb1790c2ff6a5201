import { expect, test } from 'vitest';
import { extendChain, firstPage, type LoadedPage, mendChain, pagesNear } from './page-chain.ts';

const page = (next: string | null, rows = 100): LoadedPage => ({ next, rows });

test('grows by one page at a time, up to the last', () => {
  expect(extendChain(firstPage, [undefined])).toEqual([undefined]);
  expect(extendChain(firstPage, [page('a')])).toEqual([undefined, 'a']);
  expect(extendChain([undefined, 'a'], [page('a'), page(null)])).toEqual([undefined, 'a']);
});

test('stays the very same while pages end where they did', () => {
  const chain = [undefined, 'a', 'b'];
  expect(mendChain(chain, [page('a'), undefined, page('c')])).toBe(chain);
});

test('is asked anew from a page that ends elsewhere', () => {
  expect(mendChain([undefined, 'a', 'b'], [page('a2'), page('b'), page(null)])).toEqual([undefined, 'a2']);
  expect(mendChain([undefined, 'a', 'b'], [page('a'), page(null, 3), page('c')])).toEqual([undefined, 'a']);
});

test('keeps fresh what is in sight, and its neighbours', () => {
  const pages = Array.from({ length: 10 }, (_, index) => page(String(index)));
  expect(pagesNear(pages, { first: 0, last: 30 })).toEqual({ from: 0, to: 1 });
  expect(pagesNear(pages, { first: 480, last: 520 })).toEqual({ from: 3, to: 6 });
  expect(pagesNear(pages, { first: 990, last: 1020 })).toEqual({ from: 8, to: 9 });
  expect(pagesNear([undefined], { first: 0, last: 0 })).toEqual({ from: 0, to: 0 });
});

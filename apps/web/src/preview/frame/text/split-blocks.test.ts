import { expect, it } from 'vitest';
import { splitBlocks } from './split-blocks.ts';

it('puts a hundred lines into a block, whatever ends them', () => {
  const text = Array.from({ length: 250 }, (_, at) => `ligne ${at}${['\n', '\r\n', '\r'][at % 3]}`).join('');
  const blocks = splitBlocks(text);
  expect(blocks.map((block) => block.split('\n').length)).toEqual([100, 100, 51]);
  expect(blocks[1]).toMatch(/^ligne 100\nligne 101\n/);
});

it('goes on in the next line where one has no end', () => {
  const [block = ''] = splitBlocks('x'.repeat(2_500));
  expect(block.split('\n').map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
});

it('keeps a short text as it is', () => {
  expect(splitBlocks('un\n\ndeux')).toEqual(['un\n\ndeux']);
});

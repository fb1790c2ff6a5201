import { expect, it } from 'vitest';
import { readLinks, readPaths, readTree } from './read-document.ts';

const markdown = [
  'See `apps/server/src/main.ts#startServer`, `README.md` and `tools/`, not `npm run check`, `connectors/*`,',
  '`@navette/model`, `/api/v1` or `{mois}`. A [page](docs/user/start.md#first), [another](https://example.org/).',
  '```tree',
  'tools/          checks the repository',
  'tools/arrows/   who may import whom',
  '```',
  '```',
  'ls `tools/none.ts`',
  '```',
].join('\n');

it('reads the folders of a tree with their sentences', () => {
  expect(readTree(markdown)).toEqual([
    { folder: 'tools', sentence: 'checks the repository' },
    { folder: 'tools/arrows', sentence: 'who may import whom' },
  ]);
});

it('reads paths and symbols in backticks, and nothing else', () => {
  expect(readPaths(markdown)).toEqual([
    { path: 'apps/server/src/main.ts', symbol: 'startServer' },
    { path: 'README.md', symbol: undefined },
    { path: 'tools', symbol: undefined },
  ]);
});

it('reads links inside the repository', () => {
  expect(readLinks(markdown)).toEqual(['docs/user/start.md']);
});

import { expect, it } from 'vitest';
import { readSource } from './arrows/read-source.ts';
import { renderConnectorList } from './generate-connectors.ts';

it('lists each connector by its folder, under a name that code can have', () => {
  const text = renderConnectorList([
    { folder: 'cegid-loop', packageName: '@navette/connector-cegid-loop' },
    { folder: 'inqom', packageName: '@navette/connector-inqom' },
  ]);
  expect(text).toContain("import { connectors as cegidLoop } from '@navette/connector-cegid-loop';\n");
  expect(text).toContain('export const connectors = [...cegidLoop, ...inqom] as const;\n');
});

it('breaks the list into lines when it grows, as the formatter would', () => {
  const folders = Array.from({ length: 20 }, (_, index) => `partner-${index}`);
  const text = renderConnectorList(
    folders.map((folder) => ({ folder, packageName: `@navette/connector-${folder}` })),
  );
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  expect(readSource('connectors.gen.ts', text).imports).toHaveLength(20);
});

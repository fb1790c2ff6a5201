import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { indentXml } from './indent-xml.ts';
import { readInvoice } from './read-invoice.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const folder = new URL('../testing/', import.meta.url);

it('puts an element to a line, deeper ones further in, and escapes what it must', () => {
  const text = '<a x="&quot;1&quot;"><b>un &amp; deux</b><c><d/></c><!-- note --> fin </a>';
  expect(indentXml(encode(text), 1_000)).toEqual({
    text: [
      '<a x="&quot;1&quot;">',
      '  <b>un &amp; deux</b>',
      '  <c>',
      '    <d></d>',
      '  </c>',
      '  <!-- note -->',
      '  fin',
      '</a>',
    ].join('\n'),
    isCut: false,
  });
});

it.each(readdirSync(folder).filter((name) => name.endsWith('.xml')))('keeps all that %s says', (name) => {
  const bytes = readFileSync(new URL(name, folder));
  const { text, isCut } = indentXml(bytes, 1_000_000);
  expect(isCut).toBe(false);
  expect(readInvoice(encode(text))).toEqual(readInvoice(bytes));
});

it('stops where it is told to, and says so', () => {
  const { text, isCut } = indentXml(encode(`<a>${'<b>text</b>'.repeat(1_000)}</a>`), 100);
  expect(text).toHaveLength(100);
  expect(isCut).toBe(true);
});

/** Files that nobody vouches for: whatever the bytes, reading ends, soon, in an invoice, in nothing, or in one of two errors. */
import { readdirSync, readFileSync } from 'node:fs';
import { NavetteError } from '@navette/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentXml } from './indent-xml.ts';
import { parseXml, xmlLimits } from './parse-xml.ts';
import { readInvoice } from './read-invoice.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const folder = new URL('../testing/', import.meta.url);
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.xml'))
  .map((name) => readFileSync(new URL(name, folder)));

/** The code that reading ends with; `read` when it ends well. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    readInvoice(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof NavetteError) return error.code;
    throw error;
  }
}

describe('reading ends in an invoice, in nothing, or in a code', () => {
  const known = ['read', 'xml_malformed', 'xml_refused'];

  it('for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4_000 }), (bytes) => known.includes(outcomeOf(bytes))));
  });

  it('for any text that looks like XML', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '</',
        '>',
        '/>',
        '<?xml version="1.0"?>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '&amp;',
        '&x;',
        '&#0;',
        '<!DOCTYPE a [',
        ']>',
      ),
      fc.constantFrom('<Invoice>', '</Invoice>', '<a:b c="d">', 'xmlns:a=""', '"', "'", '=', '\0', '\ud800'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) =>
        known.includes(outcomeOf(encode(pieces.join('')))),
      ),
      { numRuns: 500 },
    );
  });

  it('for a sample that was cut: never an invoice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.double({ min: 0, max: 1, noNaN: true }), (bytes, part) => {
        const end = bytes.lastIndexOf('>');
        return outcomeOf(bytes.subarray(0, Math.floor(part * end))) === 'xml_malformed';
      }),
    );
  });

  it('for a sample with bytes changed on the way', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), changes, (bytes, changed) => {
        const copy = Uint8Array.from(bytes);
        for (const [at, byte] of changed) copy[at % copy.length] = byte;
        return known.includes(outcomeOf(copy));
      }),
    );
  });

  it('and says nothing of what it refused', () => {
    for (const text of ['<a>mot de passe', '<!DOCTYPE secret><a/>'])
      expect(() => readInvoice(encode(text))).toThrow(/^This XML/);
  });
});

describe('is refused', () => {
  it.each([
    ['a document type', '<!DOCTYPE Invoice><Invoice/>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an external document type', '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;]><a/>'],
    ['an entity out of nowhere', '<a>&company;</a>'],
    [
      'a bomb of entities',
      `<!DOCTYPE a [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};">`).join('')}]><a>&a30;</a>`,
    ],
    ['nesting past the limit', `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`],
    ['deep nesting that never ends', '<a>'.repeat(1_000_000)],
  ])('%s', (_title, text) => {
    expect(outcomeOf(encode(text))).toBe('xml_refused');
    expect(() => indentXml(encode(text), 1_000)).toThrow(NavetteError);
  });

  it('more bytes than the limit, and what fits is read', () => {
    const bytes = encode('<a>12345</a>');
    expect(() => parseXml(bytes, { ...xmlLimits, maxBytes: bytes.length - 1 })).toThrow(/not read/);
    expect(parseXml(bytes, { ...xmlLimits, maxBytes: bytes.length })).toMatchObject({
      name: 'a',
      text: '12345',
    });
  });

  it('more elements than the limit', () => {
    const limits = { ...xmlLimits, maxElements: 10 };
    expect(() => parseXml(encode(`<a>${'<b/>'.repeat(10)}</a>`), limits)).toThrow(/not read/);
    expect(parseXml(encode(`<a>${'<b/>'.repeat(9)}</a>`), limits).children).toHaveLength(9);
  });

  it('what takes too long', () => {
    let time = 0;
    const now = () => (time += 100);
    const long = encode(`<a>${'<b>text</b>'.repeat(300_000)}</a>`);
    expect(() => parseXml(long, { ...xmlLimits, timeoutMs: 1_000, now })).toThrow(/not read/);
  });
});

it('reads five predefined entities, character references, CDATA, and no values into numbers', () => {
  const text = '<a b="&quot;&#233;">&lt;&amp;&gt;&apos;&#xe9;<![CDATA[<&x;>]]></a>';
  expect(parseXml(encode(text), xmlLimits)).toEqual({
    name: 'a',
    attributes: { b: '"é' },
    children: [],
    text: "<&>'é<&x;>",
  });
  expect(parseXml(encode('<a>007.10</a>'), xmlLimits).text).toBe('007.10');
});

it('keeps names of properties that every object has as what they are: text', () => {
  const root = parseXml(encode('<a constructor="1" __proto__="2"><toString>3</toString></a>'), xmlLimits);
  expect(Object.entries(root.attributes)).toContainEqual(['constructor', '1']);
  expect(root.children[0]).toMatchObject({ name: 'toString', text: '3' });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

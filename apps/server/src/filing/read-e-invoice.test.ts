import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readEInvoice } from './read-e-invoice.ts';

const sample = (name: string) => readFile(new URL(`../../../../demo/documents/${name}`, import.meta.url));

function stored(bytes: Uint8Array, mediaType: string) {
  const open = async function* () {
    for (let offset = 0; offset < bytes.length; offset += 1_000) yield bytes.subarray(offset, offset + 1_000);
  };
  return { mediaType, sizeBytes: bytes.length, open };
}

it('tells a Factur-X, an UBL, and a PDF that is neither', async () => {
  const pdf = 'application/pdf';
  expect(await readEInvoice(stored(await sample('facturx-Facture_FR_MINIMUM.pdf'), pdf))).toBe('factur-x');
  expect(await readEInvoice(stored(await sample('plain-invoice.pdf'), pdf))).toBeNull();
  expect(await readEInvoice(stored(await sample('ubl-creditnote.xml'), 'application/xml'))).toBe('ubl');
});

it('does not open what is too large, or of another kind', async () => {
  const never = () => {
    throw new Error('it was opened');
  };
  expect(await readEInvoice({ mediaType: 'application/pdf', sizeBytes: 30_000_000, open: never })).toBeNull();
  expect(await readEInvoice({ mediaType: 'image/png', sizeBytes: 10, open: never })).toBeNull();
});

it('gives up a file that swells past its memory, and goes on living', async () => {
  const packed = deflateSync(Buffer.alloc(900_000_000));
  const head = '%PDF-1.7\n1 0 obj\n<</Type/Filespec/EF<</F 2 0 R>>>>\nendobj\n';
  const stream = `2 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`;
  const bytes = Buffer.concat([
    Buffer.from(head + stream),
    packed,
    Buffer.from('\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n'),
  ]);
  expect(await readEInvoice(stored(bytes, 'application/pdf'))).toBeNull();
});

it('fails as the bytes do', async () => {
  const open = async function* () {
    yield new Uint8Array(1);
    throw new Error('the disk gave up');
  };
  await expect(readEInvoice({ mediaType: 'application/pdf', sizeBytes: 2, open })).rejects.toThrow('gave up');
});

import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { PDFDict, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { readInvoiceFormat } from './read-format.ts';

const sample = (name: string) => readFile(new URL(`../testing/${name}`, import.meta.url));
const pdf = 'application/pdf';

/** A PDF that carries a file, as pdf-lib writes it: named in the EmbeddedFiles tree and in `/AF`. */
async function carry(bytes: Uint8Array, name: string): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  document.addPage();
  await document.attach(bytes, name, { mimeType: 'text/xml' });
  await document.flush();
  return document;
}

describe('tells a Factur-X', () => {
  it.each(['facturx-Facture_FR_MINIMUM.pdf', 'facturx-EN16931-Einfach.pdf', 'zugferd1-BASIC-Einfach.pdf'])(
    '%s',
    async (name) => {
      expect(await readInvoiceFormat(await sample(name), pdf)).toBe('factur-x');
    },
  );

  it('whatever its XML is named', async () => {
    const document = await carry(await sample('cii-Einfach.xml'), 'pièce.bin');
    expect(await readInvoiceFormat(await document.save(), pdf)).toBe('factur-x');
  });

  it('whose XML no tree of names leads to', async () => {
    const document = await carry(await sample('cii-Einfach.xml'), 'factur-x.xml');
    const names = document.catalog.lookup(PDFName.of('Names'), PDFDict);
    names.delete(PDFName.of('EmbeddedFiles'));
    expect(await readInvoiceFormat(await document.save(), pdf)).toBe('factur-x');
  });

  it('whose objects are compressed, and whose XML is in UTF-16 behind a mark', async () => {
    const text = (await sample('cii-Einfach.xml')).toString('utf8').replace(/^\uFEFF?<\?xml.*?\?>/, '');
    const document = await carry(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'factur-x.xml');
    expect(await readInvoiceFormat(await document.save({ useObjectStreams: true }), pdf)).toBe('factur-x');
  });
});

describe('tells nothing of', () => {
  it('a PDF without an XML', async () => {
    expect(await readInvoiceFormat(await sample('plain-invoice.pdf'), pdf)).toBeNull();
  });

  it('a PDF that carries another XML, or an UBL', async () => {
    const other = await carry(Buffer.from('<?xml version="1.0"?><notes/>'), 'factur-x.xml');
    expect(await readInvoiceFormat(await other.save(), pdf)).toBeNull();
    const ubl = await carry(await sample('ubl-Einfach.xml'), 'ubl.xml');
    expect(await readInvoiceFormat(await ubl.save(), pdf)).toBeNull();
  });

  it('a PDF that is cut at any place, or is none', async () => {
    const whole = await sample('facturx-Facture_FR_MINIMUM.pdf');
    for (const length of [0, 1, 9, 500])
      expect(await readInvoiceFormat(whole.subarray(0, length), pdf), String(length)).toBeNull();
    // Further on the XML may be there whole.
    for (let length = 1_000; length < whole.length; length += 1_777)
      expect([null, 'factur-x']).toContain(await readInvoiceFormat(whole.subarray(0, length), pdf));
    expect(await readInvoiceFormat(Buffer.from('%PDF-1.7 rien'), pdf)).toBeNull();
  });

  it('a PDF whose embedded file swells past what an invoice can be', async () => {
    const bomb = deflateSync(Buffer.alloc(30_000_000, ' '));
    const document = await PDFDocument.create();
    document.addPage();
    const { context } = document;
    const stream = context.register(context.stream(bomb, { Type: 'EmbeddedFile', Filter: 'FlateDecode' }));
    context.register(context.obj({ Type: 'Filespec', EF: { F: stream } }));
    expect(await readInvoiceFormat(await document.save(), pdf)).toBeNull();
  });

  it('a picture, a text, an XML that is no invoice', async () => {
    const xml = await sample('cii-Einfach.xml');
    expect(await readInvoiceFormat(xml, 'image/png')).toBeNull();
    expect(await readInvoiceFormat(xml, 'text/plain')).toBeNull();
    expect(await readInvoiceFormat(Buffer.from('<a/>'), 'application/xml')).toBeNull();
    expect(await readInvoiceFormat(Buffer.from('<!DOCTYPE a><a/>'), 'text/xml')).toBeNull();
  });
});

it('tells the two syntaxes of an XML alone', async () => {
  expect(await readInvoiceFormat(await sample('cii-Rabatte.xml'), 'application/xml')).toBe('cii');
  expect(await readInvoiceFormat(await sample('ubl-creditnote.xml'), 'text/xml')).toBe('ubl');
});

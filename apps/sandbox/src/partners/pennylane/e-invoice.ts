import { inflateSync } from 'node:zlib';

export type EInvoiceFormat = 'factur-x' | 'ubl' | 'cii';

const roots: Readonly<Record<string, EInvoiceFormat>> = {
  'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 Invoice': 'ubl',
  'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2 CreditNote': 'ubl',
  'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100 CrossIndustryInvoice': 'cii',
};

const maxXmlBytes = 10_000_000;

/** @returns what the bytes are, whatever the name says: a PDF that holds a CII, a UBL or CII XML, or `null`. */
export function recogniseEInvoice(bytes: Buffer): EInvoiceFormat | null {
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') return recogniseXml(bytes);
  for (const content of readStreams(bytes)) {
    if (recogniseXml(content) === 'cii') return 'factur-x';
  }
  return null;
}

/** By the name and namespace of the root element. A document type declaration is refused: no invoice has one. */
function recogniseXml(bytes: Buffer): EInvoiceFormat | null {
  const text = decode(bytes.subarray(0, maxXmlBytes)).replace(/^\s*<\?xml[^>]*\?>/, '');
  const start = /^(?:\s|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*<(?:([\w.-]+):)?([\w.-]+)((?:\s[^<>]*)?)>/.exec(text);
  if (!start) return null;
  const [, prefix, name, attributes = ''] = start;
  const declared = prefix === undefined ? 'xmlns' : `xmlns:${prefix.replaceAll('.', '\\.')}`;
  const namespace = new RegExp(`\\s${declared}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];
  return roots[`${namespace} ${name}`] ?? null;
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le').slice(1);
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** The streams of a PDF, inflated where they are deflated. An embedded file is one of them. */
function* readStreams(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf('stream'); at !== -1; at = bytes.indexOf('stream', at + 6)) {
    const isEnd = bytes.subarray(at - 3, at).toString('latin1') === 'end';
    if (isEnd) continue;
    const start = at + 6 + (bytes[at + 6] === 0x0d ? 2 : 1);
    const end = bytes.indexOf('endstream', start);
    if (end === -1) return;
    yield inflate(bytes.subarray(start, end));
    at = end;
  }
}

function inflate(content: Buffer): Buffer {
  try {
    // Bytes after the deflated ones (an end of line) are ignored.
    return inflateSync(content, { maxOutputLength: maxXmlBytes });
  } catch {
    return content;
  }
}

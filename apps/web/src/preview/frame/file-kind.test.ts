import { expect, it } from 'vitest';
import { type FileKind, readFileKind } from './file-kind.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const unnamed = { name: 'document', mediaType: 'application/octet-stream' };

it.each<[FileKind, string, string]>([
  ['pdf', 'a PDF', '%PDF-1.7\n'],
  ['pdf', 'a PDF behind what a scanner put before it', '\0\0job=12\n%PDF-1.4'],
  ['picture', 'a JPEG', '\xff\xd8\xff\xe0\0\x10JFIF'],
  ['picture', 'a PNG', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  ['picture', 'a GIF', 'GIF89a\x01\0'],
  ['picture', 'a WebP', 'RIFF\x24\0\0\0WEBPVP8 '],
  ['tiff', 'a TIFF of a PC', 'II*\0\x08\0\0\0'],
  ['tiff', 'a TIFF of a Mac', 'MM\0*\0\0\0\x08'],
  ['heic', 'a photograph of a telephone', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['xml', 'an XML', '<?xml version="1.0"?>\n<Invoice/>'],
  ['xml', 'an XML without a declaration', '\n<!-- note --><releve/>'],
  ['xml', 'an XML that was cut before its root', '<?xml version="1.0"?>'],
  ['xml', 'an XML in UTF-16', Buffer.from('\ufeff<a/>', 'utf16le').toString('latin1')],
  ['text', 'a text', 'Bonjour,\r\nla facture est jointe.'],
  ['text', 'a text of Windows', 'r\xe9gl\xe9 \x80'],
  ['text', 'a text that begins with a sign', '<3 merci'],
  ['none', 'a web page', '<!DOCTYPE html><html></html>'],
  ['none', 'a web page that speaks of PDF', '<html><!-- %PDF-1.7 --></html>'],
  ['none', 'a web page as XML', '<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"/>'],
  ['none', 'a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['none', 'a drawing behind a comment', '<?xml version="1.0"?><!-- <a> --><svg/>'],
  ['none', 'a script in a page without a head', '<script>alert(1)</script>'],
  ['none', 'an office file', 'PK\x03\x04\x14\0'],
  ['none', 'a letter of a word processor', '{\\rtf1 Bonjour}'],
  ['none', 'a program', '\x7fELF\x02\x01'],
])('%s is what %s is', (kind, _title, start) => {
  expect(readFileKind(bytesOf(start), unnamed)).toBe(kind);
});

it('a name makes nothing of bytes that are something else', () => {
  const named = { name: 'facture.pdf', mediaType: 'application/pdf' };
  expect(readFileKind(bytesOf('<html><body>'), named)).toBe('none');
  expect(readFileKind(bytesOf('\x89PNG\r\n\x1a\n'), named)).toBe('picture');
  expect(readFileKind(bytesOf('Bonjour'), named)).toBe('text');
});

it('a name tells texts apart, which look alike', () => {
  const kindOf = (name: string, mediaType: string) => readFileKind(bytesOf('a;b'), { name, mediaType });
  expect(kindOf('export.CSV', 'text/plain')).toBe('csv');
  expect(kindOf('export', 'text/csv')).toBe('csv');
  expect(kindOf('page.html', 'text/plain')).toBe('none');
  expect(kindOf('message.eml', 'message/rfc822')).toBe('none');
});

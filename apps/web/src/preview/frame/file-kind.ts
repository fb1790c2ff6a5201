/** What a file is, by its first bytes; its name and media type only tell texts apart, which look alike. */
import { decodePlainText, decodeXml } from '@navette/einvoice';

export const fileKinds = ['pdf', 'picture', 'heic', 'tiff', 'xml', 'csv', 'text', 'none'] as const;
export type FileKind = (typeof fileKinds)[number];

interface NamedFile {
  readonly name: string;
  readonly mediaType: string;
}

const headLength = 4_096;
/** Pictures that browsers decode by themselves. */
const signatures: readonly [FileKind, number, string][] = [
  ['picture', 0, '\xff\xd8\xff'],
  ['picture', 0, '\x89PNG\r\n\x1a\n'],
  ['picture', 0, 'GIF87a'],
  ['picture', 0, 'GIF89a'],
  ['picture', 8, 'WEBP'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
];
const heicBrands = /^ftyp(heic|heix|hevc|hevx|heim|heis|hevm|hevs|mif1|msf1)/;
/** What could run in a page is never shown, not even as text: a person would take the preview for the document. */
const runs = /^(html|head|body|script|svg|style|iframe|object|embed|template|div|img|meta)$/i;

/** HTML, SVG, office files, archives and everything that is not known is `none`. */
export function readFileKind(bytes: Uint8Array, file: NamedFile): FileKind {
  const head = bytes.subarray(0, headLength);
  const latin = new TextDecoder('latin1').decode(head);
  const found = signatures.find(([, at, signature]) => latin1At(head, at, signature));
  if (found !== undefined) return found[0];
  if (heicBrands.test(latin.slice(4, 12))) return 'heic';
  // Readers find a PDF behind what scanners and mail programs put before it; a page of the web could hold the word too.
  if (latin.slice(0, 1_024).includes('%PDF-') && !latin.trimStart().startsWith('<')) return 'pdf';
  return isText(head) ? readTextKind(head, file) : 'none';
}

function latin1At(head: Uint8Array, at: number, signature: string): boolean {
  for (let index = 0; index < signature.length; index++) {
    if (head[at + index] !== signature.charCodeAt(index)) return false;
  }
  return true;
}

/** No character that only programs write; UTF-16 has zeros, and a mark or the shape of XML. */
function isText(head: Uint8Array): boolean {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const isUtf16Xml = decodeXml(head.subarray(0, 64)).startsWith('<') && head.subarray(0, 2).includes(0);
  if (isUtf16 || isUtf16Xml) return true;
  return head.every(
    (byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d,
  );
}

function readTextKind(head: Uint8Array, { name, mediaType }: NamedFile): FileKind {
  const text = decodeXml(head).trimStart();
  if (/html|svg|rfc822|rtf|postscript/.test(mediaType) || /\.(x?html?|svg|mht(ml)?|eml|rtf)$/i.test(name))
    return 'none';
  if (/^(\{\\rtf|%!PS)/.test(text)) return 'none';
  if (text.startsWith('<')) return readXmlKind(text);
  return mediaType === 'text/csv' || /\.(csv|tsv)$/i.test(name) ? 'csv' : 'text';
}

function readXmlKind(text: string): FileKind {
  if (/^<!doctype\s+(html|svg)/i.test(text)) return 'none';
  const root = /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(text.replace(/<!--[\s\S]*?(-->|$)/g, ''))?.[1];
  if (root === undefined) return text.startsWith('<?xml') || text.startsWith('<!') ? 'xml' : 'text';
  return runs.test(root) ? 'none' : 'xml';
}

/** The lines of a text file, as people wrote them. */
export function readText(bytes: Uint8Array, kind: FileKind): string {
  return kind === 'xml' ? decodeXml(bytes) : decodePlainText(bytes);
}

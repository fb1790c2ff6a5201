/**
 * The XML files that a PDF carries. A Factur-X names its XML in the EmbeddedFiles tree, in `/AF`, or in both, and programs differ;
 * walking every object for file specifications finds it wherever it is named.
 */
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  PDFRawStream,
} from '@cantoo/pdf-lib';

/** Past these a file is no invoice, and its content is not unpacked. */
const maxFiles = 20;
const maxXmlBytes = 20_000_000;
const maxDepth = 20;

/**
 * @returns the content of each embedded file that begins like XML, unpacked, in the order of the objects; none for a PDF that cannot
 * be read or is encrypted. What is unpacked may be large: to be called where memory and time are limited.
 */
export async function findEmbeddedXml(pdf: Uint8Array): Promise<readonly Uint8Array[]> {
  const document = await PDFDocument.load(pdf, {
    ignoreEncryption: true,
    updateMetadata: false,
    throwOnInvalidObject: false,
  }).catch(() => null);
  if (document === null || document.isEncrypted) return [];
  const { context } = document;
  const streams = new Set<PDFRawStream>();

  function visit(object: PDFObject | undefined, depth: number): void {
    if (depth > maxDepth) return;
    if (object instanceof PDFArray) for (const each of object.asArray()) visit(each, depth + 1);
    if (!(object instanceof PDFDict)) return;
    const embedded = context.lookup(object.get(PDFName.of('EF')));
    if (embedded instanceof PDFDict)
      for (const each of embedded.values()) {
        const stream = context.lookup(each);
        if (stream instanceof PDFRawStream) streams.add(stream);
      }
    for (const each of object.values()) visit(each, depth + 1);
  }

  for (const [, object] of context.enumerateIndirectObjects()) visit(object, 0);
  return [...streams].slice(0, maxFiles).flatMap((stream) => {
    const bytes = unpack(stream);
    return bytes !== null && beginsLikeXml(bytes) ? [bytes] : [];
  });
}

function unpack(stream: PDFRawStream): Uint8Array | null {
  try {
    const bytes = decodePDFRawStream(stream).decode();
    return bytes.length <= maxXmlBytes ? bytes : null;
  } catch {
    return null;
  }
}

/** `<`, in UTF-8 or UTF-16, behind a mark or white space. */
function beginsLikeXml(bytes: Uint8Array): boolean {
  const first = bytes
    .subarray(0, 64)
    .find((byte) => ![0xef, 0xbb, 0xbf, 0xfe, 0xff, 0, 9, 10, 13, 32].includes(byte));
  return first === 0x3c;
}

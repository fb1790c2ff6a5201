import { type FileKind, readText } from '../file-kind.ts';

/** More of a text than anyone reads in a preview. */
export const maxTextBytes = 1_000_000;

/** The start of a text file, up to the end of a line where it is cut: half a character would change how the rest is read. */
export function readPlainText(
  bytes: ArrayBuffer,
  kind: FileKind,
  isAlreadyCut: boolean,
): { text: string; isCut: boolean } {
  const isCut = isAlreadyCut || bytes.byteLength > maxTextBytes;
  const start = new Uint8Array(bytes).subarray(0, maxTextBytes);
  const lineEnd = isCut ? start.lastIndexOf(0x0a) : -1;
  return { text: readText(lineEnd > 0 ? start.subarray(0, lineEnd) : start, kind), isCut };
}

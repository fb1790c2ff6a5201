import { NavetteError } from '@navette/model';

/**
 * Text of a file that says nothing of its encoding: a mark decides, else what is valid UTF-8 is UTF-8, and the rest is what Excel
 * writes in France under « CSV (séparateur : point-virgule) ».
 * @throws NavetteError `sheet_unreadable` for bytes that are no text
 */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: string } {
  const { encoding, text } = decode(bytes);
  if (text.includes('\0')) throw new NavetteError('sheet_unreadable', { detail: 'format' });
  return { encoding, text };
}

function decode(bytes: Uint8Array): { text: string; encoding: string } {
  const marked = encodingOfMark(bytes);
  if (marked !== null) return { encoding: marked, text: new TextDecoder(marked).decode(bytes) };
  try {
    return { encoding: 'utf-8', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { encoding: 'windows-1252', text: new TextDecoder('windows-1252').decode(bytes) };
  }
}

function encodingOfMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

/**
 * Paths of folders inside a client's tree, written `/Achats/2026/11`. Names keep the bytes that people typed (NFC); two names
 * are the same when their keys are (NFC, case folded).
 */

/** The form in which two names are compared: NFC, lower case. `É.pdf` and `é.PDF` are the same name. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** The form in which a path is compared: leading slash, no trailing one, each name folded. */
export function pathKey(path: string): string {
  return joinPath(splitPath(path).map(nameKey));
}

/** @returns the names of a path, outermost first; empty segments are dropped, so `//a/` is `['a']`. */
export function splitPath(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** @returns `/a/b` for `['a', 'b']`, `/` for none. */
export function joinPath(segments: readonly string[]): string {
  return `/${segments.join('/')}`;
}

/** Characters that some system refuses in a name, those that break a line, and those that deceive the eye (direction marks). */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for
  /[\u0000-\u001f\u007f-\u009f/\\<>:"|?*\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Names that Windows takes for devices, whatever follows the first dot: such a file could not be written there. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

const maxNameBytes = 255;

/**
 * A name that is safe on the platform and at partners: NFC, no separators, control or direction characters, no white space at
 * the ends, no dot at the end, no device of Windows (`CON` becomes `_CON`), at most 255 bytes (the extension is kept). Never empty:
 * `_` stands for a name with nothing left.
 * A safe name stays as it is.
 */
export function safeName(name: string): string {
  const cleaned = name.toWellFormed().normalize('NFC').replace(unsafe, '_');
  const short = tidyEnd(shortenName(avoidDevice(tidyEnd(cleaned.trimStart())), maxNameBytes));
  return avoidDevice(short) || '_';
}

function avoidDevice(name: string): string {
  return deviceName.test(name) ? `_${name}` : name;
}

/** Windows drops dots and spaces at the end of a name: two names would become one. */
function tidyEnd(name: string): string {
  return name.replace(/[\s.]+$/, '');
}

/** `facture.pdf` and 2 → `facture (2).pdf`; the number may be any mark that tells apart. It stays within 255 bytes. */
export function numberedName(name: string, number: number | string): string {
  const { stem, extension } = splitExtension(name);
  const suffix = ` (${number})${extension}`;
  return shortenName(stem, maxNameBytes - byteLength(suffix)) + suffix;
}

/** `facture.pdf` → `facture` and `.pdf`. What follows a dot far from the end, or begins the name, is no extension. */
export function splitExtension(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= 12
    ? { stem: name.slice(0, dot), extension: name.slice(dot) }
    : { stem: name, extension: '' };
}

/** A name cut to so many bytes in UTF-8, its extension kept. */
export function shortenName(name: string, maxBytes: number): string {
  if (byteLength(name) <= maxBytes) return name;
  const { stem, extension } = splitExtension(name);
  const characters = [...stem];
  while (characters.length > 1 && byteLength(characters.join('')) + byteLength(extension) > maxBytes)
    characters.pop();
  return characters.join('') + extension;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

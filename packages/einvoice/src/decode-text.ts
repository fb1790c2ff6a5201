/** Which characters bytes stand for, where nothing outside of them says so. */

const byteOrderMarks: readonly [label: string, mark: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** @returns the text of an XML file: by its byte order mark, the shape of its first characters, what it declares, else UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  const label = markedEncoding(bytes) ?? shapedEncoding(bytes) ?? declaredEncoding(bytes) ?? 'utf-8';
  return new TextDecoder(label).decode(bytes);
}

/** @returns the text of a plain file: by its byte order mark, else UTF-8, else Windows-1252, which reads any bytes. */
export function decodePlainText(bytes: Uint8Array): string {
  const label = markedEncoding(bytes);
  if (label !== null) return new TextDecoder(label).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function markedEncoding(bytes: Uint8Array): string | null {
  const found = byteOrderMarks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  return found?.[0] ?? null;
}

/** UTF-16 without its mark: every other byte of `<?` is zero. */
function shapedEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x3c && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c && bytes[2] === 0) return 'utf-16be';
  return null;
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const label = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? null;
  // Bytes that could be read so far are not UTF-16, whatever they say of themselves.
  if (label === null || /^(utf-?16|ucs|iso-10646|unicode)/i.test(label)) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

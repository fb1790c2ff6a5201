/** In which shapes a secret may travel: as it is, in JSON, in an address, in XML, in hexadecimal, in base64 wherever it begins. */
function shapesOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const all = new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((before) => insideBase64(bytes, before)),
  ]);
  // Two or three letters are found in any text.
  return [...all].filter((shape) => shape.length >= 8);
}

/** The letters that base64 has of some bytes whatever stands around them, when `before` bytes come first. */
function insideBase64(bytes: Buffer, before: number): string[] {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64url')
    .replace(/=+$/, '');
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor(((before + bytes.length) * 8) / 6);
  const inside = text.slice(from, to);
  return [inside, inside.replaceAll('-', '+').replaceAll('_', '/')];
}

/** The first shape of a secret that a text holds; `null` when it holds none. */
export function findShape(text: string, secret: string): string | null {
  return shapesOf(secret).find((shape) => text.includes(shape)) ?? null;
}

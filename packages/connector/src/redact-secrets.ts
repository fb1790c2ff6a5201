const mask = '•••';

/** Shorter ones are masked nowhere: they would blacken ordinary words. */
const minSecretLength = 4;
/** Base64 of fewer letters stands in ordinary words. */
const minInsideLength = 6;

/**
 * Removes secrets from a text that a partner wrote, as they are and as they travel: percent-encoded, in JSON, in XML, in
 * hexadecimal, in Base64, behind a name and a colon too (`Basic …`).
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= minSecretLength);
  const shapes = known
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams([['', secret]]).toString().slice(1),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('hex').toUpperCase(),
      ...inMarkup(secret),
    ])
    .sort((one, other) => other.length - one.length);
  const masked = known.flatMap(insideBase64).reduce(maskRun, text);
  return shapes.reduce((rest, shape) => rest.replaceAll(shape, mask), masked);
}

/** In XML and HTML, where quotes need not be escaped, and apostrophes have two names. */
function inMarkup(secret: string): string[] {
  const least = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = least.replaceAll('"', '&quot;');
  return [least, quoted, quoted.replaceAll("'", '&#39;'), quoted.replaceAll("'", '&apos;')];
}

/** The letters that Base64 has of a secret whatever stands around it, behind no byte, one, or two. */
function insideBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const inside = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    if (inside.length < minInsideLength) return [];
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Masks each run of Base64 that holds these letters, whole: its edges hold bits of the secret too. */
function maskRun(text: string, inside: string): string {
  let rest = text;
  for (let at = rest.indexOf(inside); at >= 0; at = rest.indexOf(inside)) {
    const before = /[\w+/-]*$/.exec(rest.slice(0, at))?.[0].length ?? 0;
    const after = /^[\w+/=-]*/.exec(rest.slice(at))?.[0].length ?? inside.length;
    rest = rest.slice(0, at - before) + mask + rest.slice(at + after);
  }
  return rest;
}

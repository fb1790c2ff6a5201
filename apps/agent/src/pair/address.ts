/** The address of a server, as people paste it. */

const invisible = /[\s\u00a0\u00ad\u200b-\u200f\u202f\u2060\ufeff]/g;

/**
 * Cleans an address: spaces anywhere, also after `https://`, quotes and brackets around, a missing scheme (https, but http for
 * this very computer), a trailing slash, a question mark or hash with what follows.
 * @returns the addresses to try, in order; none when the text is no web address
 */
export function cleanAddress(typed: string): string[] {
  const bare = typed
    .replace(invisible, '')
    .replace(/^[<"'«“]+|[>"'»”.,;]+$/g, '')
    .replace(/^(https?):\/*/i, '$1://');
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `${defaultScheme(bare)}://${bare}`);
  if (url === null) return [];
  const path = url.pathname.replace(/\/+$/, '');
  return path === '' ? [url.origin] : [url.origin + path, url.origin];
}

function parse(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' && url.username === ''
    ? url
    : null;
}

function defaultScheme(bare: string): 'http' | 'https' {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|\/|$)/i.test(bare) ? 'http' : 'https';
}

/** Licences that a program given away under Apache-2.0 may be built with and hold. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/**
 * Whether a licence field (an SPDX expression) may be taken in: of `A OR B` one suffices, of `A AND B` both are needed. What
 * is not known is refused: AGPL, SSPL, BUSL, words that are no licence's name, and nothing at all.
 */
export function isAcceptedLicence(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  const plain = expression.replace(/[()]/g, ' ').trim();
  if (/\sOR\s/.test(plain)) return plain.split(/\s+OR\s+/).some(isAcceptedLicence);
  if (/\sAND\s/.test(plain)) return plain.split(/\s+AND\s+/).every(isAcceptedLicence);
  return accepted.has(plain);
}

/** Packages whose own field does not say it, or whose licence is taken in for a stated reason, with what was read in the package. */
export const readByHand: Readonly<Record<string, string>> = {
  buildcheck: 'MIT, in its field `licenses`',
  'combine-errors': 'MIT, by its readme',
  'cpu-features': 'MIT, in its field `licenses`',
  ssh2: 'MIT, in its field `licenses`',
  'xml-escape': 'MIT, written « MIT License »',
  // Loaded as a file of its own, unchanged, which a user may replace: what the LGPL asks.
  'libheif-js': 'LGPL-3.0',
};

import type { PathPattern, PatternToken } from '@navette/model';

/**
 * Leaves out most keys of paths that a pattern never matches, whatever its variables stand for: names without a variable must be
 * there. What it keeps is matched anew.
 */
export function roughExpression({ segments }: PathPattern): RegExp {
  const isText = (token: PatternToken) => token.kind === 'text';
  const names = segments.map((tokens) =>
    tokens.every(isText)
      ? tokens.map((token) => (token.kind === 'text' ? roughText(token.text.toLowerCase()) : '')).join('')
      : '[^/]+',
  );
  return new RegExp(`^/${names.join('/')}(/|$)`);
}

/** Anything but letters, digits and spaces may be any character: apostrophes are two, accents fold. */
function roughText(text: string): string {
  return text.replace(/[^a-z0-9 ]+/g, '[^/]+');
}

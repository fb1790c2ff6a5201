/**
 * Sets the no-break spaces of French: before `: ; ? ! »` and after `«`, where a plain space was written. Addresses, times and
 * anything without a space there stay as they are. Setting twice changes nothing.
 */
export function typeset(text: string): string {
  return text.replace(/ ([:;?!»])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
}

type Words = { readonly [key: string]: string | Words };

/** The same tree of words, each typeset. */
export function typesetAll<T extends Words>(words: T): T {
  const set = Object.entries(words).map(([key, value]) => [
    key,
    typeof value === 'string' ? typeset(value) : typesetAll(value),
  ]);
  return Object.fromEntries(set) as T;
}

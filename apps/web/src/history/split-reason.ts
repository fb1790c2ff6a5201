/**
 * A sentence of the catalogue says what happened, then what to do: @returns the two, the second empty when there is none. A full
 * stop inside a number, an address or a file name ends nothing.
 */
export function splitReason(text: string): [what: string, cure: string] {
  const end = text.search(/[.!?](?=\s+\p{Lu})/u);
  return end < 0 ? [text, ''] : [text.slice(0, end + 1), text.slice(end + 1).trim()];
}

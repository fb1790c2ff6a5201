/**
 * The search part of addresses: plain names and values, as people type and send them. The router's own way writes JSON, which would
 * read a SIRET or a token made of digits as a number.
 */
export function parseAddressSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** @returns `?a=b`, or nothing when there is nothing to say; absent and empty values are left out. */
export function writeAddressSearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** A switch of the address: on only when it says so. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

/** A text of the address, `undefined` when there is none. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

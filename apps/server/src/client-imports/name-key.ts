import { nameKey } from '@navette/model';

/** Names of clients are the same without case, and with single spaces. */
export function nameKeyOf(name: string): string {
  return nameKey(name.replace(/\s+/g, ' ').trim());
}

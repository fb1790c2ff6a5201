import type { AttributeFacts } from '../attributes/list-attributes.ts';

/** Columns of a file of clients that are no attribute: their headers in what we write. */
export const fixedHeaders = {
  name: 'Nom',
  collaborators: 'Collaborateurs',
  overrideReason: 'Motif',
} as const;

/** The header of a file of clients that can be imported. */
export function clientHeaders(attributes: readonly Pick<AttributeFacts, 'label'>[]): string[] {
  const { name, collaborators, overrideReason } = fixedHeaders;
  return [name, ...attributes.map(({ label }) => label), collaborators, overrideReason];
}

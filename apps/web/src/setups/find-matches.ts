import type { Attribute, Client } from '@navette/api';

export interface Match {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

/** At most this many are shown of one client. */
const shown = 2;

/**
 * The values of a client in which the words of a search are found, when its name does not hold them all, and that of the attribute
 * the list is filtered by. The SIRET and the code have their own place. Pure.
 */
export function findMatches(
  { name, siret, code, attributes: values }: Pick<Client, 'name' | 'siret' | 'code' | 'attributes'>,
  attributes: readonly Attribute[],
  search: string,
  filteredBy: string | undefined,
): Match[] {
  const words = fold(search).split(' ').filter(Boolean);
  const left = words.filter((word) => !fold(name).includes(word));
  const found = values.filter(
    ({ attributeId, value }) =>
      attributeId === filteredBy ||
      (value !== siret && value !== code && left.some((word) => squeeze(value).includes(squeeze(word)))),
  );
  return found.slice(0, shown).map(({ attributeId, value }) => ({
    id: attributeId,
    label: attributes.find(({ id }) => id === attributeId)?.label ?? '',
    value,
  }));
}

/** Whether the name of a client holds all the words of a search. */
export function isNamed({ name }: Pick<Client, 'name'>, search: string): boolean {
  return fold(search)
    .split(' ')
    .every((word) => fold(name).includes(word));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

function squeeze(text: string): string {
  return fold(text).replaceAll(' ', '');
}

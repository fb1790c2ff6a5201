import type { Attribute, Client } from '@navette/api';
import type { TypedValue } from '../attributes/typed-value.ts';
import { mainAttributes } from '../attributes/use-attributes.ts';
import { formatSiret } from '../language/format.ts';

/** What the form of a client holds. */
export interface ClientValues {
  readonly name: string;
  /** By attribute id. */
  readonly values: Readonly<Record<string, TypedValue>>;
  /** Ids of the people assigned. */
  readonly people: string[];
}

/** The body of a change: values alone that differ. */
interface Change {
  readonly attributeId: string;
  readonly value: string | null;
  readonly overrideReason: string | null;
}

const untyped: TypedValue = { value: '', overrideReason: '' };

/** @returns what the form starts from: a client's own values, or nothing. */
export function valuesOf(
  attributes: readonly Attribute[],
  client: Client | undefined,
  people: readonly string[],
): ClientValues {
  return {
    name: client?.name ?? '',
    values: Object.fromEntries(attributes.map(({ id }) => [id, keptValue(client, id)])),
    people: [...people],
  };
}

function keptValue(client: Client | undefined, attributeId: string): TypedValue {
  const kept = client?.attributes.find((each) => each.attributeId === attributeId);
  return kept ? { value: formatSiret(kept.value), overrideReason: kept.overrideReason ?? '' } : untyped;
}

/** @returns what to send of the attributes: only what was changed, so that a colleague's change meanwhile stays. */
export function changesOf(before: ClientValues, after: ClientValues): Change[] {
  return Object.entries(after.values).flatMap(([attributeId, typed]) => {
    const old = before.values[attributeId] ?? untyped;
    const [value, reason] = [typed.value.trim(), typed.overrideReason.trim()];
    if (value === old.value && reason === old.overrideReason) return [];
    return [
      { attributeId, value: value === '' ? null : value, overrideReason: reason === '' ? null : reason },
    ];
  });
}

/** @returns the field of the form that a refusal is about, `null` when it has none of its own. */
export function fieldOf(field: string | undefined, attributes: readonly Attribute[]): string | null {
  const { siret, code } = mainAttributes(attributes);
  if (field === 'name') return 'name';
  const id =
    field === 'siret' ? siret?.id : field === 'code' ? code?.id : /^attributes\.(.+)$/.exec(field ?? '')?.[1];
  return attributes.some((attribute) => attribute.id === id) ? `values.${id}` : null;
}

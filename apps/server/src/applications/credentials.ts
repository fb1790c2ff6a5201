import type { Connector, CredentialField } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { invalidField, normaliseValue } from './normalise-value.ts';

export type Values = Readonly<Record<string, string>>;

/** What is known besides what was typed. */
export interface KnownValues {
  /** As they are kept, when they are renewed. */
  readonly kept?: Values;
  /** Names of the fields that the operator has set: a firm neither gives nor keeps them. */
  readonly ofOperator?: readonly string[];
}

/**
 * The values of an application's form, cleaned, defaults and kept values filled in. What is left out stays as it was kept; a secret
 * that is left empty too, since forms never show it; `null` takes a value away. Emptied on purpose, a learned value is forgotten.
 *
 * Secrets, and what was learned of a server, stay with the addresses for which they were given: none is handed to another server.
 * @throws NavetteError `invalid_request` naming the field that is missing, unknown or not ours to give, never its value;
 * `name_template_invalid`
 */
export function completeCredentials(
  connector: Connector,
  given: Readonly<Record<string, string | null>>,
  { kept = {}, ofOperator = [] }: KnownValues = {},
): Record<string, string> {
  const fields = connector.manifest.fields.filter(({ name }) => !ofOperator.includes(name));
  const unknown = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) throw new NavetteError('invalid_request', { detail: unknown });
  const isElsewhere = fields
    .filter(isPlace)
    .some((field) => chooseValue(field, given, kept) !== (kept[field.name] ?? field.defaultValue ?? ''));
  const values: Record<string, string> = {};
  for (const field of fields) {
    const isTied = isElsewhere && (field.secret || field.learned === true);
    // A form that shows what was learned sends it back: that is not somebody's word for the other server.
    const isSentBack = field.learned === true && given[field.name] === kept[field.name];
    const value = isTied && isSentBack ? '' : chooseValue(field, given, isTied ? {} : kept);
    if (value === '' && field.required) throw invalidField(field);
    if (value !== '') values[field.name] = value;
  }
  return values;
}

function isPlace({ normalise }: CredentialField): boolean {
  return normalise === 'address' || normalise === 'host';
}

function chooseValue(
  field: CredentialField,
  given: Readonly<Record<string, string | null>>,
  kept: Values,
): string {
  const typed = given[field.name];
  const value = normaliseValue(field, typed ?? '');
  if (value !== '') return value;
  const staysAsItWas = typed === undefined || (typed !== null && field.secret);
  return (staysAsItWas ? kept[field.name] : undefined) ?? field.defaultValue ?? '';
}

/** What may be read of an application's values: those of its fields that hold no secret. */
export function readableValues(connector: Connector, values: Values): Record<string, string> {
  const readable = connector.manifest.fields.filter(({ secret }) => !secret).map(({ name }) => name);
  return Object.fromEntries(Object.entries(values).filter(([name]) => readable.includes(name)));
}

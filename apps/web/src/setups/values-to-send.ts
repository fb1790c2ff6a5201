import type { Application } from '@navette/api';

export type Values = Readonly<Record<string, string>>;

/**
 * The values of a form as the server takes them. Renewed, a value that was emptied is taken away, and a secret left empty stays. Pure.
 * @param kept the values that are kept and may be read; `null` the first time
 * @param removed the fields of secrets to take away
 */
export function valuesToSend(
  fields: Application['fields'],
  values: Values,
  kept: Values | null,
  removed: readonly string[] = [],
): Record<string, string | null> {
  return Object.fromEntries(
    fields.map(({ name, isSecret }) => {
      const value = values[name] ?? '';
      const isEmptied = value === '' && !isSecret && kept?.[name] !== undefined;
      return [name, isEmptied || removed.includes(name) ? null : value];
    }),
  );
}

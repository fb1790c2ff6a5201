import type { Connector } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Values } from './credentials.ts';
import { normaliseValue } from './normalise-value.ts';

/** What the operator holds at partners, by application. */
export type OperatorValues = ReadonlyMap<string, Values>;

/**
 * Checks the setting `partners` against the applications there are. Only fields that belong to the operator can be set.
 * @throws Error naming the application or the field that is wrong, never its value
 */
export function readOperatorValues(
  connectors: ReadonlyMap<string, Connector>,
  given: Readonly<Record<string, Values>>,
): OperatorValues {
  return new Map(
    Object.entries(given).map(([application, values]) => {
      const connector = connectors.get(application);
      if (!connector) throw invalid([application], 'there is no such application');
      return [application, readValues(connector, values)];
    }),
  );
}

function readValues({ manifest }: Connector, given: Values): Values {
  const values = Object.entries(given).map(([name, value]): [string, string] => {
    const field = manifest.fields.find((each) => each.name === name);
    if (!field?.ofOperator) throw invalid([manifest.id, name], 'the operator has no such value there');
    try {
      return [name, normaliseValue(field, value)];
    } catch (error) {
      if (!(error instanceof NavetteError)) throw error;
      throw invalid([manifest.id, name], 'this value does not fit');
    }
  });
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

function invalid(path: readonly string[], why: string): Error {
  return new Error(`Settings are not valid: NAVETTE_PARTNERS.${path.join('.')}: ${why}`);
}

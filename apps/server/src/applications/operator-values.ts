import type { Connector, CredentialField } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Values } from './credentials.ts';
import { normaliseValue } from './normalise-value.ts';

/** What the operator holds at partners, by application. */
export type OperatorValues = ReadonlyMap<string, Values>;

/**
 * Checks the setting `partners` against the applications there are. Only fields that belong to the operator can be set. What is set
 * for `myunisoft` counts for `myunisoft-societe` too, where it has the same field and nothing of its own: it is one partner.
 * @throws Error naming the application or the field that is wrong, never its value
 */
export function readOperatorValues(
  connectors: ReadonlyMap<string, Connector>,
  given: Readonly<Record<string, Values>>,
): OperatorValues {
  for (const [application, values] of Object.entries(given)) {
    const connector = connectors.get(application);
    if (!connector) throw invalid([application], 'there is no such application');
    for (const name of Object.keys(values))
      if (!ofOperator(connector).some((field) => field.name === name))
        throw invalid([application, name], 'the operator has no such value there');
  }
  const applications = [...connectors].map(([id, connector]): [string, Values] => [
    id,
    readValues(connector, given),
  ]);
  return new Map(applications.filter(([, values]) => Object.keys(values).length > 0));
}

function ofOperator({ manifest }: Connector): readonly CredentialField[] {
  return manifest.fields.filter((field) => field.ofOperator);
}

function readValues(connector: Connector, given: Readonly<Record<string, Values>>): Values {
  const { id } = connector.manifest;
  // The nearest last, so that it wins.
  const sources = Object.keys(given)
    .filter((each) => id === each || id.startsWith(`${each}-`))
    .sort((one, other) => one.length - other.length);
  const typed: Values = Object.assign({}, ...sources.map((each) => given[each]));
  const values = ofOperator(connector).map((field): [string, string] => {
    try {
      return [field.name, normaliseValue(field, typed[field.name] ?? '')];
    } catch (error) {
      if (!(error instanceof NavetteError)) throw error;
      throw invalid([id, field.name], 'this value does not fit');
    }
  });
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

function invalid(path: readonly string[], why: string): Error {
  return new Error(`Settings are not valid: NAVETTE_PARTNERS.${path.join('.')}: ${why}`);
}

import type { ConnectionFilter } from '@navette/api';
import { type Expression, expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { searchWords } from '../clients/search-key.ts';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';

/**
 * The connections of an application that a caller sees and that a filter keeps, for queries that have `connections` and `clients`
 * among their tables. Words are looked for in the client's name and attributes, the key unless it is a secret (its fingerprint means
 * nothing to anybody), and its label.
 */
export function connectionConditions(
  caller: FirmCaller,
  installationId: string,
  { search = '', rule, state }: ConnectionFilter,
): Expression<SqlBool> {
  const eb = expressionBuilder<Schema, 'connections' | 'clients'>();
  const conditions: Expression<SqlBool>[] = [
    eb('connections.firm_id', '=', caller.firmId),
    eb('connections.installation_id', '=', installationId),
    state === undefined ? eb('connections.state', '<>', 'disconnected') : eb('connections.state', '=', state),
    isVisibleClient(caller),
    ...searchWords(search).map((word) => sql<SqlBool>`position(${word} in ${searched}) > 0`),
  ];
  if (rule !== undefined) conditions.push(isListed(rule));
  return eb.and(conditions);
}

/** The words of a search are folded; the line breaks keep one from reaching from a part into the next. */
const searched = sql`concat_ws(E'\n', clients.search_key,
  ${fold(sql`case when connections.client_key_sealed is null then connections.client_key end`)},
  ${fold(sql`connections.client_key_label`)})`;

/** As `foldForSearch` has it. */
function fold(text: RawBuilder<unknown>) {
  return sql`lower(regexp_replace(normalize(${text}, nfkd), '[\\u0300-\\u036f]', '', 'g'))`;
}

function isListed(ruleId: string): Expression<SqlBool> {
  const eb = expressionBuilder<Schema, 'connections'>();
  return eb.exists(
    eb
      .selectFrom('rule_connections')
      .select(sql`1`.as('one'))
      .whereRef('rule_connections.firm_id', '=', 'connections.firm_id')
      .whereRef('rule_connections.connection_id', '=', 'connections.id')
      .where('rule_connections.rule_id', '=', ruleId),
  );
}

import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

const namesShown = 3;

/** @throws NavetteError `attribute_values_shared` naming a value that several clients have, and them */
export async function refuseSharedValues(
  trx: Transaction<Schema>,
  firmId: string,
  attributeId: string,
  label: string,
): Promise<void> {
  const { rows } = await sql<{ value: string; names: string[] }>`
    select min(v.value) as value, array_agg(c.name order by c.sort_key) as names
    from attribute_values v join clients c on c.firm_id = v.firm_id and c.id = v.client_id
    where v.firm_id = ${firmId} and v.attribute_id = ${attributeId}
    group by v.value_key having count(*) > 1
    order by count(*) desc, min(v.value) limit 1`.execute(trx);
  const [shared] = rows;
  if (!shared) return;
  throw new NavetteError('attribute_values_shared', {
    label,
    value: shared.value,
    clients: listNames(shared.names),
    field: 'isUnique',
  });
}

/** `Aubertin, Baudry, Caron, …` */
export function listNames(names: readonly string[]): string {
  return [...names.slice(0, namesShown), ...(names.length > namesShown ? ['…'] : [])].join(', ');
}

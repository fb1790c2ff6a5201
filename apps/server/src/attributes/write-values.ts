import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { AttributeFacts } from './list-attributes.ts';
import type { AttributeValue } from './read-value.ts';

export interface ValueChange {
  readonly attribute: AttributeFacts;
  /** `null` takes the value away. */
  readonly value: AttributeValue | null;
  /** Of the request, for the error. */
  readonly field: string;
}

/**
 * Writes values of one client. Old ones go first, unless it has none yet: two unique values may change places in one call.
 * @throws NavetteError `value_taken` naming the client that has a unique value, `value_taken_unseen` without its name; whoever writes it at the same moment waits
 */
export async function writeValues(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  changes: readonly ValueChange[],
  isNew = false,
): Promise<void> {
  const { firmId } = caller;
  if (changes.length === 0) return;
  const attributeIds = changes.map(({ attribute }) => attribute.id);
  if (!isNew)
    await trx
      .deleteFrom('attribute_values')
      .where('firm_id', '=', firmId)
      .where('client_id', '=', clientId)
      .where('attribute_id', 'in', attributeIds)
      .execute();
  const given = changes.flatMap((change) =>
    change.value === null ? [] : [{ ...change, value: change.value }],
  );
  if (given.length === 0) return;
  const inserted = await trx
    .insertInto('attribute_values')
    .values(
      given.map(({ attribute, value }) => ({
        ...{
          firm_id: firmId,
          client_id: clientId,
          attribute_id: attribute.id,
          is_unique: attribute.isUnique,
        },
        ...{ value: value.value, value_key: value.key, override_reason: value.overrideReason },
      })),
    )
    // Only the index of unique values can refuse a row now.
    .onConflict((conflict) => conflict.doNothing())
    .returning('attribute_id')
    .execute();
  const written = new Set(inserted.map((row) => row.attribute_id));
  const refused = given.find(({ attribute }) => !written.has(attribute.id));
  if (refused !== undefined)
    throw await takenError(trx, caller, refused.attribute, refused.value, refused.field);
}

async function takenError(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  attribute: AttributeFacts,
  { value, key }: AttributeValue,
  field: string,
): Promise<NavetteError> {
  const holder = await trx
    .selectFrom('attribute_values')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'attribute_values.firm_id')
        .onRef('clients.id', '=', 'attribute_values.client_id'),
    )
    .select('clients.name')
    .where('attribute_values.firm_id', '=', caller.firmId)
    .where('attribute_values.attribute_id', '=', attribute.id)
    .where('attribute_values.value_key', '=', key)
    .where(isVisibleClient(caller))
    .executeTakeFirst();
  const params = { value, label: attribute.label, field };
  return holder === undefined
    ? new NavetteError('value_taken_unseen', params)
    : new NavetteError('value_taken', { ...params, client: holder.name });
}

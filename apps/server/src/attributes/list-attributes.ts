import type { Attribute } from '@navette/api';
import { type AttributeKind, NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** What values of an attribute are read by. */
export interface AttributeFacts {
  readonly id: string;
  readonly label: string;
  readonly kind: AttributeKind;
  readonly isUnique: boolean;
}

/** The firm's attributes, in its order. */
export function loadAttributes(trx: Transaction<Schema>, firmId: string): Promise<AttributeFacts[]> {
  return trx
    .selectFrom('attributes')
    .select(['id', 'label', 'kind', 'is_unique as isUnique'])
    .where('firm_id', '=', firmId)
    .orderBy('position')
    .execute();
}

/** The attribute that `siret` or `code` means: the firm's first of that kind. */
export function firstOfKind(
  attributes: readonly AttributeFacts[],
  kind: 'siret' | 'code',
): AttributeFacts | undefined {
  return attributes.find((attribute) => attribute.kind === kind);
}

/** The firm's attributes with how many clients have a value of each; the one with `id` alone when given. */
export function listAttributes(trx: Transaction<Schema>, firmId: string, id?: string): Promise<Attribute[]> {
  let query = trx
    .selectFrom('attributes')
    .select(['id', 'label', 'kind', 'is_unique as isUnique', 'position'])
    .select(({ selectFrom }) =>
      selectFrom('attribute_values')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('attribute_values.firm_id', '=', 'attributes.firm_id')
        .whereRef('attribute_values.attribute_id', '=', 'attributes.id')
        .$asScalar()
        .$notNull()
        .as('clients'),
    )
    .where('firm_id', '=', firmId)
    .orderBy('position');
  if (id !== undefined) query = query.where('id', '=', id);
  return query.execute();
}

/** @throws NavetteError `not_found` */
export async function getAttribute(trx: Transaction<Schema>, firmId: string, id: string): Promise<Attribute> {
  const [attribute] = await listAttributes(trx, firmId, id);
  if (!attribute) throw new NavetteError('not_found');
  return attribute;
}

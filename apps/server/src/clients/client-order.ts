import { NavetteError } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { firstOfKind, loadAttributes } from '../attributes/list-attributes.ts';
import type { Schema } from '../database/schema.ts';

/** How a list of clients is sorted: by `key`, those that have none last whatever the direction, then by name. */
export interface ClientOrder {
  /** What the keys come from; at most one row for each client. */
  readonly join: RawBuilder<unknown>;
  /** Null where `isMissing`. */
  readonly key: RawBuilder<unknown>;
  readonly isMissing: RawBuilder<boolean>;
  /** PostgreSQL's name of the key's type. */
  readonly type: 'text' | 'timestamptz' | 'bigint';
  /** Whether a text can be a key: cursors come back from outside. */
  readonly isKey: (text: string) => boolean;
  readonly direction: 'asc' | 'desc';
}

type Keys = Omit<ClientOrder, 'direction'>;

const nothing = sql``;
// A plain `false` would be a place in the list of columns, to an `order by`.
const never = sql<boolean>`(clients.id is null)`;
const isText = () => true;
const isTime = (text: string) => /^\d{4}-\d\d-\d\d[\d :.+-]*$/.test(text);

const byName: Keys = {
  ...{ join: nothing, key: sql`clients.sort_key`, isMissing: never, type: 'text', isKey: isText },
};

/**
 * The order that a `sort` of the contract means.
 *
 * Neither the last deposit nor the count of undelivered is kept on clients: each deposit would then write the row of its client,
 * which an import or an edit may hold. They are read where they are: one row by `documents_by_client` for each client, and
 * `deliveries_undelivered`, which holds no other delivery. The first page alone (`explain analyze` as the app role under row-level
 * security, PostgreSQL 18, 100,000 documents and 20,000 undelivered, a busy machine of 4 cores), in ms for 3,000 and 10,000 clients:
 * name 1 and 5, code 4 and 13, undelivered 11 and 30, last deposit 30 and 60. Over HTTP, with all that rows show:
 * `docs/performance.md`.
 * @throws NavetteError `not_found` for an attribute that is not the firm's
 */
export async function clientOrder(
  trx: Transaction<Schema>,
  firmId: string,
  sort: string,
): Promise<ClientOrder> {
  const isDescending = sort.startsWith('-');
  const keys = await keysOf(trx, firmId, isDescending ? sort.slice(1) : sort);
  return { ...keys, direction: isDescending ? 'desc' : 'asc' };
}

async function keysOf(trx: Transaction<Schema>, firmId: string, sort: string): Promise<Keys> {
  if (sort === 'name') return byName;
  if (sort === 'created')
    return { ...byName, key: sql`clients.created_at`, type: 'timestamptz', isKey: isTime };
  if (sort === 'lastReceived') return byLastReceived;
  if (sort === 'undelivered') return byUndelivered(firmId);
  const attributes = await loadAttributes(trx, firmId);
  if (sort === 'code') return byValue(firstOfKind(attributes, 'code')?.id ?? null);
  const attribute = attributes.find(({ id }) => sort === `attribute:${id}`);
  if (!attribute) throw new NavetteError('not_found');
  return byValue(attribute.id);
}

/** A firm without the attribute sorts by name. */
function byValue(attributeId: string | null): Keys {
  if (attributeId === null) return byName;
  return {
    join: sql`left join attribute_values sorted on sorted.firm_id = clients.firm_id
      and sorted.client_id = clients.id and sorted.attribute_id = ${attributeId}::uuid`,
    key: sql`sorted.sort_key`,
    isMissing: sql<boolean>`(sorted.sort_key is null)`,
    type: 'text',
    isKey: isText,
  };
}

const byLastReceived: Keys = {
  join: sql`left join lateral (
      select d.received_at from documents d
      where d.firm_id = clients.firm_id and d.client_id = clients.id
      order by d.received_at desc limit 1) sorted on true`,
  key: sql`sorted.received_at`,
  isMissing: sql<boolean>`(sorted.received_at is null)`,
  type: 'timestamptz',
  isKey: isTime,
};

function byUndelivered(firmId: string): Keys {
  return {
    join: sql`left join (
      select l.client_id, count(*) as count from deliveries l
      where l.firm_id = ${firmId}::uuid and l.state = 'undelivered' group by l.client_id) sorted
      on sorted.client_id = clients.id`,
    key: sql`coalesce(sorted.count, 0)`,
    isMissing: never,
    type: 'bigint',
    isKey: (text) => /^\d{1,18}$/.test(text),
  };
}

/** People of a firm: who they are there, what they see, and when they were last here. */
import type { Member } from '@navette/api';
import { NavetteError } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { foldForSearch } from '../clients/search-key.ts';
import type { Schema } from '../database/schema.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';

export interface MemberFilter {
  readonly search?: string | undefined;
  readonly role?: Member['role'] | undefined;
  readonly state?: Member['state'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of the people of a firm, by name; every word of the search must be found in the name or the e-mail. */
export async function listMembers(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  filter: MemberFilter,
) {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  const key = foldColumn(sql.ref('name'));
  const searched = foldColumn(sql`name || ' ' || email`);
  let query = trx.selectFrom('members').where('firm_id', '=', firmId);
  if (filter.role !== undefined) query = query.where('role', '=', filter.role);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  for (const word of foldForSearch(filter.search ?? '').split(' ')) {
    if (word !== '') query = query.where(sql<boolean>`position(${word} in ${searched}) > 0`);
  }
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (cursor !== null)
    query = query.where(sql<boolean>`(${key}, user_id) > (${cursor.key}, ${cursor.id}::uuid)`);
  const rows = await query
    .select(['user_id as id', key.as('key')])
    .orderBy(key)
    .orderBy('user_id')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, (row) => row);
  const ids = page.items.map(({ id }) => id);
  return { items: await describeMembers(platform, trx, firmId, ids), next: page.next, total };
}

/** As `foldForSearch` does: no accents, lower case. Firms have few people: no index is needed. */
function foldColumn(text: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`replace(replace(lower(regexp_replace(normalize(${text}, NFKD), '[\u0300-\u036f]', '', 'g')), 'œ', 'oe'), 'æ', 'ae')`;
}

/** @throws NavetteError `not_found` */
export async function getMember(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  userId: string,
): Promise<Member> {
  const [member] = await describeMembers(platform, trx, firmId, [userId]);
  if (!member) throw new NavetteError('not_found');
  return member;
}

/** What rows show of people, in the order of the ids. */
async function describeMembers(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  ids: readonly string[],
): Promise<Member[]> {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom('members')
    .selectAll()
    .select(({ selectFrom, fn }) => [
      selectFrom('client_members')
        .whereRef('client_members.firm_id', '=', 'members.firm_id')
        .whereRef('client_members.user_id', '=', 'members.user_id')
        .select(fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('clients'),
      selectFrom('agents')
        .whereRef('agents.firm_id', '=', 'members.firm_id')
        .whereRef('agents.user_id', '=', 'members.user_id')
        .where('agents.revoked_at', 'is', null)
        .select(fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('agents'),
    ])
    .where('firm_id', '=', firmId)
    .where('user_id', 'in', ids)
    .execute();
  const withSecondFactor = await findSecondFactors(platform, ids);
  const byId = new Map(rows.map((row) => [row.user_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    return {
      ...{ id, name: row.name, email: row.email, role: row.role },
      seesAllClients: row.role === 'admin' || (row.role === 'collaborator' && row.sees_all_clients),
      ...{ clients: row.clients, state: row.state, hasSecondFactor: withSecondFactor.has(id) },
      ...{ lastSeenAt: row.last_seen_at, agents: row.agents, createdAt: row.created_at },
    };
  });
}

async function findSecondFactors(platform: Platform, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await platform.database.auth.query<{ id: string }>(
    `select id from auth."user" where id = any($1::text[]) and "twoFactorEnabled"`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

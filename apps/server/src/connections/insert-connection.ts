/** Connecting clients, in the transaction of whoever does: one by one, by a file, from the mapping. */
import type { Manifest } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAuditOfEach } from '../audit/record-audit.ts';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { keptForm, sealClientKeys } from './client-keys.ts';
import { listConnectionsFor, requireListedRules } from './rule-connections.ts';

export interface NewConnection {
  readonly clientId: string;
  /** As `cleanClientKey` gives it; in clear, also where it is a secret. */
  readonly key: string;
  /** What the partner, or a person, calls it. */
  readonly label: string | null;
  /** Folders it is connected for: rules of scope `listed`. Those of scope `all` concern it anyway. */
  readonly ruleIds: readonly string[];
}

export interface Inserted {
  readonly connectionId: string;
  /** `extended`: connected already by this key, and now for another folder too. */
  readonly done: 'connected' | 'extended' | 'unchanged';
}

export interface ConnectedApplication {
  readonly installationId: string;
  readonly manifest: Pick<Manifest, 'clientKey'>;
}

/**
 * Connects one client. The partner is not asked: that is done before, outside the transaction (`checkClientKey`). Connecting a client
 * again by the same key extends him to the rules given, and is safe. For many, `insertConnections` takes them together.
 * @throws NavetteError `not_found` for the application, a rule or a client that is not there, not seen or erased;
 * `connection_exists` by another key; `client_key_taken`, `client_key_taken_unseen`
 */
export async function insertConnection(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  application: ConnectedApplication,
  connection: NewConnection,
): Promise<Inserted> {
  const [outcome] = await insertConnections(platform, trx, caller, application, [connection]);
  if (outcome === undefined) throw new NavetteError('not_found');
  if (outcome instanceof NavetteError) throw outcome;
  return outcome;
}

/**
 * Connects many clients in a handful of statements, each independent of the others: what keeps one out is its outcome, and nothing
 * was written for it. Whoever does the same at once, or erases one of the clients, is waited for.
 * @returns an outcome for each, in their order
 * @throws NavetteError `not_found` for the application or a rule
 */
export async function insertConnections(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { installationId, manifest }: ConnectedApplication,
  connections: readonly NewConnection[],
): Promise<(Inserted | NavetteError)[]> {
  const { firmId } = caller;
  await holdInstallation(trx, firmId, installationId);
  const listed = await requireListedRules(trx, firmId, installationId, [
    ...new Set(connections.flatMap(({ ruleIds }) => ruleIds)),
  ]);
  const clients = await holdClients(
    trx,
    caller,
    connections.map(({ clientId }) => clientId),
  );
  const at = { firmId, installationId };
  const wanted = connections.map((connection) => ({
    ...connection,
    id: platform.newId(),
    kept: keptForm(platform.keys, manifest, at, connection.key),
  }));
  const isThere = ({ clientId }: NewConnection) => clients.get(clientId)?.isErased === false;
  let existing = await loadExisting(trx, caller, installationId, wanted);
  const missing = wanted.filter((each) => isThere(each) && find(existing, each) === null);
  const made = await write(platform, trx, at, manifest, missing);
  // Somebody else was quicker, or two of these have one client or one key.
  if (made.size < missing.length) existing = await loadExisting(trx, caller, installationId, wanted);
  const outcomes = wanted.map((each): Inserted | NavetteError => {
    if (made.has(each.id)) return { connectionId: each.id, done: 'connected' };
    if (!isThere(each)) return new NavetteError('not_found');
    return outcomeOf(each, find(existing, each));
  });
  const pairs = outcomes.flatMap((outcome, index) =>
    outcome instanceof NavetteError
      ? []
      : (wanted[index]?.ruleIds ?? [])
          .filter((ruleId) => listed.has(ruleId))
          .map((ruleId) => ({ ruleId, connectionId: outcome.connectionId })),
  );
  const extended = await listConnectionsFor(trx, at, pairs);
  const done = outcomes.map((outcome): Inserted | NavetteError =>
    outcome instanceof NavetteError || outcome.done === 'connected' || !extended.has(outcome.connectionId)
      ? outcome
      : { ...outcome, done: 'extended' },
  );
  await recordAuditOfEach(
    platform,
    trx,
    caller,
    done.flatMap((outcome, index) => {
      const { clientId = '' } = wanted[index] ?? {};
      return outcome instanceof NavetteError || outcome.done === 'unchanged'
        ? []
        : {
            action: outcome.done === 'connected' ? 'connection.created' : 'connection.changed',
            subjectKind: 'connection',
            subjectId: outcome.connectionId,
            subjectName: clients.get(clientId)?.name ?? null,
            details: {
              ...{ installationId, clientId },
              ...(outcome.done === 'extended' && { keyChanged: false, foldersChanged: true }),
            },
          };
    }),
  );
  return done;
}

type Wanted = NewConnection & { readonly id: string; readonly kept: string };

/** A connection that has the client or the key of one that is wanted. */
interface Existing {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly clientKey: string;
  readonly isSeen: boolean;
}

function find(existing: readonly Existing[], { clientId, kept }: Wanted): Existing | null {
  return (
    existing.find((each) => each.clientId === clientId) ??
    existing.find((each) => each.clientKey === kept) ??
    null
  );
}

function outcomeOf({ clientId, kept }: Wanted, found: Existing | null): Inserted | NavetteError {
  if (found === null) return new NavetteError('connection_exists');
  if (found.clientId !== clientId) return takenBy(found);
  if (found.clientKey !== kept) return new NavetteError('connection_exists');
  return { connectionId: found.id, done: 'unchanged' };
}

/** The key is another client's, whom the caller sees or not. */
export function takenBy({ clientName, isSeen }: Pick<Existing, 'clientName' | 'isSeen'>): NavetteError {
  const field = 'clientKey';
  return isSeen
    ? new NavetteError('client_key_taken', { client: clientName, field })
    : new NavetteError('client_key_taken_unseen', { field });
}

/** Nobody removes it until this is committed. */
async function holdInstallation(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<void> {
  const row = await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .where('state', '<>', 'removed')
    .forShare()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}

/** Those that the caller sees. Whoever erases one is waited for. */
async function holdClients(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly isErased: boolean }>> {
  const { rows } = await sql<{ id: string; name: string; isErased: boolean }>`
    select clients.id, clients.name, clients.erased_at is not null as "isErased" from clients
    where clients.firm_id = ${caller.firmId} and clients.id = any(${sql.val(ids)}::uuid[]) and ${isVisibleClient(caller)}
    order by clients.id for key share of clients`.execute(trx);
  return new Map(rows.map(({ id, ...client }) => [id, client]));
}

async function loadExisting(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  wanted: readonly Wanted[],
): Promise<Existing[]> {
  const { rows } = await sql<Existing>`
    select c.id, c.client_id as "clientId", c.client_key as "clientKey", clients.name as "clientName",
           ${isVisibleClient(caller)} as "isSeen"
    from connections c join clients on clients.firm_id = c.firm_id and clients.id = c.client_id
    where c.firm_id = ${caller.firmId} and c.installation_id = ${installationId} and c.state <> 'disconnected'
      and (c.client_id = any(${wanted.map(({ clientId }) => clientId)}::uuid[])
        or c.client_key = any(${wanted.map(({ kept }) => kept)}::text[]))`.execute(trx);
  return rows;
}

/** @returns the ids of those that were written */
async function write(
  platform: Platform,
  trx: Transaction<Schema>,
  { firmId, installationId }: { readonly firmId: string; readonly installationId: string },
  manifest: ConnectedApplication['manifest'],
  wanted: readonly Wanted[],
): Promise<ReadonlySet<string>> {
  if (wanted.length === 0) return new Set();
  const sealed = await sealClientKeys(platform.keys, trx, firmId, manifest, wanted);
  const at = platform.clock().toISOString();
  const inserted = await trx
    .insertInto('connections')
    .values(
      wanted.map(({ id, clientId, kept, label }, index) => ({
        firm_id: firmId,
        id,
        installation_id: installationId,
        client_id: clientId,
        client_key: kept,
        client_key_sealed: sealed[index] ?? null,
        client_key_label: label,
        created_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return new Set(inserted.map(({ id }) => id));
}

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
  const at = { firmId, installationId };
  await holdInstallation(trx, at);
  const ruleIds = new Set(connections.flatMap((connection) => connection.ruleIds));
  const listed = await requireListedRules(trx, firmId, installationId, [...ruleIds]);
  const clients = await holdClients(trx, caller, connections);
  const wanted = connections.map((connection) => ({
    ...connection,
    id: platform.newId(),
    kept: keptForm(platform.keys, manifest, at, connection.key),
  }));
  const isThere = ({ clientId }: NewConnection) => clients.get(clientId)?.isErased === false;
  let existing = await loadExisting(trx, caller, installationId, wanted);
  const missing = wanted
    .filter((each) => isThere(each) && find(existing, each) === null)
    // In one order, so that two who connect the same clients at once wait for each other in turn.
    .sort((one, other) => (one.clientId < other.clientId ? -1 : 1));
  const made = await write(platform, trx, at, manifest, missing);
  // Somebody else was quicker, or two of these have one client or one key.
  if (made.size < missing.length) existing = await loadExisting(trx, caller, installationId, wanted);
  const outcomes = wanted.map((each): Inserted | NavetteError => {
    if (made.has(each.id)) return { connectionId: each.id, done: 'connected' };
    return isThere(each) ? outcomeOf(each, find(existing, each)) : new NavetteError('not_found');
  });
  const pairs = outcomes.flatMap((outcome, index) => {
    if (outcome instanceof NavetteError) return [];
    const { connectionId } = outcome;
    const own = wanted[index]?.ruleIds.filter((ruleId) => listed.has(ruleId)) ?? [];
    return own.map((ruleId) => ({ ruleId, connectionId }));
  });
  const extended = await listConnectionsFor(trx, at, pairs);
  const done = outcomes.map((outcome): Inserted | NavetteError => {
    const isExtended =
      !(outcome instanceof NavetteError) &&
      outcome.done === 'unchanged' &&
      extended.has(outcome.connectionId);
    return isExtended ? { ...outcome, done: 'extended' } : outcome;
  });
  const entries = done.flatMap((outcome, index) => {
    const { clientId = '' } = wanted[index] ?? {};
    const clientName = clients.get(clientId)?.name ?? null;
    return outcome instanceof NavetteError ? [] : auditOf(outcome, { installationId, clientId, clientName });
  });
  await recordAuditOfEach(platform, trx, caller, entries);
  return done;
}

function auditOf(
  { connectionId, done }: Inserted,
  of: { readonly installationId: string; readonly clientId: string; readonly clientName: string | null },
) {
  if (done === 'unchanged') return [];
  const { installationId, clientId } = of;
  return [
    {
      action: done === 'connected' ? 'connection.created' : 'connection.changed',
      ...{ subjectKind: 'connection', subjectId: connectionId, subjectName: of.clientName },
      details: { installationId, clientId, ...(done === 'extended' && { foldersChanged: true }) },
    },
  ];
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
  const ofClient = existing.find((each) => each.clientId === clientId);
  return ofClient ?? existing.find((each) => each.clientKey === kept) ?? null;
}

function outcomeOf({ clientId, kept }: Wanted, found: Existing | null): Inserted | NavetteError {
  if (found === null) return new NavetteError('connection_exists');
  if (found.clientId !== clientId) return takenBy(found);
  if (found.clientKey !== kept) return new NavetteError('connection_exists');
  return { connectionId: found.id, done: 'unchanged' };
}

/** The refusal of a key that is another client's, whom the caller sees or not. */
export function takenBy({ clientName, isSeen }: Pick<Existing, 'clientName' | 'isSeen'>): NavetteError {
  const field = 'clientKey';
  return isSeen
    ? new NavetteError('client_key_taken', { client: clientName, field })
    : new NavetteError('client_key_taken_unseen', { field });
}

interface Place {
  readonly firmId: string;
  readonly installationId: string;
}

/** Nobody removes it until this is committed. */
async function holdInstallation(trx: Transaction<Schema>, { firmId, installationId }: Place): Promise<void> {
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
  connections: readonly NewConnection[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly isErased: boolean }>> {
  const ids = connections.map(({ clientId }) => clientId);
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
      and (c.client_id = any(${sql.val(wanted.map(({ clientId }) => clientId))}::uuid[])
        or c.client_key = any(${sql.val(wanted.map(({ kept }) => kept))}::text[]))`.execute(trx);
  return rows;
}

/** @returns the ids of those that were written */
async function write(
  platform: Platform,
  trx: Transaction<Schema>,
  { firmId, installationId }: Place,
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
        ...{ firm_id: firmId, id, installation_id: installationId, client_id: clientId },
        ...{ client_key: kept, client_key_sealed: sealed[index] ?? null, client_key_label: label },
        created_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return new Set(inserted.map(({ id }) => id));
}

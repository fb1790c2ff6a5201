import type { Connection } from '@navette/api';
import type { Manifest } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { openInstallation } from '../applications/open-installation.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { countUnsent } from '../deliveries/cancel-unsent.ts';
import { cancelForGood } from '../deliveries/leave-what-is-gone.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { checkClientKey } from './check-client-key.ts';
import { cleanClientKey, keptForm } from './client-keys.ts';
import { isTaken, replaceKeys } from './replace-keys.ts';
import { listConnectionsFor, requireListedRules, withdrawConnections } from './rule-connections.ts';
import { getConnection } from './select-connections.ts';

export interface ConnectionPlace {
  readonly firmId: string;
  readonly installationId: string;
  readonly connectionId: string;
}

export interface ConnectionChange {
  readonly clientKey?: string | undefined;
  readonly clientKeyLabel?: string | null | undefined;
  /** The rules of scope `listed` that take its documents, all of them. */
  readonly ruleIds?: readonly string[] | undefined;
  /** Whether what a folder taken away has not sent may be cancelled. */
  readonly isConfirmed?: boolean | undefined;
}

/**
 * Gives a connected client another key, checked as when connecting, another label, or other folders. What has not left goes by the
 * new key; what a folder taken away has not sent is cancelled.
 *
 * A key that names a place (a dossier, an address) may lead to another one: what the partner has stays with the key it was sent by,
 * and is followed there. A key that is a secret is taken for a new one of the same place.
 * @throws NavetteError `not_found`, `client_key_invalid` and its like, `client_key_taken`, `client_key_taken_unseen`;
 * `client_key_refused`, `partner_unavailable`; `removal_cancels_deliveries` unless confirmed;
 * `connection_busy` while a document is being sent, or nobody knows yet whether it arrived: looked for by the new key, it would not
 * be found, and be sent twice
 */
export async function changeConnection(
  platform: Platform,
  caller: FirmCaller,
  installationId: string,
  id: string,
  change: ConnectionChange,
): Promise<Connection> {
  const { firmId } = caller;
  const place: ConnectionPlace = { firmId, installationId, connectionId: id };
  const asked = await inFirm(platform.database.app, firmId, async (trx) => {
    const before = await getConnection(trx, caller, installationId, id);
    if (change.clientKey === undefined) return null;
    const opened = await openInstallation(platform, trx, firmId, installationId);
    const key = cleanClientKey(opened.manifest, change.clientKey);
    const kept = keptForm(platform.keys, opened.manifest, place, key);
    return kept === before.clientKey ? null : { ...opened, key };
  });
  const label = asked === null ? null : await checkClientKey(platform, asked, asked.key);
  const write = () =>
    inFirm(platform.database.app, firmId, async (trx) => {
      const before = await getConnection(trx, caller, installationId, id);
      const named = change.clientKeyLabel || label;
      if (asked !== null) await replaceKey(platform, trx, caller, place, { ...asked, label: named });
      else if (change.clientKeyLabel !== undefined) await setLabel(trx, place, named);
      const folders = await changeFolders(platform, trx, caller, before, change);
      if (asked === null && change.clientKeyLabel === undefined && folders === null) return before;
      const after = await getConnection(trx, caller, installationId, id);
      await recordAudit(platform, trx, caller, {
        action: 'connection.changed',
        subjectKind: 'connection',
        subjectId: id,
        subjectName: before.clientName,
        details: {
          ...{ installationId, clientId: before.clientId, keyChanged: asked !== null },
          ...(folders !== null && { foldersChanged: true, cancelled: folders.cancelled }),
        },
      });
      return after;
    });
  // Who was quicker is found, and named, the second time.
  const changed = await write().catch((error) => {
    if (isTaken(error)) return write();
    throw error;
  });
  platform.live.publish(firmId, 'clients');
  if (change.ruleIds !== undefined) platform.live.publish(firmId, 'deliveries');
  return changed;
}

async function setLabel(
  trx: Transaction<Schema>,
  { firmId, connectionId }: ConnectionPlace,
  label: string | null,
): Promise<void> {
  await trx
    .updateTable('connections')
    .set({ client_key_label: label })
    .where('firm_id', '=', firmId)
    .where('id', '=', connectionId)
    .execute();
}

/** @returns how many deliveries were cancelled; `null` when nothing was to be changed */
async function changeFolders(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { id, clientId, installationId, ruleIds: before }: Connection,
  { ruleIds, isConfirmed = false }: ConnectionChange,
): Promise<{ readonly cancelled: number } | null> {
  if (ruleIds === undefined) return null;
  const { firmId, name } = caller;
  const application = { firmId, installationId };
  const listed = await requireListedRules(trx, firmId, installationId, ruleIds);
  const pairOf = (ruleId: string) => ({ ruleId, connectionId: id });
  const added = [...listed].filter((ruleId) => !before.includes(ruleId));
  const removed = before.filter((ruleId) => !ruleIds.includes(ruleId));
  if (added.length + removed.length === 0) return null;
  await listConnectionsFor(trx, application, added.map(pairOf));
  await withdrawConnections(trx, application, removed.map(pairOf));
  const unsent = removed.map((ruleId) => ({ connectionIds: [id], clientIds: [clientId], ruleId }));
  let count = 0;
  for (const each of unsent) count += await countUnsent(trx, firmId, each);
  if (count > 0 && !isConfirmed) throw new NavetteError('removal_cancels_deliveries', { count });
  let cancelled = 0;
  for (const each of unsent)
    cancelled += await cancelForGood(platform, trx, firmId, each, { kind: 'user', name });
  return { cancelled };
}

async function replaceKey(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { installationId, connectionId }: ConnectionPlace,
  given: { readonly manifest: Manifest; readonly key: string; readonly label: string | null },
): Promise<void> {
  const { manifest, key, label } = given;
  const application = { installationId, manifest };
  const [refusal] = await replaceKeys(platform, trx, caller, application, [{ connectionId, key, label }]);
  if (refusal) throw refusal;
}

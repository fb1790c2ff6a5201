import type { Installation } from '@navette/api';
import type { Connector } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import { credentialsPlace, credentialsShape } from '../deliveries/sessions.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import { refreshSoon } from '../mapping/refresh-soon.ts';
import type { Platform } from '../platform.ts';
import { describeClientKey, describeTypes } from './catalogue.ts';
import { completeCredentials, readableValues, type Values } from './credentials.ts';
import { releaseAfterRenewal, toStopped } from './stop-installation.ts';
import { type TriedBeforehand, tryBeforehand, tryCredentials } from './try-credentials.ts';

export interface NewInstallation {
  readonly application: string;
  readonly name?: string | undefined;
  readonly credentials: Readonly<Record<string, string>>;
}

/**
 * Adds an application to a firm: values cleaned, tried at the partner, kept sealed. One by e-mail has no values of its own: it is added
 * whatever the firm's mail server says, stopped for the reason that it gives. @throws NavetteError `not_found` for an application that is
 * not in the catalogue, `invalid_request`, `name_template_invalid`, `credentials_refused`, `partner_unavailable`
 * @param gone fires when whoever waits for the answer gave it up: nothing is added then
 */
export async function createInstallation(
  platform: Platform,
  caller: FirmCaller,
  given: NewInstallation,
  gone?: AbortSignal,
): Promise<Installation> {
  const tried = await tryInstallation(platform, caller.firmId, given, gone);
  const added = await inFirm(platform.database.app, caller.firmId, (trx) =>
    addInstallation(platform, trx, caller, tried, 'active'),
  );
  platform.live.publish(caller.firmId, 'applications');
  return added;
}

/** An application whose values were tried at its partner, and that is not there yet. */
export interface TriedInstallation extends TriedBeforehand {
  readonly connector: Connector;
  readonly name: string;
}

/** Cleans and tries the values of an application that is to be added; writes nothing. @throws NavetteError as `createInstallation` */
export async function tryInstallation(
  platform: Platform,
  firmId: string,
  given: NewInstallation,
  gone?: AbortSignal,
): Promise<TriedInstallation> {
  const connector = requireConnector(platform, given.application);
  const ofOperator = platform.sessions.fieldsOfOperator(given.application);
  const completed = completeCredentials(connector, given.credentials, { ofOperator });
  const tried = await tryBeforehand(platform, firmId, connector, completed, gone);
  return { ...tried, connector, name: given.name ?? connector.manifest.name };
}

/**
 * Adds an application that was tried. @param state `preparing`: its documents leave once it is started. `active` becomes `stopped` where
 * nothing would leave: what arrives is held, for that reason, until it is repaired
 */
export async function addInstallation(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  { connector, name, identity, credentials, refusal }: TriedInstallation,
  state: 'active' | 'preparing',
): Promise<Installation> {
  const { firmId } = caller;
  const id = platform.newId();
  const at = platform.clock().toISOString();
  const { id: application, rate } = connector.manifest;
  const isStopped = state === 'active' && refusal !== null;
  await trx
    .insertInto('installations')
    .values({
      firm_id: firmId,
      ...{ id, application, name, state, identity },
      ...(isStopped ? { state: 'stopped', stopped_at: at, ...toStopped(refusal) } : {}),
      credentials: await platform.keys.sealForFirm(
        trx,
        firmId,
        credentialsPlace(id),
        JSON.stringify(credentials),
      ),
      created_at: at,
      started_at: state === 'active' ? at : null,
      checked_at: identity === null ? null : at,
    })
    .execute();
  await trx
    .insertInto('lanes')
    .values({
      firm_id: firmId,
      id: platform.newId(),
      installation_id: id,
      state: isStopped ? 'closed' : 'open',
      concurrency: rate.concurrency,
      rate_requests: rate.requests,
      rate_window_ms: rate.windowMs,
      tokens: 1,
      tokens_at: at,
    })
    .execute();
  await recordAudit(platform, trx, caller, {
    action: 'installation.created',
    subjectKind: 'installation',
    subjectId: id,
    subjectName: name,
    details: { application, identity },
  });
  return getInstallation(platform, trx, caller, id);
}

/**
 * Renews credentials, as `completeCredentials` has it. When they work, what was held for them leaves, in order; a pause stays one.
 * @throws NavetteError `not_found`, `invalid_request`, `name_template_invalid`, `credentials_refused`, `partner_unavailable` (then
 * nothing changes)
 */
export async function renewCredentials(
  platform: Platform,
  caller: FirmCaller,
  id: string,
  given: Readonly<Record<string, string | null>>,
  gone?: AbortSignal,
): Promise<Installation> {
  for (;;) {
    const renewed = await renewOver(platform, caller, id, given, gone);
    if (renewed === null) continue;
    await platform.wake.lanes(caller.firmId, renewed.laneIds);
    platform.live.publish(caller.firmId, 'applications');
    return renewed.installation;
  }
}

/** @returns `null` when somebody else renewed them meanwhile: what he gave is completed and tried anew, with ours */
async function renewOver(
  platform: Platform,
  caller: FirmCaller,
  id: string,
  given: Readonly<Record<string, string | null>>,
  gone: AbortSignal | undefined,
) {
  const { firmId } = caller;
  const { connector, before, kept } = await inFirm(platform.database.app, firmId, async (trx) => {
    const row = await trx
      .selectFrom('installations')
      .select(['application', 'credentials'])
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .where('state', '<>', 'removed')
      .executeTakeFirst();
    if (!row) throw new NavetteError('not_found');
    return {
      connector: requireConnector(platform, row.application),
      before: row.credentials,
      kept: await unsealCredentials(platform, trx, firmId, id, row.credentials),
    };
  });
  const ofOperator = platform.sessions.fieldsOfOperator(connector.manifest.id);
  const completed = completeCredentials(connector, given, { kept, ofOperator });
  const { identity, credentials } = await tryCredentials(platform, firmId, connector, completed, gone);
  return inFirm(platform.database.app, firmId, async (trx) => {
    const sealed = await platform.keys.sealForFirm(
      trx,
      firmId,
      credentialsPlace(id),
      JSON.stringify(credentials),
    );
    const saved = await trx
      .updateTable('installations')
      .set({ credentials: sealed, identity, checked_at: platform.clock().toISOString() })
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .where('state', '<>', 'removed')
      .where('credentials', '=', before)
      .executeTakeFirst();
    if (saved.numUpdatedRows === 0n) return null;
    const laneIds = await releaseAfterRenewal(platform, trx, firmId, id);
    const installation = await getInstallation(platform, trx, caller, id);
    const { application } = installation;
    await refreshSoon(platform, trx, { firmId, installationId: id, application });
    await recordAudit(platform, trx, caller, {
      action: 'installation.credentials_renewed',
      subjectKind: 'installation',
      subjectId: id,
      subjectName: installation.name,
      details: { application: installation.application, identity },
    });
    return { laneIds, installation };
  });
}

/** The applications of a firm, oldest first, with what connecting a client needs. Their values are for administrators. */
export async function listInstallations(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
): Promise<Installation[]> {
  const { firmId } = caller;
  const rows = await trx
    .selectFrom('installations')
    .select((eb) => [
      'id',
      'application',
      'name',
      'state',
      'credentials',
      'stopped_code as code',
      'stopped_params as params',
      'created_at as createdAt',
      'stopped_at as stoppedAt',
      'paused_at as pausedAt',
      eb.fn
        .coalesce(
          eb
            .selectFrom('members')
            .select('members.name')
            .whereRef('members.firm_id', '=', 'installations.firm_id')
            .whereRef('members.user_id', '=', 'installations.paused_by'),
          eb
            .selectFrom('api_keys')
            .select('api_keys.name')
            .whereRef('api_keys.firm_id', '=', 'installations.firm_id')
            .whereRef('api_keys.id', '=', 'installations.paused_by'),
        )
        .as('pausedBy'),
      'started_at as startedAt',
      'checked_at as checkedAt',
      'identity',
      'version_policy as versionPolicy',
      'mapping_attribute_id as mappingAttributeId',
      eb
        .selectFrom('connections')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('connections.firm_id', '=', 'installations.firm_id')
        .whereRef('connections.installation_id', '=', 'installations.id')
        .where('connections.state', '<>', 'disconnected')
        .as('connections'),
    ])
    .where('firm_id', '=', firmId)
    .where('state', '<>', 'removed')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const installations: Installation[] = [];
  for (const { code, params, connections, credentials, ...row } of rows) {
    const connector = requireConnector(platform, row.application);
    const { manifest } = connector;
    const { partner, kind, listsDossiers } = manifest;
    installations.push({
      ...row,
      ...{ partner, kind, listsDossiers },
      clientKey: describeClientKey(manifest),
      types: describeTypes(manifest),
      notes: [...(manifest.notes ?? [])],
      connections: connections ?? 0,
      reason: code === null ? null : { ...reasonOf(code, params ?? {}), words: readWords(params) },
      ...(caller.role === 'admin'
        ? readSettings(
            platform,
            connector,
            await unsealCredentials(platform, trx, firmId, row.id, credentials),
          )
        : { settings: null, keptSecrets: null }),
    });
  }
  return installations;
}

/** One application of a firm. @throws NavetteError `not_found` */
export async function getInstallation(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
): Promise<Installation> {
  const installation = (await listInstallations(platform, trx, caller)).find((each) => each.id === id);
  if (!installation) throw new NavetteError('not_found');
  return installation;
}

/** An application of the catalogue. @throws NavetteError `not_found` */
export function requireConnector(platform: Pick<Platform, 'connectors'>, application: string): Connector {
  const connector = platform.connectors.get(application);
  if (!connector) throw new NavetteError('not_found');
  return connector;
}

/** The partner's own, of why it stopped. */
function readWords(params: Readonly<Record<string, string | number>> | null): string | null {
  return params?.words === undefined ? null : String(params.words);
}

/** What the operator set since is not the firm's any more. */
function readSettings({ sessions }: Platform, connector: Connector, values: Values) {
  const ofOperator = sessions.fieldsOfOperator(connector.manifest.id);
  const own = Object.entries(values).filter(([name]) => !ofOperator.includes(name));
  const secrets = connector.manifest.fields.filter(({ secret }) => secret).map(({ name }) => name);
  return {
    settings: readableValues(connector, Object.fromEntries(own)),
    keptSecrets: own.flatMap(([name, value]) => (value !== '' && secrets.includes(name) ? [name] : [])),
  };
}

async function unsealCredentials(
  { keys }: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
  sealed: Uint8Array,
): Promise<Values> {
  return credentialsShape.parse(
    JSON.parse(await keys.unsealForFirm(trx, firmId, credentialsPlace(id), sealed)),
  );
}

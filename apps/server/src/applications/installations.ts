import type { Installation } from '@navette/api';
import type { Connector } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { credentialsPlace } from '../deliveries/sessions.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import { completeCredentials, tryCredentials } from './credentials.ts';
import { resumeInstallation } from './stop-installation.ts';

/**
 * Adds an application to a firm: values cleaned, tried at the partner, kept sealed. @throws NavetteError `not_found` for an
 * application that is not in the catalogue, `invalid_request`, `credentials_refused`
 */
export async function createInstallation(
  platform: Platform,
  caller: FirmCaller,
  given: {
    readonly application: string;
    readonly name?: string | undefined;
    readonly credentials: Readonly<Record<string, string>>;
  },
): Promise<Installation & { identity: string }> {
  const { firmId } = caller;
  const connector = requireConnector(platform, given.application);
  const credentials = completeCredentials(connector, given.credentials);
  const identity = await tryCredentials(platform, connector, credentials);
  const id = platform.newId();
  const at = platform.clock().toISOString();
  const { rate } = connector.manifest;
  const installation = await inFirm(platform.database.app, firmId, async (trx) => {
    await trx
      .insertInto('installations')
      .values({
        firm_id: firmId,
        id,
        application: given.application,
        name: given.name ?? connector.manifest.name,
        credentials: await platform.keys.sealForFirm(
          trx,
          firmId,
          credentialsPlace(id),
          JSON.stringify(credentials),
        ),
        created_at: at,
      })
      .execute();
    await trx
      .insertInto('lanes')
      .values({
        firm_id: firmId,
        id: platform.newId(),
        installation_id: id,
        concurrency: rate.concurrency,
        rate_requests: rate.requests,
        rate_window_ms: rate.windowMs,
        tokens: 1,
        tokens_at: at,
      })
      .execute();
    const added = await getInstallation(platform, trx, firmId, id);
    await recordAudit(platform, trx, caller, {
      action: 'installation.created',
      subjectKind: 'installation',
      subjectId: id,
      subjectName: added.name,
      details: { application: given.application, identity },
    });
    return added;
  });
  return { ...installation, identity };
}

/**
 * Renews credentials; values left out keep their old ones. When they work, what was held leaves, in order.
 * @throws NavetteError `not_found`, `invalid_request`, `credentials_refused` (then nothing changes)
 */
export async function renewCredentials(
  platform: Platform,
  caller: FirmCaller,
  id: string,
  given: Readonly<Record<string, string>>,
): Promise<Installation & { identity: string }> {
  const { firmId } = caller;
  const { connector, kept } = await inFirm(platform.database.app, firmId, async (trx) => {
    const row = await trx
      .selectFrom('installations')
      .select(['application', 'credentials'])
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .where('state', '<>', 'removed')
      .executeTakeFirst();
    if (!row) throw new NavetteError('not_found');
    const plain = await platform.keys.unsealForFirm(trx, firmId, credentialsPlace(id), row.credentials);
    return {
      connector: requireConnector(platform, row.application),
      kept: JSON.parse(plain) as Record<string, string>,
    };
  });
  const credentials = completeCredentials(connector, given, kept);
  const identity = await tryCredentials(platform, connector, credentials);
  const renewed = await inFirm(platform.database.app, firmId, async (trx) => {
    const sealed = await platform.keys.sealForFirm(
      trx,
      firmId,
      credentialsPlace(id),
      JSON.stringify(credentials),
    );
    await trx
      .updateTable('installations')
      .set({ credentials: sealed })
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .execute();
    const laneIds = await resumeInstallation(platform, trx, firmId, id);
    const installation = await getInstallation(platform, trx, firmId, id);
    await recordAudit(platform, trx, caller, {
      action: 'installation.credentials_renewed',
      subjectKind: 'installation',
      subjectId: id,
      subjectName: installation.name,
      details: { application: installation.application, identity },
    });
    return { laneIds, installation };
  });
  await platform.wake.lanes(firmId, renewed.laneIds);
  return { ...renewed.installation, identity };
}

/** The applications of a firm, oldest first. */
export async function listInstallations(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
): Promise<Installation[]> {
  const rows = await trx
    .selectFrom('installations')
    .select((eb) => [
      'id',
      'application',
      'name',
      'state',
      'stopped_code as code',
      'stopped_params as params',
      'created_at as createdAt',
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
  return rows.map(({ code, params, connections, ...row }) => ({
    ...row,
    kind: requireConnector(platform, row.application).manifest.kind,
    connections: connections ?? 0,
    reason: code === null ? null : reasonOf(code, params ?? {}),
  }));
}

/** One application of a firm. @throws NavetteError `not_found` */
async function getInstallation(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
): Promise<Installation> {
  const installation = (await listInstallations(platform, trx, firmId)).find((each) => each.id === id);
  if (!installation) throw new NavetteError('not_found');
  return installation;
}

function requireConnector(platform: Platform, application: string): Connector {
  const connector = platform.connectors.get(application);
  if (!connector) throw new NavetteError('not_found');
  return connector;
}

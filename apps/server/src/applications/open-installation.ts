import type { Manifest, Session } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';
import { requireConnector } from './installations.ts';

/** An application of a firm, ready to be asked something outside any transaction. */
export interface OpenInstallation {
  readonly manifest: Manifest;
  readonly session: Session;
}

/** Opens the session of an application of a firm, which makes no request yet. @throws NavetteError `not_found` */
export async function openInstallation(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<OpenInstallation> {
  const row = await trx
    .selectFrom('installations')
    .innerJoin('lanes', (join) =>
      join
        .onRef('lanes.firm_id', '=', 'installations.firm_id')
        .onRef('lanes.installation_id', '=', 'installations.id'),
    )
    .select(['installations.application', 'installations.credentials', 'lanes.id as laneId'])
    .where('installations.firm_id', '=', firmId)
    .where('installations.id', '=', installationId)
    .where('installations.state', '<>', 'removed')
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  const { manifest } = requireConnector(platform, row.application);
  const session = await platform.sessions.forInstallation(trx, { firmId, installationId, ...row });
  return { manifest, session };
}

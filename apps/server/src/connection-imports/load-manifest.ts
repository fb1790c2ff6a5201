import type { Manifest } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { requireConnector } from '../applications/installations.ts';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

/** The manifest of an application that the firm has. @throws NavetteError `not_found` */
export async function loadManifest(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<Manifest> {
  const row = await trx
    .selectFrom('installations')
    .select('application')
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return requireConnector(platform, row.application).manifest;
}

import type { Manifest } from '@navette/connector';
import { type DocumentType, NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

/** A rule as it is kept. */
export interface StoredRule {
  readonly id: string;
  readonly installationId: string;
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType;
  readonly archivePath: string | null;
  readonly scope: 'all' | 'listed';
}

/** The rules of a firm, of all its applications or of one, oldest first. */
export async function selectRules(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string | null = null,
): Promise<StoredRule[]> {
  let query = trx
    .selectFrom('rules')
    .select([
      'id',
      'installation_id as installationId',
      'source_path as sourcePath',
      'with_subfolders as withSubfolders',
      'document_type as documentType',
      'archive_path as archivePath',
      'scope',
    ])
    .where('firm_id', '=', firmId)
    .where('removed_at', 'is', null)
    .orderBy('id');
  if (installationId !== null) query = query.where('installation_id', '=', installationId);
  return query.execute();
}

/** One rule of an application. @throws NavetteError `not_found` */
export async function findRule(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
  id: string,
): Promise<StoredRule> {
  const rule = (await selectRules(trx, firmId, installationId)).find((each) => each.id === id);
  if (!rule) throw new NavetteError('not_found');
  return rule;
}

export interface InstallationOfRules {
  readonly id: string;
  readonly application: string;
  readonly name: string;
  readonly state: 'preparing' | 'active' | 'paused' | 'stopped';
  readonly manifest: Manifest;
}

/** An application of the firm that is not removed. @throws NavetteError `not_found` */
export async function findInstallation(
  platform: Pick<Platform, 'connectors'>,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
): Promise<InstallationOfRules> {
  const row = await trx
    .selectFrom('installations')
    .select(['id', 'application', 'name'])
    .select((eb) => eb.ref('state').$castTo<InstallationOfRules['state']>().as('state'))
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  const manifest = row && platform.connectors.get(row.application)?.manifest;
  if (!row || !manifest) throw new NavetteError('not_found');
  return { ...row, manifest };
}

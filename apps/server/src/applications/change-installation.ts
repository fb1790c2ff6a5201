import type { Installation } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getInstallation } from './installations.ts';

/** What of an application is changed; what is absent stays. */
export interface InstallationChange {
  readonly name?: string | undefined;
  readonly versionPolicy?: Installation['versionPolicy'] | undefined;
  readonly mappingAttributeId?: string | null | undefined;
}

/** Changes an application of the firm. What changes nothing is not recorded. @throws NavetteError `not_found`, for an attribute too */
export async function changeInstallation(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
  change: InstallationChange,
): Promise<Installation> {
  const { firmId } = caller;
  const before = await trx
    .selectFrom('installations')
    .select(['name', 'version_policy as versionPolicy', 'mapping_attribute_id as mappingAttributeId'])
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!before) throw new NavetteError('not_found');
  const { name = before.name, versionPolicy = before.versionPolicy } = change;
  const { mappingAttributeId = before.mappingAttributeId } = change;
  const after = { name, versionPolicy, mappingAttributeId };
  const details = listChanges(before, after);
  if (Object.keys(details).length === 0) return getInstallation(platform, trx, caller, id);
  if (mappingAttributeId !== null && mappingAttributeId !== before.mappingAttributeId)
    await requireAttribute(trx, firmId, mappingAttributeId);
  await trx
    .updateTable('installations')
    .set({ name, version_policy: versionPolicy, mapping_attribute_id: mappingAttributeId })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  await recordAudit(platform, trx, caller, {
    action: 'installation.changed',
    ...{ subjectKind: 'installation', subjectId: id, subjectName: name },
    details,
  });
  return getInstallation(platform, trx, caller, id);
}

/** Each value that differs, and what it was. */
function listChanges<Values extends Readonly<Record<string, string | null>>>(before: Values, after: Values) {
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value);
  return Object.fromEntries(
    changed.flatMap(([key, value]) => [
      [`${key}Before`, before[key] ?? null],
      [key, value],
    ]),
  );
}

async function requireAttribute(trx: Transaction<Schema>, firmId: string, id: string): Promise<void> {
  const row = await trx
    .selectFrom('attributes')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}

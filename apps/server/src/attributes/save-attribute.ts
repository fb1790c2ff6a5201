import { type AttributeKind, NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { foldForSearch, refreshSearchKeys } from '../clients/search-key.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { refuseSharedValues } from './shared-values.ts';

/** Enough for any firm, and few enough for a row of a spreadsheet. */
const maxAttributes = 100;

/** What each firm is born with. */
const defaults: readonly { label: string; kind: AttributeKind; isUnique: boolean }[] = [
  { label: 'SIRET', kind: 'siret', isUnique: false },
  { label: 'Code dossier', kind: 'code', isUnique: true },
  { label: 'E-mail de collecte', kind: 'email', isUnique: false },
];

export async function createDefaultAttributes(
  platform: Pick<Platform, 'newId' | 'clock'>,
  trx: Transaction<Schema>,
  firmId: string,
): Promise<void> {
  for (const [index, { label, kind, isUnique }] of defaults.entries())
    await insertAttribute(platform, trx, firmId, { label, kind, isUnique, position: index + 1 });
}

/**
 * Adds an attribute, last. @returns its id
 * @throws NavetteError `name_taken`, `too_many_attributes`
 */
export async function createAttribute(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  given: { readonly label: string; readonly kind: AttributeKind; readonly isUnique?: boolean | undefined },
): Promise<string> {
  const ids = await lockAttributes(trx, caller.firmId);
  if (ids.length >= maxAttributes) throw new NavetteError('too_many_attributes', { limit: maxAttributes });
  const { label, kind, isUnique = false } = given;
  const id = await insertAttribute(platform, trx, caller.firmId, {
    ...{ label, kind, isUnique, position: ids.length + 1 },
  });
  await recordAudit(platform, trx, caller, {
    ...{ action: 'attribute.created', subjectKind: 'attribute', subjectId: id, subjectName: label },
    details: { kind, isUnique },
  });
  platform.live.publish(caller.firmId, 'clients');
  return id;
}

/**
 * Changes an attribute; moving it makes the others close up.
 * @throws NavetteError `not_found`, `name_taken`, `attribute_values_shared`
 */
export async function updateAttribute(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
  change: {
    readonly label?: string | undefined;
    readonly isUnique?: boolean | undefined;
    readonly position?: number | undefined;
  },
): Promise<void> {
  const { firmId } = caller;
  const ids = await lockAttributes(trx, firmId);
  // The lock of a key, so that no value is added between the look and the change.
  const old = await trx
    .selectFrom('attributes')
    .select(['label', 'is_unique as isUnique', 'position'])
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!old) throw new NavetteError('not_found');
  const { label = old.label, isUnique = old.isUnique } = change;
  const position = Math.min(change.position ?? old.position, ids.length);
  if (isUnique && !old.isUnique) await refuseSharedValues(trx, firmId, id, old.label);
  await requireFreeLabel(trx, firmId, label, id);
  await trx
    .updateTable('attributes')
    .set({ label, label_key: foldForSearch(label), is_unique: isUnique })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  if (position !== old.position)
    await setPositions(trx, firmId, ids.filter((each) => each !== id).toSpliced(position - 1, 0, id));
  await recordAudit(platform, trx, caller, {
    ...{ action: 'attribute.changed', subjectKind: 'attribute', subjectId: id, subjectName: label },
    details: {
      ...(label === old.label ? {} : { labelBefore: old.label, label }),
      ...(isUnique === old.isUnique ? {} : { isUnique }),
      ...(position === old.position ? {} : { positionBefore: old.position, position }),
    },
  });
  platform.live.publish(firmId, 'clients');
}

/** Removes an attribute with its values. @returns how many values went @throws NavetteError `not_found` */
export async function deleteAttribute(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
): Promise<number> {
  const { firmId } = caller;
  const ids = await lockAttributes(trx, firmId);
  const old = await trx
    .selectFrom('attributes')
    .select(['label', 'kind'])
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!old) throw new NavetteError('not_found');
  const removed = await trx
    .deleteFrom('attribute_values')
    .where('firm_id', '=', firmId)
    .where('attribute_id', '=', id)
    .returning('client_id as clientId')
    .execute();
  await trx.deleteFrom('attributes').where('firm_id', '=', firmId).where('id', '=', id).execute();
  await setPositions(
    trx,
    firmId,
    ids.filter((each) => each !== id),
  );
  await refreshSearchKeys(
    trx,
    firmId,
    removed.map(({ clientId }) => clientId),
  );
  await recordAudit(platform, trx, caller, {
    ...{ action: 'attribute.deleted', subjectKind: 'attribute', subjectId: id, subjectName: old.label },
    details: { kind: old.kind, values: removed.length },
  });
  platform.live.publish(firmId, 'clients');
  return removed.length;
}

/** Changes to a firm's list of attributes take turns. @returns the ids, in order */
async function lockAttributes(trx: Transaction<Schema>, firmId: string): Promise<string[]> {
  await trx.selectFrom('firms').select('id').where('id', '=', firmId).forNoKeyUpdate().execute();
  const rows = await trx
    .selectFrom('attributes')
    .select('id')
    .where('firm_id', '=', firmId)
    .orderBy('position')
    .execute();
  return rows.map(({ id }) => id);
}

async function insertAttribute(
  platform: Pick<Platform, 'newId' | 'clock'>,
  trx: Transaction<Schema>,
  firmId: string,
  {
    label,
    kind,
    isUnique,
    position,
  }: { label: string; kind: AttributeKind; isUnique: boolean; position: number },
): Promise<string> {
  await requireFreeLabel(trx, firmId, label);
  const id = platform.newId();
  await trx
    .insertInto('attributes')
    .values({
      ...{ firm_id: firmId, id, label, kind, position },
      label_key: foldForSearch(label),
      is_unique: isUnique,
      created_at: platform.clock().toISOString(),
    })
    .execute();
  return id;
}

async function requireFreeLabel(
  trx: Transaction<Schema>,
  firmId: string,
  label: string,
  exceptId?: string,
): Promise<void> {
  const taken = await trx
    .selectFrom('attributes')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('label_key', '=', foldForSearch(label))
    .executeTakeFirst();
  if (taken && taken.id !== exceptId) throw new NavetteError('name_taken', { name: label, field: 'label' });
}

async function setPositions(trx: Transaction<Schema>, firmId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update attributes a set position = o.position
    from unnest(${sql.val(ids)}::uuid[]) with ordinality as o (id, position)
    where a.firm_id = ${firmId} and a.id = o.id and a.position <> o.position`.execute(trx);
}

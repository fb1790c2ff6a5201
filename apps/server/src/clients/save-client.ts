import { NavetteError, normaliseValue, valueKey } from '@navette/model';
import type { Transaction } from 'kysely';
import { type AttributeFacts, firstOfKind, loadAttributes } from '../attributes/list-attributes.ts';
import { type AttributeValue, readValue } from '../attributes/read-value.ts';
import { type ValueChange, writeValues } from '../attributes/write-values.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { createTree } from './create-tree.ts';
import { searchKeyOf } from './search-key.ts';

/** What may be given of a client; what is not given stays. */
export interface GivenClient {
  readonly name?: string | undefined;
  readonly attributes?:
    | readonly {
        readonly attributeId: string;
        readonly value: string | null;
        readonly overrideReason?: string | null | undefined;
      }[]
    | undefined;
  readonly code?: string | null | undefined;
  readonly siret?: string | null | undefined;
  readonly siretOverrideReason?: string | null | undefined;
}

type Values = ReadonlyMap<string, AttributeValue>;

/**
 * Creates a client with the folders of the firm's template, for the present period. A collaborator is assigned to what he
 * creates: limited to his clients, he would not see it.
 * @param known the firm's attributes, when they were loaded in this transaction @returns its id
 * @throws NavetteError a code of `valueProblemCodes`, `value_taken`, `not_found` for an attribute
 */
export async function createClient(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  given: GivenClient & { readonly name: string },
  known?: readonly AttributeFacts[],
): Promise<string> {
  const { firmId } = caller;
  const attributes = known ?? (await loadAttributes(trx, firmId));
  const changes = readChanges(attributes, new Map(), given);
  const at = platform.clock();
  const id = platform.newId();
  const search_key = searchKeyOf(given.name, valuesAfter(attributes, new Map(), changes));
  await trx
    .insertInto('clients')
    .values({ firm_id: firmId, id, name: given.name, search_key, created_at: at.toISOString() })
    .execute();
  await writeValues(trx, caller, id, changes, true);
  await createTree(platform, trx, firmId, id, at);
  if (caller.role === 'collaborator' && caller.apiKey === null) {
    await trx
      .insertInto('client_members')
      .values({ firm_id: firmId, client_id: id, user_id: caller.userId })
      .execute();
  }
  await recordAudit(platform, trx, caller, {
    ...{ action: 'client.created', subjectKind: 'client', subjectId: id, subjectName: given.name },
    details: describeChanges(new Map(), changes),
  });
  platform.live.publish(firmId, 'clients');
  return id;
}

/**
 * Changes a client. @returns whether anything changed
 * @throws NavetteError `not_found`, and as `createClient`
 */
export async function updateClient(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
  given: GivenClient,
): Promise<boolean> {
  const { firmId } = caller;
  const attributes = await loadAttributes(trx, firmId);
  // Changes to one client take turns: its search key is made of all its values.
  const row = await trx
    .selectFrom('clients')
    .select('name')
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  const old = await loadValues(trx, firmId, id);
  const { name = row.name } = given;
  const changes = readChanges(attributes, old, given);
  if (changes.length === 0 && name === row.name) return false;
  await writeValues(trx, caller, id, changes);
  await trx
    .updateTable('clients')
    .set({ name, search_key: searchKeyOf(name, valuesAfter(attributes, old, changes)) })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{ action: 'client.changed', subjectKind: 'client', subjectId: id, subjectName: name },
    details: {
      ...(name === row.name ? {} : { nameBefore: row.name, name }),
      ...describeChanges(old, changes),
    },
  });
  platform.live.publish(firmId, 'clients');
  return true;
}

async function loadValues(trx: Transaction<Schema>, firmId: string, clientId: string): Promise<Values> {
  const rows = await trx
    .selectFrom('attribute_values')
    .select(['attribute_id', 'value', 'value_key as key', 'override_reason as overrideReason'])
    .where('firm_id', '=', firmId)
    .where('client_id', '=', clientId)
    .execute();
  return new Map(rows.map(({ attribute_id, ...value }) => [attribute_id, value]));
}

/** Only what differs from what is stored. @throws NavetteError `not_found` for an attribute, a code of `valueProblemCodes` */
function readChanges(attributes: readonly AttributeFacts[], old: Values, given: GivenClient): ValueChange[] {
  return listGiven(attributes, given).flatMap(({ attribute, text, reason, field }) => {
    const stored = old.get(attribute.id);
    const value = readValue(
      attribute,
      text ?? stored?.value ?? '',
      reasonFor(attribute, stored, text, reason),
      field,
    );
    const isSame = value?.value === stored?.value && value?.overrideReason === stored?.overrideReason;
    return isSame ? [] : [{ attribute, value, field }];
  });
}

/** A reason vouches for one number: it does not pass on to another. */
function reasonFor(
  { kind }: AttributeFacts,
  stored: AttributeValue | undefined,
  text: string | undefined,
  reason: string | null | undefined,
): string | null {
  if (reason !== undefined) return reason;
  if (stored === undefined) return null;
  const isSame = text === undefined || valueKey(kind, normaliseValue(kind, text)) === stored.key;
  return isSame ? stored.overrideReason : null;
}

interface Given {
  readonly attribute: AttributeFacts;
  /** `undefined` keeps the value: only its reason was given. */
  readonly text: string | undefined;
  readonly reason: string | null | undefined;
  readonly field: string;
}

function listGiven(attributes: readonly AttributeFacts[], given: GivenClient): Given[] {
  const list: Given[] = (given.attributes ?? []).map(({ attributeId, value, overrideReason }) => {
    const attribute = attributes.find(({ id }) => id === attributeId);
    const field = `attributes.${attributeId}`;
    if (!attribute) throw new NavetteError('not_found', { field });
    return { attribute, text: value ?? '', reason: overrideReason, field };
  });
  const { code, siret, siretOverrideReason } = given;
  if (code !== undefined)
    list.push({ ...shorthand(attributes, 'code'), text: code ?? '', reason: undefined });
  if (siret !== undefined || siretOverrideReason !== undefined)
    list.push({
      ...shorthand(attributes, 'siret'),
      text: siret === null ? '' : siret,
      reason: siretOverrideReason,
    });
  // The last one given of an attribute holds.
  return [...new Map(list.map((each) => [each.attribute.id, each])).values()];
}

/** @throws NavetteError `not_found` for a firm that has no such attribute */
function shorthand(attributes: readonly AttributeFacts[], field: 'siret' | 'code') {
  const attribute = firstOfKind(attributes, field);
  if (!attribute) throw new NavetteError('not_found', { field });
  return { attribute, field };
}

function valuesAfter(attributes: readonly AttributeFacts[], old: Values, changes: readonly ValueChange[]) {
  const changed = new Map(changes.map(({ attribute, value }) => [attribute.id, value]));
  return attributes.flatMap(({ id, kind }) => {
    const value = changed.has(id) ? changed.get(id) : old.get(id);
    return value ? [{ kind, value: value.value }] : [];
  });
}

/** `Code dossier`: `A1 → A2`. */
function describeChanges(old: Values, changes: readonly ValueChange[]): Record<string, string> {
  return Object.fromEntries(
    changes.flatMap(({ attribute, value }) => {
      const before = old.get(attribute.id);
      const change = [attribute.label, `${before?.value ?? '–'} → ${value?.value ?? '–'}`];
      if (!value?.overrideReason) return [change];
      return [change, [`${attribute.label} (motif)`, value.overrideReason]];
    }),
  );
}

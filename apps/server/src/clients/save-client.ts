import {
  NavetteError,
  normaliseSiret,
  parsePattern,
  periodAt,
  renderPattern,
  siretProblem,
} from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { ensureFolder } from '../documents/folders.ts';
import type { Platform } from '../platform.ts';
import { searchKeyOf } from './search-key.ts';

export interface ClientValues {
  readonly name: string;
  readonly code: string | null;
  readonly siret: string | null;
  readonly siretOverrideReason: string | null;
}

/**
 * Creates a client with the folders of the firm's template, for the present period. @returns its id
 * @throws NavetteError `invalid_siret` without a reason
 */
export async function createClient(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  values: ClientValues,
): Promise<string> {
  const at = platform.clock();
  const id = platform.newId();
  await trx
    .insertInto('clients')
    .values({ firm_id: firmId, id, ...columnsOf(values), created_at: at.toISOString() })
    .execute();
  const firm = await trx
    .selectFrom('firms')
    .select(['folder_template as template', 'time_zone as timeZone'])
    .where('id', '=', firmId)
    .executeTakeFirstOrThrow();
  const period = periodAt(at, firm.timeZone);
  for (const path of firm.template) {
    await ensureFolder(platform, trx, firmId, id, renderPattern(parsePattern(path), period));
  }
  platform.live.publish(firmId, 'clients');
  return id;
}

/** Changes a client. @throws NavetteError `invalid_siret` without a reason */
export async function updateClient(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
  values: ClientValues,
): Promise<void> {
  await trx
    .updateTable('clients')
    .set(columnsOf(values))
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  platform.live.publish(firmId, 'clients');
}

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A client's values with those given. A reason vouches for one number: it does not pass on to another. */
export function changeClient(old: ClientValues, given: Given<ClientValues>): ClientValues {
  const isSameSiret =
    given.siret === undefined || normaliseSiret(given.siret ?? '') === normaliseSiret(old.siret ?? '');
  const { name = old.name, code = old.code, siret = old.siret } = given;
  const { siretOverrideReason = isSameSiret ? old.siretOverrideReason : null } = given;
  return { name, code, siret, siretOverrideReason };
}

const problems = {
  not_14_digits: '14 chiffres sont attendus',
  all_zeros: 'il n’a que des zéros',
  bad_checksum: 'sa clé de contrôle est fausse',
  scientific_notation: 'un tableur l’a mis en notation scientifique',
} as const;

function columnsOf(values: ClientValues) {
  const siret = values.siret === null || values.siret.trim() === '' ? null : normaliseSiret(values.siret);
  const problem = siret === null ? null : siretProblem(siret);
  // A person may vouch for a number that fails its check, not for something that is not a number.
  const canBeOverridden = problem === 'bad_checksum' && values.siretOverrideReason !== null;
  if (problem !== null && !canBeOverridden)
    throw new NavetteError('invalid_siret', { detail: problems[problem] });
  return {
    name: values.name,
    code: values.code === '' ? null : values.code,
    siret,
    siret_override_reason: problem === null ? null : values.siretOverrideReason,
    search_key: searchKeyOf(values.name, values.code, siret),
  };
}

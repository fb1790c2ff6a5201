import type { FirmSettings } from '@navette/api';
import {
  NavetteError,
  normaliseSiret,
  PatternError,
  parseTemplate,
  patternProblems,
  siretProblem,
} from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

/** What an administrator sets for his firm. */
export function loadFirmSettings(trx: Transaction<Schema>, firmId: string): Promise<FirmSettings> {
  return trx
    .selectFrom('firms')
    .select([
      'name',
      'siret',
      'address',
      'email',
      'phone',
      'time_zone as timeZone',
      'grace_months as graceMonths',
      'max_file_bytes as maxFileBytes',
      'accepted_families as acceptedFamilies',
      'folder_template as folderTemplate',
      'bin_days as binDays',
      'require_second_factor as requireSecondFactor',
      'web_service_id as webServiceId',
    ])
    .where('id', '=', firmId)
    .executeTakeFirstOrThrow();
}

export type FirmChange = {
  readonly [K in keyof Omit<FirmSettings, 'webServiceId'>]?: FirmSettings[K] | undefined;
};

/**
 * Changes what is given, and writes what changed to the audit log. @throws NavetteError `unknown_time_zone`,
 * `invalid_folder_template`, `invalid_siret`
 */
export async function changeFirmSettings(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  change: FirmChange,
): Promise<FirmSettings> {
  const before = await loadFirmSettings(trx, caller.firmId);
  const after = { ...before, ...withoutUndefined(checkChange(change)) };
  await trx
    .updateTable('firms')
    .set({
      name: after.name,
      siret: after.siret,
      address: after.address,
      email: after.email,
      phone: after.phone,
      time_zone: after.timeZone,
      grace_months: after.graceMonths,
      max_file_bytes: after.maxFileBytes,
      accepted_families: JSON.stringify(after.acceptedFamilies),
      folder_template: JSON.stringify(after.folderTemplate),
      bin_days: after.binDays,
      require_second_factor: after.requireSecondFactor,
    })
    .where('id', '=', caller.firmId)
    .execute();
  const details = describeChange(before, after);
  if (Object.keys(details).length > 0) {
    await recordAudit(platform, trx, caller, {
      action: 'firm.changed',
      subjectKind: 'firm',
      subjectId: caller.firmId,
      subjectName: after.name,
      details,
    });
    platform.live.publish(caller.firmId, 'clients');
  }
  return after;
}

function withoutUndefined(change: FirmChange): Partial<FirmSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** What is given, in the form in which it is kept. */
function checkChange(change: FirmChange): FirmChange {
  const { timeZone, folderTemplate, siret } = change;
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new NavetteError('unknown_time_zone', { zone: timeZone });
  return {
    ...change,
    ...(folderTemplate === undefined ? {} : { folderTemplate: checkTemplate(folderTemplate) }),
    ...(siret === undefined ? {} : { siret: checkSiret(siret) }),
  };
}

function isTimeZone(zone: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC';
}

function checkTemplate(paths: readonly string[]): string[] {
  const seen = new Set<string>();
  return paths.map((path) => {
    const pattern = readPath(path);
    if (seen.has(pattern.toLowerCase()))
      throw new NavetteError('invalid_folder_template', { path, detail: 'il y est deux fois' });
    seen.add(pattern.toLowerCase());
    return pattern;
  });
}

function readPath(path: string): string {
  try {
    return parseTemplate(path).source;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new NavetteError(
      'invalid_folder_template',
      { path, detail: patternProblems[error.problem].fr },
      error,
    );
  }
}

function checkSiret(siret: string | null): string | null {
  const text = normaliseSiret(siret ?? '');
  if (text === '') return null;
  if (siretProblem(text) !== null) throw new NavetteError('invalid_siret', { detail: 'celui du cabinet' });
  return text;
}

/** `{ timeZone: 'Europe/Paris → Indian/Reunion' }`, for what differs. */
function describeChange(before: FirmSettings, after: FirmSettings): Record<string, string> {
  const show = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? '–'));
  const names = Object.keys(after) as (keyof FirmSettings)[];
  return Object.fromEntries(
    names
      .map((name) => [name, show(before[name]), show(after[name])] as const)
      .filter(([, one, other]) => one !== other)
      .map(([name, one, other]) => [name, `${one} → ${other}`]),
  );
}

/** The key that a row gives a client, and what the partner's list says of it. */
import type { Dossier, Manifest } from '@navette/connector';
import { NavetteError, normaliseValue, siretProblem } from '@navette/model';
import { errorOf, type RowProblem, warningOf } from '../client-imports/row-problem.ts';
import { cleanClientKey } from '../connections/client-keys.ts';
import { shorten } from './match-client.ts';

/** What stands in the place of a secret. */
export const mask = '•••';

export interface ReadKey {
  /** As it is kept; `null` when the row gives none, or none that can be. */
  readonly key: string | null;
  readonly isMissing: boolean;
  /** What the partner calls it. */
  readonly label: string | null;
  readonly problems: readonly RowProblem[];
}

/** @param dossiers of the partner, where it lists them */
export function createKeyReader(
  manifest: Manifest,
  column: string,
  dossiers: readonly Dossier[] | null,
): (cell: string) => ReadKey {
  const find = dossiers === null ? null : indexDossiers(dossiers, manifest);
  return (cell) => {
    const given = cell.trim();
    const none = { key: null, isMissing: false, label: null };
    if (given === '' || given === mask) return { ...none, isMissing: true, problems: [] };
    const shown = manifest.clientKey.secret ? mask : shorten(given);
    const fail = (error: NavetteError) => ({
      ...none,
      problems: [errorOf(column, error.code, error.params, shown)],
    });
    if (isRounded(manifest, given)) return fail(new NavetteError('number_rounded', { value: shown }));
    const found = find?.(given) ?? null;
    try {
      const key = cleanClientKey(manifest, found?.key ?? given);
      if (find === null) return { key, isMissing: false, label: null, problems: [] };
      const params = { partner: manifest.partner, key: shown };
      if (found === null) return fail(new NavetteError('dossier_unknown', params));
      if (!found.active) return fail(new NavetteError('dossier_inactive', params));
      const isPadded = found.key !== given && withoutZeros(found.key) === withoutZeros(given);
      const zeros = { value: shown, suggestion: found.key };
      const problems = isPadded
        ? [warningOf(column, 'import_zeros_understood', zeros, shown, found.key)]
        : [];
      return { key, isMissing: false, label: found.name, problems };
    } catch (error) {
      if (error instanceof NavetteError) return fail(error);
      throw error;
    }
  };
}

/** Numbers that a spreadsheet rounded are no keys; a code may look like one, where its pattern says so. */
function isRounded({ clientKey }: Manifest, given: string): boolean {
  return clientKey.kind !== 'email' && clientKey.kind !== 'apiKey' && /^\d[.,]\d+e\+?\d+$/i.test(given);
}

/**
 * Dossiers by their key; else, where one alone is meant, without case, without the zeros that a spreadsheet took, or by the SIRET
 * of a company whose key is a number of the partner's.
 */
function indexDossiers(
  dossiers: readonly Dossier[],
  { clientKey }: Manifest,
): (given: string) => Dossier | null {
  const byKey = new Map(dossiers.map((dossier) => [dossier.key, dossier]));
  const byFolded = Map.groupBy(dossiers, ({ key }) => key.toLowerCase());
  const byDigits = Map.groupBy(dossiers, ({ key }) => withoutZeros(key));
  const bySiret = Map.groupBy(dossiers, ({ siren, nic }) => `${siren ?? ''}${nic ?? ''}`);
  const only = (found: readonly Dossier[] | undefined) => (found?.length === 1 ? (found[0] ?? null) : null);
  return (given) => {
    const exact = byKey.get(given) ?? only(byFolded.get(given.toLowerCase()));
    if (exact !== null) return exact;
    if (/^\d+$/.test(given) && byDigits.has(withoutZeros(given)))
      return only(byDigits.get(withoutZeros(given)));
    const siret = normaliseValue('siret', given);
    const isSiret = clientKey.kind === 'siret' && siretProblem(siret) === null;
    return isSiret ? only(bySiret.get(siret)?.filter(({ active }) => active)) : null;
  };
}

function withoutZeros(key: string): string {
  return /^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : key;
}

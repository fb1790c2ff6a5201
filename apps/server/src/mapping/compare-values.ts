/** What clients and dossiers are compared by, as the application has it. */
import type { MappedDossier } from '@navette/api';
import type { Manifest } from '@navette/connector';
import {
  type AttributeKind,
  NavetteError,
  normaliseSiret,
  sirenProblem,
  siretProblem,
  valueKey,
} from '@navette/model';
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import { cleanClientKey } from '../connections/client-keys.ts';
import type { ComparedClient, ComparedDossier } from './grade-mapping.ts';

export interface ClientValue {
  readonly value: string | null;
  readonly isOverridden: boolean;
}

export interface Comparison {
  /** `key`: the partner lists no dossiers, the value is the key itself. */
  readonly by: 'siret' | 'siren' | 'code' | 'key';
  readonly readClient: (client: ClientValue) => Omit<ComparedClient, 'id'>;
  readonly readDossier: (dossier: MappedDossier) => ComparedDossier;
  /** The form in which the names of dossiers are compared: partners write codes with or without capitals. */
  readonly dossierId: (key: string) => string;
}

const missing = { key: null, near: null, isInvalid: false };
const invalid = { key: null, near: null, isInvalid: true };

/**
 * How an application compares: by SIRET where its dossiers are found by it, or where the attribute is one; by code otherwise.
 * @param attribute the kind of the one that is compared; `null` without one
 * @param keptForm the form of a key in the row of a connection
 */
export function createComparison(
  manifest: Manifest,
  attribute: AttributeKind | null,
  keptForm: (key: string) => string,
): Comparison {
  const foldCode = (key: string) => valueKey('code', key);
  if (!manifest.listsDossiers)
    return {
      by: 'key',
      readClient: ({ value }) => readKey(manifest, value, keptForm),
      readDossier: (dossier) => ({ id: dossier.key, key: dossier.key, near: null, active: true }),
      dossierId: (key) => key,
    };
  const { kind } = manifest.clientKey;
  if (kind === 'siret' || (kind !== 'siren' && attribute === 'siret'))
    return {
      by: 'siret',
      readClient: readSiret,
      readDossier: ({ key, siren, nic, active }) => ({
        ...{ id: foldCode(key), near: siren, active },
        key: siren !== null && nic !== null ? siren + nic : null,
      }),
      dossierId: foldCode,
    };
  if (kind === 'siren' || attribute === 'siren')
    return {
      by: 'siren',
      readClient: (client) => {
        const { near, isInvalid } = readSiret(client);
        return { key: near, near: null, isInvalid };
      },
      readDossier: ({ key, siren, active }) => ({ id: foldCode(key), key: siren, near: null, active }),
      dossierId: foldCode,
    };
  return {
    by: 'code',
    readClient: ({ value }) => (value === null ? missing : { ...missing, key: foldCode(value) }),
    readDossier: ({ key, active }) => ({ id: foldCode(key), key: foldCode(key), near: null, active }),
    dossierId: foldCode,
  };
}

/** A number that somebody vouched for counts as valid; a SIREN alone says the company, not the establishment. */
function readSiret({ value, isOverridden }: ClientValue): Omit<ComparedClient, 'id'> {
  if (value === null) return missing;
  const digits = normaliseSiret(value);
  if (sirenProblem(digits) === null || (isOverridden && /^\d{9}$/.test(digits)))
    return { key: null, near: digits, isInvalid: false };
  if (siretProblem(digits) !== null && !(isOverridden && /^\d{14}$/.test(digits))) return invalid;
  return { key: digits, near: digits.slice(0, 9), isInvalid: false };
}

function readKey(
  manifest: Manifest,
  value: string | null,
  keptForm: (key: string) => string,
): Omit<ComparedClient, 'id'> {
  if (value === null) return missing;
  try {
    return { ...missing, key: keptForm(cleanClientKey(manifest, value)) };
  } catch (error) {
    if (error instanceof NavetteError) return invalid;
    throw error;
  }
}

/** The attribute that most likely holds the key, when none was kept: the firm's first of the kind that the application compares. */
export function attributeToCompare(
  { clientKey: { kind } }: Manifest,
  attributes: readonly AttributeFacts[],
): AttributeFacts | null {
  if (kind === 'apiKey') return null;
  return attributes.find((attribute) => attribute.kind === kind) ?? null;
}

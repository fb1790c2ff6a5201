/** What the manifests of places of files have in common: their words, and how a client is named there. */
import type { AcceptedType, ClientKey, CredentialField } from '../manifest.ts';

export const templateField: CredentialField = {
  name: 'template',
  label: { fr: 'Nom des fichiers', en: 'Names of files' },
  secret: false,
  required: true,
  normalise: 'template',
  defaultValue: '{client}/{type}/{date}-{name}',
};

/** A name that every system takes for a folder, as it is: no separator, no dot at its ends. */
export const clientFolderKey: ClientKey = {
  kind: 'code',
  label: { fr: 'Dossier du client', en: 'Client’s folder' },
  help: {
    fr: 'Prend la place de {client} dans le nom des fichiers. Le dossier est créé s’il manque.',
    en: 'Takes the place of {client} in the names of files. The folder is created if it is missing.',
  },
  pattern: '(?!.*[ .]$)[^\\s./\\\\<>:"|?*\\p{Cc}][^/\\\\<>:"|?*\\p{Cc}]{0,99}',
  example: 'DUPONT',
  checked: 'never',
};

/** The folders of the types. A lost answer is looked up by reading back. */
export const placeTypes: readonly AcceptedType[] = [
  { type: 'purchase', partnerValue: 'achats', confirmed: true, afterUnknown: 'lookup' },
  { type: 'sales', partnerValue: 'ventes', confirmed: true, afterUnknown: 'lookup' },
  { type: 'expense', partnerValue: 'notes-de-frais', confirmed: true, afterUnknown: 'lookup' },
  { type: 'administrative', partnerValue: 'administratif', confirmed: true, afterUnknown: 'lookup' },
  { type: 'other', partnerValue: 'autres', confirmed: true, afterUnknown: 'lookup' },
];

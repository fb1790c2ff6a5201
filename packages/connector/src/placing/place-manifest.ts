/** What the manifests of places of files have in common. */
import type { CredentialField, Manifest } from '../manifest.ts';

export const usernameField: CredentialField = {
  name: 'username',
  label: { fr: 'Identifiant', en: 'User name' },
  secret: false,
  required: true,
  normalise: 'trim',
};

export const templateField: CredentialField = {
  name: 'template',
  label: { fr: 'Nom des fichiers', en: 'Names of files' },
  secret: false,
  required: true,
  normalise: 'template',
  defaultValue: '{client}/{type}/{date}-{name}',
};

/** The client's key is the name of a folder; each type has its own; a lost answer is looked up by reading back. */
export const placeManifest = {
  kind: 'transport',
  clientKey: {
    kind: 'code',
    label: { fr: 'Dossier du client', en: 'Client’s folder' },
    help: {
      fr: 'Prend la place de {client} dans le nom des fichiers. Le dossier est créé s’il manque.',
      en: 'Takes the place of {client} in the names of files. The folder is created if it is missing.',
    },
    // A name that every system takes for a folder, as it is: no separator, no dot at its ends.
    pattern: '(?!.*[ .]$)[^\\s./\\\\<>:"|?*\\p{Cc}][^/\\\\<>:"|?*\\p{Cc}]{0,99}',
    example: 'DUPONT',
    checked: 'never',
  },
  listsDossiers: false,
  types: [
    { type: 'purchase', partnerValue: 'achats', confirmed: true, afterUnknown: 'lookup' },
    { type: 'sales', partnerValue: 'ventes', confirmed: true, afterUnknown: 'lookup' },
    { type: 'expense', partnerValue: 'notes-de-frais', confirmed: true, afterUnknown: 'lookup' },
    { type: 'administrative', partnerValue: 'administratif', confirmed: true, afterUnknown: 'lookup' },
    { type: 'other', partnerValue: 'autres', confirmed: true, afterUnknown: 'lookup' },
  ],
  confirmation: 'none',
  duplicates: 'merged',
  notes: [
    {
      fr: 'Un document emporté par un autre logiciel dans les minutes qui suivent une coupure peut être déposé une seconde fois.',
      en: 'A document that another program takes away within minutes of an interruption may be put there a second time.',
    },
  ],
} as const satisfies Partial<Manifest>;

/** What a WebDAV server is given. The facts, and how sure each is, stand in README.md. */
import type { Manifest } from '@navette/connector';

export const manifest: Manifest = {
  id: 'webdav',
  name: 'WebDAV',
  partner: 'WebDAV',
  kind: 'transport',
  summary: {
    fr: 'Dépose les documents dans un dossier WebDAV : un NAS, Nextcloud, un serveur du cabinet.',
    en: 'Puts documents into a WebDAV folder: a NAS, Nextcloud, a server of the firm.',
  },
  reach: 'http',
  fields: [
    {
      name: 'address',
      label: { fr: 'Adresse du dossier', en: 'Address of the folder' },
      help: {
        fr: 'L’adresse https d’un dossier qui existe, par exemple https://nas.exemple.fr/compta.',
        en: 'The https address of a folder that exists, for instance https://nas.example.com/accounts.',
      },
      secret: false,
      required: true,
      normalise: 'address',
    },
    {
      name: 'username',
      label: { fr: 'Identifiant', en: 'User name' },
      secret: false,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'password',
      label: { fr: 'Mot de passe', en: 'Password' },
      help: {
        fr: 'Avec une double authentification, un mot de passe d’application.',
        en: 'With two-factor authentication, an app password.',
      },
      secret: true,
      required: true,
      normalise: 'none',
    },
    {
      name: 'template',
      label: { fr: 'Nom des fichiers', en: 'Names of files' },
      secret: false,
      required: true,
      normalise: 'template',
      defaultValue: '{client}/{type}/{date}-{name}',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Dossier du client', en: 'Client’s folder' },
    help: {
      fr: 'Prend la place de {client} dans le nom des fichiers. Le dossier est créé s’il manque.',
      en: 'Takes the place of {client} in the names of files. The folder is created if it is missing.',
    },
    pattern: '[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._-]{0,98}[\\p{L}\\p{N}])?',
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
  limits: { maxBytes: 100_000_000, mediaTypes: ['*'] },
  // One at a time: not every server renames without a gap in which two documents could take one name.
  rate: { requests: 50, windowMs: 1_000, concurrency: 1 },
  requestTimeoutMs: 120_000,
  confirmation: 'none',
  duplicates: 'merged',
  confidence: 'A',
};

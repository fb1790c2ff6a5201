/** What a WebDAV server is given. The facts, and how sure each is, stand in README.md. */
import { type Manifest, placeManifest, templateField, usernameField } from '@navette/connector';

export const manifest: Manifest = {
  ...placeManifest,
  id: 'webdav',
  name: 'WebDAV',
  partner: 'WebDAV',
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
    usernameField,
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
    templateField,
  ],
  limits: { maxBytes: 100_000_000, mediaTypes: ['*'] },
  // One at a time: not every server renames without a gap in which two documents could take one name.
  rate: { requests: 50, windowMs: 1_000, concurrency: 1 },
  requestTimeoutMs: 120_000,
  confidence: 'A',
};

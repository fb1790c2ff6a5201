/** What an SFTP server takes. The facts, and how sure each is, stand in README.md. */
import { type Manifest, placeManifest, templateField, usernameField } from '@navette/connector';

export const manifest: Manifest = {
  ...placeManifest,
  id: 'sftp',
  name: 'SFTP',
  partner: 'SFTP',
  summary: {
    fr: 'Dépose les documents sur un serveur SFTP, un sous-dossier par client.',
    en: 'Puts documents on an SFTP server, one sub-folder for each client.',
  },
  reach: 'tcp',
  fields: [
    {
      name: 'host',
      label: { fr: 'Serveur', en: 'Server' },
      help: { fr: 'Son nom, par exemple sftp.exemple.fr.', en: 'Its name, for instance sftp.example.com.' },
      secret: false,
      required: true,
      normalise: 'host',
    },
    {
      name: 'port',
      label: { fr: 'Port', en: 'Port' },
      secret: false,
      required: true,
      normalise: 'trim',
      defaultValue: '22',
    },
    usernameField,
    {
      name: 'password',
      label: { fr: 'Mot de passe', en: 'Password' },
      help: {
        fr: 'À laisser vide avec une clé privée.',
        en: 'Leave it empty with a private key.',
      },
      secret: true,
      required: false,
      normalise: 'none',
    },
    {
      name: 'privateKey',
      label: { fr: 'Clé privée', en: 'Private key' },
      help: {
        fr: 'Au format OpenSSH ou PEM, de « -----BEGIN » à « END…----- ».',
        en: 'In OpenSSH or PEM format, from “-----BEGIN” to “END…-----”.',
      },
      secret: true,
      required: false,
      normalise: 'none',
      multiline: true,
    },
    {
      name: 'passphrase',
      label: { fr: 'Phrase secrète de la clé', en: 'Passphrase of the key' },
      secret: true,
      required: false,
      normalise: 'none',
    },
    {
      name: 'folder',
      label: { fr: 'Dossier', en: 'Folder' },
      help: {
        fr: 'Un dossier qui existe sur le serveur. Vide : celui où le compte arrive.',
        en: 'A folder that exists on the server. Empty: the one where the account arrives.',
      },
      secret: false,
      required: false,
      normalise: 'trim',
    },
    templateField,
    {
      name: 'hostKey',
      label: { fr: 'Empreinte de la clé du serveur', en: 'Fingerprint of the server’s key' },
      help: {
        fr: 'Relevée au premier test, puis exigée à chaque connexion. Comparez-la avec celle que le responsable du serveur vous donne.',
        en: 'Found at the first test, then demanded of each connection. Compare it with the one that whoever runs the server gives you.',
      },
      secret: false,
      required: false,
      normalise: 'trim',
      learned: true,
    },
  ],
  limits: { maxBytes: 2_000_000_000, mediaTypes: ['*'] },
  rate: { requests: 50, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 600_000,
  confidence: 'A',
};

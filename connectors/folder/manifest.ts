/** What a folder of the server takes. The facts stand in README.md. */
import { type Manifest, placeManifest, templateField } from '@navette/connector';

export const manifest: Manifest = {
  ...placeManifest,
  id: 'folder',
  name: 'Dossier du serveur',
  partner: 'Dossier du serveur',
  summary: {
    fr: 'Range les pièces dans un dossier du serveur ou d’un partage réseau, un sous-dossier par client.',
    en: 'Puts documents into a folder of the server or of a network share, one sub-folder for each client.',
  },
  reach: 'files',
  fields: [
    {
      name: 'folder',
      label: { fr: 'Dossier', en: 'Folder' },
      help: {
        fr: 'Chemin complet sur le serveur où tourne Navette. Son responsable doit l’avoir ouvert.',
        en: 'Full path on the server where Navette runs. Whoever runs it must have opened it.',
      },
      secret: false,
      required: true,
      normalise: 'trim',
    },
    templateField,
  ],
  limits: { maxBytes: 2_000_000_000, mediaTypes: ['*'] },
  rate: { requests: 100, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 600_000,
  confidence: 'A',
};

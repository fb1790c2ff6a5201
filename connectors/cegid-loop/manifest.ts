/** What Cegid Loop's public API takes. The facts, and how sure each is, stand in README.md. */
import type { Manifest } from '@navette/connector';

export const manifest: Manifest = {
  id: 'cegid-loop',
  name: 'Cegid Loop',
  partner: 'Cegid Loop',
  kind: 'api',
  summary: {
    fr: 'Dépose les factures d’achat et de vente dans les dossiers Cegid Loop. Le code de chaque dossier est vérifié avant l’envoi.',
    en: 'Puts purchase and sales invoices into Cegid Loop dossiers. Each dossier code is verified before anything is sent.',
  },
  reach: 'http',
  fields: [
    {
      name: 'apiKey',
      label: { fr: 'Clé d’API', en: 'API key' },
      help: {
        fr: 'Générée dans Cegid Loop, puis reliée à l’éditeur dans Loop Hub.',
        en: 'Generated in Cegid Loop, then linked to the publisher in Loop Hub.',
      },
      secret: true,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'address',
      label: { fr: 'Adresse de l’API', en: 'API address' },
      secret: false,
      required: true,
      normalise: 'address',
      defaultValue: 'https://api.cegid.com/loop-api-publiques',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Code dossier', en: 'Dossier code' },
    help: {
      fr: 'Le code du dossier dans Cegid Loop. Il est vérifié\u00a0: Cegid Loop accepte un code faux sans rien dire.',
      en: 'The code of the dossier in Cegid Loop. It is verified: Cegid Loop takes a wrong code without a word.',
    },
    pattern: '[\\w.-]{1,40}',
    example: 'BOULANG01',
    checked: 'when_connecting',
  },
  listsDossiers: true,
  types: [
    { type: 'purchase', partnerValue: 'PURCHASE', confirmed: true, afterUnknown: 'ask' },
    { type: 'sales', partnerValue: 'SALE', confirmed: true, afterUnknown: 'ask' },
  ],
  limits: { maxBytes: 50_000_000, mediaTypes: ['application/pdf', 'image/jpeg', 'image/png'] },
  rate: { requests: 10, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 60_000,
  confirmation: 'none',
  duplicates: 'kept',
  confidence: 'A',
  prerequisites: [
    {
      fr: 'La clé d’API est reliée à l’éditeur dans Loop Hub',
      en: 'The API key is linked to the publisher in Loop Hub',
    },
  ],
  notes: [
    {
      fr: 'Cegid Loop accepte un document pour un code de dossier faux, et personne ne le revoit jamais. Navette vérifie donc le code à la connexion, puis avant le premier envoi de chaque jour, et n’envoie rien tant que la vérification est impossible.',
      en: 'Cegid Loop takes a document for a wrong dossier code, and nobody ever sees it again. Navette therefore verifies the code when a client is connected, then before the first delivery of each day, and sends nothing as long as it cannot.',
    },
  ],
};

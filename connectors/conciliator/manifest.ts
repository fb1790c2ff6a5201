/** What Conciliator's API takes. The facts, and how sure each is, stand in README.md. */
import type { AcceptedType, Manifest } from '@navette/connector';

/** One way for all: Conciliator reads the kind of a document by itself. */
const types = (['purchase', 'sales', 'expense', 'other'] as const).map(
  (type): AcceptedType => ({
    type,
    partnerValue: 'files/upload',
    confirmed: type === 'purchase',
    afterUnknown: 'ask',
  }),
);

export const manifest: Manifest = {
  id: 'conciliator',
  name: 'Conciliator',
  partner: 'Conciliator',
  kind: 'api',
  summary: {
    fr: 'Dépose les pièces dans les dossiers Conciliator, qui les lit et les découpe au besoin.',
    en: 'Puts documents into Conciliator dossiers, which reads them and splits them where needed.',
  },
  reach: 'http',
  fields: [
    {
      name: 'apiKey',
      label: { fr: 'Clé d’API', en: 'API key' },
      secret: true,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'address',
      label: { fr: 'Adresse', en: 'Address' },
      secret: false,
      required: true,
      normalise: 'address',
      defaultValue: 'https://app.expert.conciliator.ai',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Identifiant du dossier', en: 'Dossier id' },
    help: {
      fr: 'L’identifiant du dossier dans Conciliator, zéros de tête compris.',
      en: 'The identifier of the dossier in Conciliator, zeros at its head included.',
    },
    pattern: '[\\w-]{1,64}',
    example: '003029',
    checked: 'when_connecting',
  },
  listsDossiers: true,
  types,
  limits: { maxBytes: 30_000_000, mediaTypes: ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'] },
  rate: { requests: 5, windowMs: 1_000, concurrency: 2 },
  requestTimeoutMs: 60_000,
  confirmation: 'none',
  duplicates: 'kept',
  confidence: 'A',
};

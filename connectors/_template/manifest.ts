/** What the partner takes. The facts, and how sure each is, belong in README.md. */
import type { Manifest } from '@navette/connector';

export const manifest: Manifest = {
  id: 'template',
  name: 'Exemple',
  partner: 'Exemple',
  kind: 'api',
  summary: {
    fr: 'Un partenaire qui n’existe pas, à copier.',
    en: 'A partner that does not exist, to be copied.',
  },
  reach: 'http',
  fields: [
    {
      name: 'user',
      label: { fr: 'Identifiant', en: 'User name' },
      secret: false,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'secret',
      label: { fr: 'Clé secrète', en: 'Secret key' },
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
      defaultValue: 'https://api.partner.example',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Code dossier', en: 'Dossier code' },
    example: 'D1',
    checked: 'when_connecting',
  },
  listsDossiers: true,
  types: [
    { type: 'purchase', partnerValue: 'achat', confirmed: true, afterUnknown: 'lookup' },
    { type: 'sales', partnerValue: 'vente', confirmed: true, afterUnknown: 'lookup' },
  ],
  limits: { maxBytes: 10_000_000, mediaTypes: ['application/pdf'] },
  rate: { requests: 10, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 60_000,
  confirmation: 'poll',
  duplicates: 'marked',
  confidence: 'C',
};

/** What Pennylane's company API takes of electronic invoices. The facts, and how sure each is, stand in README.md. */
import type { Manifest } from '@navette/connector';

export const manifest: Manifest = {
  id: 'pennylane',
  name: 'Pennylane (factures électroniques)',
  partner: 'Pennylane',
  kind: 'api',
  summary: {
    fr: 'Importe les factures électroniques (Factur-X, UBL, CII) dans l’entreprise Pennylane. Les autres pièces y vont par l’adresse de collecte.',
    en: 'Imports electronic invoices (Factur-X, UBL, CII) into the Pennylane company. Other documents go there by the collect address.',
  },
  reach: 'http',
  fields: [
    {
      name: 'route',
      label: { fr: 'Interface d’import', en: 'Import interface' },
      help: {
        fr: 'Les jetons créés depuis mars 2026 n’ouvrent que les routes séparées, qui ne prennent que les Factur-X.',
        en: 'Tokens made since March 2026 only open the separate routes, which only take Factur-X.',
      },
      secret: false,
      required: true,
      normalise: 'trim',
      defaultValue: 'together',
      choices: [
        {
          value: 'together',
          label: { fr: 'Commune (Factur-X, UBL, CII)', en: 'Common (Factur-X, UBL, CII)' },
        },
        { value: 'separate', label: { fr: 'Séparées (Factur-X)', en: 'Separate (Factur-X)' } },
      ],
    },
    {
      name: 'address',
      label: { fr: 'Adresse de l’API', en: 'API address' },
      secret: false,
      required: true,
      normalise: 'address',
      defaultValue: 'https://app.pennylane.com/api/external/v2',
    },
  ],
  clientKey: {
    kind: 'apiKey',
    label: { fr: 'Jeton de l’entreprise', en: 'Company token' },
    help: {
      fr: 'Dans Pennylane, entreprise choisie\u00a0: Paramètres → Connectivité → Développeurs. Un jeton n’ouvre que son entreprise.',
      en: 'In Pennylane, with the company chosen: Paramètres → Connectivité → Développeurs. A token opens its own company alone.',
    },
    secret: true,
    pattern: '[\\x21-\\x7e]{16,2000}',
    example: 'Xv3kT7pQ-m2LrW9sZ',
    checked: 'when_connecting',
  },
  listsDossiers: false,
  types: [
    { type: 'purchase', partnerValue: 'supplier', confirmed: true, afterUnknown: 'ask' },
    { type: 'sales', partnerValue: 'customer', confirmed: true, afterUnknown: 'ask' },
  ],
  limits: { maxBytes: 20_000_000, mediaTypes: ['application/pdf', 'application/xml', 'text/xml'] },
  rate: { requests: 25, windowMs: 5_000, concurrency: 2 },
  requestTimeoutMs: 60_000,
  confirmation: 'none',
  duplicates: 'kept',
  confidence: 'A',
};

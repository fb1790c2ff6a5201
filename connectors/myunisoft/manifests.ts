/** What MyUnisoft's partner API takes, by a key of the firm or by one key per company. The facts stand in README.md. */
import type { AcceptedType, Manifest } from '@navette/connector';

const invoiceFormats = ['image/jpeg', 'image/tiff', 'image/bmp', 'image/png', 'application/pdf'];

/** Documents that are no invoice go another way, which takes more formats. */
const variousFormats = [
  ...invoiceFormats,
  'image/gif',
  'image/heic',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
];

const asVarious: Omit<AcceptedType, 'type'> = {
  partnerValue: 'variousDocuments',
  confirmed: true,
  afterUnknown: 'ask',
  limits: { mediaTypes: variousFormats },
};

/** `partnerValue` is the `invoice_type_id`, or the route of what is no invoice. No list of documents is documented: nothing to look up. */
const types: readonly AcceptedType[] = [
  { type: 'purchase', partnerValue: '1', confirmed: true, afterUnknown: 'ask' },
  { type: 'sales', partnerValue: '3', confirmed: true, afterUnknown: 'ask' },
  { type: 'expense', partnerValue: '2', confirmed: true, afterUnknown: 'ask' },
  { type: 'administrative', ...asVarious },
  { type: 'other', ...asVarious },
];

const thirdPartySecret = {
  name: 'thirdPartySecret',
  label: { fr: 'Secret partenaire (X-Third-Party-Secret)', en: 'Third-party secret' },
  help: {
    fr: 'Remis par MyUnisoft à l’éditeur de Navette ou à son hébergeur.',
    en: 'Given by MyUnisoft to the publisher of Navette or to whoever hosts it.',
  },
  secret: true,
  required: true,
  normalise: 'trim',
  ofOperator: true,
} as const;

const reading = {
  name: 'reading',
  label: { fr: 'Lecture des factures', en: 'How invoices are read' },
  help: {
    fr: 'Une Factur-X est toujours annoncée comme telle.',
    en: 'A Factur-X is always announced as such.',
  },
  secret: false,
  required: true,
  normalise: 'trim',
  defaultValue: '3',
  choices: [
    { value: '3', label: { fr: 'Lecture automatique de MyUnisoft', en: 'MyUnisoft’s own reading' } },
    { value: '2', label: { fr: 'Saisie manuelle', en: 'By hand' } },
  ],
} as const;

const address = {
  name: 'address',
  label: { fr: 'Adresse de l’API', en: 'API address' },
  secret: false,
  required: true,
  normalise: 'address',
  defaultValue: 'https://api.myunisoft.fr/api/v1',
} as const;

const common = {
  partner: 'MyUnisoft',
  kind: 'api',
  reach: 'http',
  types,
  limits: { maxBytes: 15_000_000, mediaTypes: invoiceFormats },
  rate: { requests: 20, windowMs: 10_000, concurrency: 4 },
  requestTimeoutMs: 60_000,
  confirmation: 'none',
  duplicates: 'kept',
  confidence: 'A',
} as const;

/** One key for the whole firm; the company is named by its number. */
export const ofFirm: Manifest = {
  ...common,
  id: 'myunisoft',
  name: 'MyUnisoft',
  summary: {
    fr: 'Dépose les pièces dans les sociétés du cabinet chez MyUnisoft, une pièce par facture, avec une clé du cabinet.',
    en: 'Puts documents into the firm’s companies at MyUnisoft, one file per invoice, with a key of the firm.',
  },
  fields: [
    {
      name: 'apiKey',
      label: { fr: 'Clé du cabinet', en: 'Key of the firm' },
      help: {
        fr: 'Dans MyUnisoft\u00a0: Paramètres → Connecteurs, accès Cabinet.',
        en: 'In MyUnisoft: Paramètres → Connecteurs, access “Cabinet”.',
      },
      secret: true,
      required: true,
      normalise: 'trim',
    },
    thirdPartySecret,
    reading,
    address,
  ],
  clientKey: {
    kind: 'siret',
    label: { fr: 'Société MyUnisoft', en: 'MyUnisoft company' },
    help: {
      fr: 'Le numéro de la société chez MyUnisoft, retrouvé par le SIRET du client.',
      en: 'The number of the company at MyUnisoft, found by the client’s SIRET.',
    },
    pattern: '\\d{1,12}',
    example: '2123',
    checked: 'when_connecting',
  },
  listsDossiers: true,
};

/** One key per company: whoever holds it enters that company and no other. */
export const ofCompany: Manifest = {
  ...common,
  id: 'myunisoft-societe',
  name: 'MyUnisoft – une clé par société',
  summary: {
    fr: 'Dépose les pièces dans les sociétés du cabinet chez MyUnisoft, avec une clé propre à chaque société.',
    en: 'Puts documents into the firm’s companies at MyUnisoft, with a key of its own for each company.',
  },
  fields: [thirdPartySecret, reading, address],
  clientKey: {
    kind: 'apiKey',
    label: { fr: 'Clé de la société', en: 'Key of the company' },
    help: {
      fr: 'Dans MyUnisoft, la société étant choisie\u00a0: Paramètres → Connecteurs, accès Société.',
      en: 'In MyUnisoft, with the company chosen: Paramètres → Connecteurs, access “Société”.',
    },
    secret: true,
    // What a header can hold: a key that cannot travel would pass for wrong credentials of the whole firm.
    pattern: '[\\x21-\\x7e]{16,2000}',
    example: 'eyJhbGciOiJIUzI1NiJ9.eyJzb2NpZXR5SWQiOjJ9.c2ln',
    checked: 'when_connecting',
  },
  listsDossiers: false,
};

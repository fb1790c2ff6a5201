/** What Inqom's PushDoc API takes. The facts, and how sure each is, stand in README.md. */
import type { Manifest } from '@navette/connector';

const text = { secret: false, required: true, normalise: 'trim' } as const;

export const manifest: Manifest = {
  id: 'inqom',
  name: 'Inqom – PushDoc API',
  partner: 'Inqom',
  kind: 'api',
  summary: {
    fr: 'Dépose les pièces dans les dossiers du cabinet chez Inqom, avec leur type, et suit ce qu’elles deviennent.',
    en: 'Puts documents into the firm’s dossiers at Inqom, with their type, and follows what becomes of them.',
  },
  reach: 'http',
  fields: [
    {
      ...text,
      name: 'username',
      label: { fr: 'Identifiant', en: 'User name' },
      help: {
        fr: 'De préférence un compte système\u00a0: le compte d’une personne ne voit que les dossiers qui lui sont affectés.',
        en: 'Preferably a system account: a person’s account only sees the dossiers assigned to that person.',
      },
    },
    {
      ...text,
      name: 'password',
      label: { fr: 'Mot de passe', en: 'Password' },
      secret: true,
      normalise: 'none',
    },
    {
      ...text,
      name: 'clientSecret',
      label: { fr: 'Client Secret', en: 'Client Secret' },
      help: {
        fr: 'À récupérer au préalable dans votre interface d’administration Inqom.',
        en: 'To be fetched beforehand from your administration pages at Inqom.',
      },
      secret: true,
    },
    {
      ...text,
      name: 'clientId',
      label: { fr: 'Client ID', en: 'Client ID' },
      help: {
        fr: 'À modifier seulement si Inqom vous en a donné un autre.',
        en: 'Change it only if Inqom gave you another one.',
      },
      ofOperator: true,
      defaultValue: 'navette',
    },
    {
      ...text,
      name: 'authAddress',
      label: { fr: 'Adresse de connexion', en: 'Sign-in address' },
      normalise: 'address',
      defaultValue: 'https://auth.inqom.com',
    },
    {
      ...text,
      name: 'apiAddress',
      label: { fr: 'Adresse de l’API', en: 'API address' },
      normalise: 'address',
      defaultValue: 'https://api.inqom.com',
    },
  ],
  clientKey: {
    kind: 'siret',
    label: { fr: 'Dossier Inqom', en: 'Inqom dossier' },
    help: {
      fr: 'Le numéro du dossier chez Inqom, retrouvé par le SIRET du client.',
      en: 'The number of the dossier at Inqom, found by the client’s SIRET.',
    },
    pattern: '\\d{1,12}',
    example: '48211',
    checked: 'when_connecting',
  },
  listsDossiers: true,
  types: [
    { type: 'purchase', partnerValue: 'Supplier', confirmed: true, afterUnknown: 'lookup' },
    { type: 'sales', partnerValue: 'Client', confirmed: true, afterUnknown: 'lookup' },
    // The answer carries no SourceId, and no list of expense notes is documented: nothing to look up.
    { type: 'expense', partnerValue: 'expense-bills', confirmed: true, afterUnknown: 'ask' },
    { type: 'other', partnerValue: 'Others', confirmed: true, afterUnknown: 'lookup' },
    { type: 'administrative', partnerValue: 'Others', confirmed: false, afterUnknown: 'lookup' },
  ],
  limits: {
    maxBytes: 20_000_000,
    mediaTypes: ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'],
  },
  rate: { requests: 15, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 60_000,
  confirmation: 'poll',
  duplicates: 'marked',
  confidence: 'B',
  prerequisites: [
    {
      fr: 'De préférence un compte système\u00a0: il voit tous les dossiers du cabinet, le compte d’une personne seulement ceux qui lui sont affectés',
      en: 'Preferably a system account: it sees every dossier of the firm, a person’s account only those assigned to that person',
    },
  ],
  notes: [
    {
      fr: 'Un dossier qui manque dans la liste peut être une affaire de droits : le compte ne voit que les dossiers qui lui sont affectés.',
      en: 'A dossier missing from the list may be a matter of rights: the account only sees the dossiers assigned to it.',
    },
  ],
};

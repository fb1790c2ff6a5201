/** What ACD's i-Suite takes through its web services. The facts, and how sure each is, stand in README.md. */
import type { AcceptedType, Manifest } from '@navette/connector';

/** One basket for all: a person sorts the documents there. */
const types = (['purchase', 'sales', 'expense', 'administrative', 'other'] as const).map(
  (type): AcceptedType => ({ type, partnerValue: 'panière', confirmed: true, afterUnknown: 'ask' }),
);

export const manifest: Manifest = {
  id: 'acd',
  name: 'ACD – i-Suite',
  partner: 'ACD',
  kind: 'api',
  summary: {
    fr: 'Dépose les pièces dans la panière de chaque dossier i-Suite, sur le serveur du cabinet.',
    en: 'Puts documents into the basket of each i-Suite dossier, on the firm’s own server.',
  },
  reach: 'http',
  fields: [
    {
      name: 'address',
      label: { fr: 'Adresse d’i-Suite', en: 'i-Suite address' },
      help: {
        fr: 'Celle du serveur du cabinet, jusqu’à «\u00a0/CNX\u00a0» non compris\u00a0: https://isuite.cabinet.fr',
        en: 'That of the firm’s server, up to “/CNX” and without it: https://isuite.cabinet.fr',
      },
      secret: false,
      required: true,
      normalise: 'address',
    },
    {
      name: 'username',
      label: { fr: 'Identifiant', en: 'User name' },
      help: {
        fr: 'L’identifiant i-Suite, qui n’est pas l’adresse e-mail. Le compte ne doit pas avoir de second facteur.',
        en: 'The i-Suite user name, which is not the e-mail address. The account must have no second factor.',
      },
      secret: false,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'password',
      label: { fr: 'Mot de passe', en: 'Password' },
      secret: true,
      required: true,
      normalise: 'none',
    },
    {
      name: 'cnx',
      label: { fr: 'Connexion (CNX)', en: 'Connection (CNX)' },
      help: {
        fr: 'À modifier seulement si ACD vous en a donné une autre.',
        en: 'Change it only if ACD gave you another one.',
      },
      secret: false,
      required: true,
      normalise: 'trim',
      defaultValue: 'CNX',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Code dossier', en: 'Dossier code' },
    pattern: '[\\w.-]{1,40}',
    example: 'ZZCCA',
    checked: 'when_connecting',
  },
  listsDossiers: true,
  types,
  limits: {
    maxBytes: 20_000_000,
    mediaTypes: ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'],
  },
  rate: { requests: 5, windowMs: 1_000, concurrency: 2 },
  requestTimeoutMs: 60_000,
  confirmation: 'none',
  duplicates: 'kept',
  confidence: 'B',
  prerequisites: [
    {
      fr: 'Un compte i-Suite pour Navette, sans second facteur',
      en: 'An i-Suite account for Navette, without a second factor',
    },
    {
      fr: 'Le serveur i-Suite du cabinet peut être joint depuis Navette',
      en: 'The firm’s i-Suite server can be reached from Navette',
    },
  ],
  notes: [
    {
      fr: 'Un compte à second facteur ne peut pas se connecter par les services web d’ACD\u00a0: créez un compte pour Navette, sans second facteur.',
      en: 'An account with a second factor cannot connect through ACD’s web services: make an account for Navette, without a second factor.',
    },
  ],
};

/** What a webhook is sent. The shape of an event, and what a receiver answers: README.md. */
import type { Manifest } from '@navette/connector';

export const manifest: Manifest = {
  id: 'webhook',
  name: 'Webhook',
  partner: 'Webhook',
  kind: 'transport',
  summary: {
    fr: 'Envoie chaque document, signé, à une adresse de votre choix : un logiciel maison, un automate.',
    en: 'Sends each document, signed, to an address of your choice: software of your own, an automation tool.',
  },
  reach: 'http',
  fields: [
    {
      name: 'address',
      label: { fr: 'Adresse', en: 'Address' },
      help: {
        fr: 'L’adresse https qui reçoit les documents.',
        en: 'The https address that receives the documents.',
      },
      secret: false,
      required: true,
      normalise: 'address',
    },
    {
      name: 'secret',
      label: { fr: 'Secret de signature', en: 'Signing secret' },
      help: {
        fr: 'whsec_ suivi de 24 à 64 octets en base64, comme le veut la spécification Standard Webhooks. Le logiciel qui reçoit s’en sert pour reconnaître Navette.',
        en: 'whsec_ followed by 24 to 64 bytes in base64, as the Standard Webhooks specification says. The receiving software uses it to recognise Navette.',
      },
      secret: true,
      required: true,
      normalise: 'trim',
    },
    {
      name: 'authorization',
      label: { fr: 'En-tête Authorization', en: 'Authorization header' },
      help: {
        fr: 'Envoyé tel quel si le logiciel qui reçoit le demande en plus de la signature.',
        en: 'Sent as it is if the receiving software asks for it beside the signature.',
      },
      secret: true,
      required: false,
      normalise: 'trim',
    },
  ],
  clientKey: {
    kind: 'code',
    label: { fr: 'Code du client', en: 'Client code' },
    help: {
      fr: 'Ce par quoi le logiciel qui reçoit reconnaît le client.',
      en: 'What the receiving software recognises the client by.',
    },
    pattern: '[\\p{L}\\p{N}](?:[\\p{L}\\p{N} ._@/-]{0,98}[\\p{L}\\p{N}])?',
    example: 'DUPONT',
    checked: 'when_sending',
  },
  listsDossiers: false,
  types: [
    { type: 'purchase', partnerValue: 'purchase', confirmed: true, afterUnknown: 'resend' },
    { type: 'sales', partnerValue: 'sales', confirmed: true, afterUnknown: 'resend' },
    { type: 'expense', partnerValue: 'expense', confirmed: true, afterUnknown: 'resend' },
    { type: 'administrative', partnerValue: 'administrative', confirmed: true, afterUnknown: 'resend' },
    { type: 'other', partnerValue: 'other', confirmed: true, afterUnknown: 'resend' },
  ],
  limits: { maxBytes: 20_000_000, mediaTypes: ['*'] },
  rate: { requests: 10, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 60_000,
  confirmation: 'none',
  duplicates: 'kept',
  confidence: 'A',
  notes: [
    {
      fr: 'Un envoi dont la réponse s’est perdue repart avec le même identifiant (webhook-id) : le logiciel qui reçoit doit ignorer celui qu’il a déjà.',
      en: 'A delivery whose answer was lost leaves again with the same id (webhook-id): the receiving software must ignore one that it already has.',
    },
  ],
};

import type { Manifest } from '@navette/connector';
import { expect, it } from 'vitest';
import { renderConnectorPage } from './render-page.ts';

const words = (fr: string, en: string) => ({ fr, en });

const manifest: Manifest = {
  id: 'toy',
  name: 'Jouet | bois',
  partner: 'Jouet',
  kind: 'email',
  summary: words('Envoie les pièces.', 'Sends documents.'),
  reach: 'mail',
  fields: [
    {
      name: 'token',
      label: words('Jeton', 'Token'),
      help: words('Donné par Jouet.', 'Given by Toy.'),
      secret: true,
      required: false,
      normalise: 'trim',
      ofOperator: true,
    },
    {
      name: 'address',
      label: words('Adresse', 'Address'),
      secret: false,
      required: true,
      normalise: 'address',
      defaultValue: 'https://jouet.example',
    },
  ],
  clientKey: {
    kind: 'email',
    label: words('E-mail', 'E-mail'),
    example: 'a@jouet.example',
    checked: 'never',
  },
  listsDossiers: false,
  types: [
    { type: 'purchase', partnerValue: '{key}', confirmed: true, afterUnknown: 'ask' },
    {
      type: 'other',
      partnerValue: 'divers',
      confirmed: false,
      afterUnknown: 'lookup',
      limits: { maxBytes: 1_000_000, mediaTypes: ['*'] },
    },
  ],
  limits: {
    maxBytes: 20_000_000,
    maxImageBytes: 6_000_000,
    minBytes: 30_000,
    mediaTypes: ['application/pdf', 'application/msword'],
  },
  rate: { requests: 15, windowMs: 10_000, concurrency: 4 },
  requestTimeoutMs: 60_000,
  confirmation: 'silence',
  silenceMs: 48 * 3_600_000,
  duplicates: 'kept',
  confidence: 'B',
  notes: [words('Autorisez l’expéditeur.', 'Authorise the sender.')],
};

it('says all of a manifest in French', () => {
  const page = renderConnectorPage([manifest], 'fr');
  for (const text of [
    '## Jouet | bois',
    'Envoie les pièces.',
    '| **Formats** | PDF, DOC |',
    '| **Taille** | 20\u00a0Mo au plus, images 6\u00a0Mo au plus, 30\u00a0Ko au moins |',
    '| **Débit** | 15 demandes par 10\u00a0s, 4 à la fois |',
    '| **Après l’envoi** | sans retour pendant 48\u00a0h, le document est transmis |',
    '| Jeton | secret, jamais réaffiché, facultatif, en principe réglé par qui héberge Navette. Donné par Jouet. |',
    '| Adresse | adresse https, par défaut `https://jouet.example` |',
    '| Facture d’achat | `a@jouet.example` | une personne vérifie |  |',
    '| Autre | `divers` (à confirmer) | Navette regarde si le document est arrivé | tous (1\u00a0Mo au plus, 30\u00a0Ko au moins) |',
    '- Autorisez l’expéditeur.',
  ])
    expect(page).toContain(text);
});

it('says the same in English, in as many lines', () => {
  const [french, english] = (['fr', 'en'] as const).map((language) =>
    renderConnectorPage([manifest], language),
  );
  expect(english?.split('\n').length).toBe(french?.split('\n').length);
  expect(english).toContain('| **Formats** | PDF, DOC |');
  expect(english).toContain('| Other | `divers` (to be confirmed) |');
});

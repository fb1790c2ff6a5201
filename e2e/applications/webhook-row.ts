/** Software of the firm's own that is sent events. */
import { webhookAccount, webhookSecret } from './accounts.ts';
import { plant } from './planted-secrets.ts';
import type { ApplicationRow } from './row.ts';

export const webhookRow: ApplicationRow = {
  ...{ id: 'webhook', partner: 'Webhook', key: 'LECOMTE', keyLabel: null },
  credentials: ({ receiver }) => ({
    address: `http://${receiver.host}/navette`,
    secret: webhookAccount.secret,
    authorization: webhookAccount.authorization,
  }),
  wrong: [
    {
      what: 'mauvais secret',
      fill: (right) => ({
        ...right,
        secret: plant('webhook, mauvais secret', webhookSecret('presque le secret de signature!!')),
      }),
      ...{ code: 'credentials_refused', because: 'credentials_rejected' },
      fr: 'Webhook a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.',
      words: 'Signature inconnue',
    },
    {
      what: 'mauvais en-tête Authorization',
      fill: (right) => ({
        ...right,
        authorization: plant('webhook, mauvais en-tête', 'Bearer presque/webhook+f20e'),
      }),
      ...{ code: 'credentials_refused', because: 'credentials_rejected' },
      fr: 'Webhook a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.',
      words: 'Qui êtes-vous ?',
    },
  ],
  malformed: {
    key: '-LECOMTE',
    fr: '«\u00a0Code du client\u00a0» ne peut pas être -LECOMTE pour Webhook. Exemple\u00a0: DUPONT',
  },
  wrongKey: {
    ...{ key: 'INCONNU', noticed: 'when_sending', because: 'dossier_unknown' },
    fr: 'Le dossier INCONNU est introuvable chez Webhook, ou le compte n’y a pas accès. Vérifiez la connexion de ce client.',
    words: 'Aucun client INCONNU',
  },
  ...{ type: 'sales', sample: 'plain-invoice.pdf', ends: 'delivered' },
  stands: { dossier: 'LECOMTE', type: 'sales' },
  copies: async ({ software }) => software.copies,
  secrets: [webhookAccount.secret, webhookAccount.authorization],
  repeating: {
    server: ({ receiver }) => receiver,
    isOurs: () => true,
    carriesDocument: () => true,
    answer: (words) => ({ mediaType: 'application/json', body: JSON.stringify({ message: words }) }),
  },
};

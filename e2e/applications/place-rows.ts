/** The places of the firm's own: a folder of the server, and software that is sent events. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { plant } from './planted-secrets.ts';
import type { ApplicationRow, Copy } from './row.ts';

/** Every file below a folder that people see; its dossier is the folder at the top, its type the one below. */
export async function copiesBelow(root: string): Promise<Copy[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const [dossier = '', type = ''] = relative(root, path).split(sep);
      return {
        dossier,
        type,
        sha256: createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      };
    }),
  );
}

const folder: ApplicationRow = {
  ...{ id: 'folder', partner: 'Dossier du serveur', key: 'LECOMTE', keyLabel: null },
  credentials: ({ folderRoot }) => ({ folder: folderRoot }),
  wrong: [
    {
      what: 'un dossier que l’exploitant n’a pas ouvert',
      fill: () => ({ folder: '/etc' }),
      ...{ code: 'credentials_refused', because: 'folder_not_declared' },
      fr: 'Le dossier /etc n’est pas ouvert à Navette sur ce serveur. Demandez à son responsable de le déclarer.',
    },
  ],
  malformed: {
    key: '../LECOMTE',
    fr: '«\u00a0Dossier du client\u00a0» ne peut pas être ../LECOMTE pour Dossier du serveur. Exemple\u00a0: DUPONT',
  },
  wrongKey: { key: 'LECOMPTE', noticed: 'never', dossier: 'LECOMPTE' },
  ...{ type: 'purchase', sample: 'plain-invoice.pdf', ends: 'delivered' },
  stands: { dossier: 'LECOMTE', type: 'achats' },
  copies: ({ folderRoot }) => copiesBelow(folderRoot),
  secrets: [],
};

const webhookSecret = (words: string) => `whsec_${Buffer.from(words).toString('base64')}`;

export const webhookAccount = {
  secret: plant('webhook, secret', webhookSecret('ouistiti, secret de signature 7d')),
  authorization: plant('webhook, en-tête Authorization', 'Bearer ouistiti/webhook+f20e='),
  clients: ['LECOMTE'],
};

const webhook: ApplicationRow = {
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
      fr: 'Webhook a refusé ces identifiants\u00a0: Signature inconnue',
    },
    {
      what: 'mauvais en-tête Authorization',
      fill: (right) => ({
        ...right,
        authorization: plant('webhook, mauvais en-tête', 'Bearer presque/webhook+f20e'),
      }),
      ...{ code: 'credentials_refused', because: 'credentials_rejected' },
      fr: 'Webhook a refusé ces identifiants\u00a0: Qui êtes-vous ?',
    },
  ],
  malformed: {
    key: '-LECOMTE',
    fr: '«\u00a0Code du client\u00a0» ne peut pas être -LECOMTE pour Webhook. Exemple\u00a0: DUPONT',
  },
  wrongKey: {
    ...{ key: 'INCONNU', noticed: 'when_sending', because: 'dossier_unknown' },
    fr: 'Le dossier INCONNU est introuvable chez Webhook, ou le compte n’y a pas accès. Vérifiez la connexion de ce client.',
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

export const placeRows: readonly ApplicationRow[] = [folder, webhook];

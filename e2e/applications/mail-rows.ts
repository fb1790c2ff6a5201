/** The applications by collect e-mail, which leave by the operator's SMTP server: all of them but for their addresses. */
import { routes } from '@navette/api';
import type { DocumentType } from '@navette/model';
import { mailAccount } from './accounts.ts';
import { orderMailbox, readMails } from './mailbox.ts';
import type { ApplicationRow } from './row.ts';
import type { World } from './world.ts';

interface CollectApplication {
  readonly id: string;
  readonly partner: string;
  readonly type: DocumentType;
  readonly key: string;
  /** Where documents of that type go. */
  readonly address: string;
  readonly wrongKey: string;
  readonly wrongAddress: string;
  readonly malformedKey: string;
  readonly label: string;
  readonly example: string;
}

/** Gives the firm an SMTP server of its own: the operator's under another name, unless given. */
export async function saveOwnServer(
  { api, firm, smtp }: World,
  password: string,
  server = smtp,
): Promise<void> {
  const { hostname, port } = new URL(server);
  const from = { fromAddress: 'pieces@cabinet.example', fromName: 'Cabinet Morvan' };
  await api.call(routes.saveMailSettings, {
    params: { firm },
    body: { ...from, host: hostname, port: Number(port), security: 'none', user: mailAccount.user, password },
  });
}

function collectRow(application: CollectApplication): ApplicationRow {
  const { id, partner, type, key, address, wrongKey, wrongAddress, malformedKey, label, example } =
    application;
  return {
    ...{ id, partner, type, key, keyLabel: null, sample: 'plain-invoice.pdf', ends: 'accepted' },
    credentials: () => ({}),
    // There is nothing in the form that could be wrong.
    wrong: [],
    malformed:
      malformedKey === byAddress.malformedKey
        ? {
            ...{ key: malformedKey, code: 'key_without_at' },
            fr: `Il manque le @ dans «\u00a0${malformedKey}\u00a0». Exemple\u00a0: ${example}`,
          }
        : {
            key: malformedKey,
            fr: `«\u00a0${label}\u00a0» ne peut pas être ${malformedKey} pour ${partner}. Exemple\u00a0: ${example}`,
          },
    wrongKey: {
      ...{ key: wrongKey, noticed: 'when_sending', because: 'collect_address_refused' },
      fr: `L’adresse de collecte ${wrongAddress} a été refusée. Corrigez-la dans la connexion de ce client.`,
      words: `550 5.1.1 <${wrongAddress}>: Recipient address rejected: User unknown`,
      prepare: ({ platform }) => orderMailbox(platform.sandboxUrl, { refuseRecipients: [wrongAddress] }),
    },
    stands: { dossier: address },
    copies: async ({ platform }) =>
      (await readMails(platform.mailboxUrl)).flatMap(({ to, documents, deliveryId }) =>
        documents.map((sha256) => ({ dossier: to.join(', '), sha256, deliveryId })),
      ),
    secrets: [mailAccount.pass],
  };
}

const byAddress = { malformedKey: 'boulangerie', label: 'E-mail de collecte' };

export const mailRows: readonly ApplicationRow[] = [
  collectRow({
    ...{ id: 'email-dext-achats', partner: 'Dext', type: 'purchase', ...byAddress },
    ...{ key: 'lecomte@dext.cc', address: 'lecomte@dext.cc' },
    ...{ wrongKey: 'inconnu@dext.cc', wrongAddress: 'inconnu@dext.cc' },
    // The address of its sales: taken by Dext, and booked as what it is not.
    ...{ malformedKey: 'lecomte+ventes@dext.cc', example: 'boulangerie.dupont@dext.cc' },
  }),
  collectRow({
    ...{ id: 'email-dext-ventes', partner: 'Dext', type: 'sales', ...byAddress },
    ...{ key: 'lecomte+ventes@dext.cc', address: 'lecomte+ventes@dext.cc' },
    ...{ wrongKey: 'inconnu+ventes@dext.cc', wrongAddress: 'inconnu+ventes@dext.cc' },
    ...{ malformedKey: 'lecomte@dext.cc', example: 'boulangerie.dupont+ventes@dext.cc' },
  }),
  collectRow({
    ...{ id: 'email-pennylane', partner: 'Pennylane', type: 'purchase', label: 'Identifiant de collecte' },
    ...{ key: 'lecomte-a1b2', address: 'lecomte-a1b2@suppliers.pennylane.com' },
    ...{ wrongKey: 'inconnu-c3d4', wrongAddress: 'inconnu-c3d4@suppliers.pennylane.com' },
    ...{ malformedKey: 'lecomte@suppliers.pennylane.com', example: 'boulangerie-dupont-a1b2' },
  }),
  collectRow({
    ...{ id: 'email-inqom', partner: 'Inqom', type: 'expense', label: 'Nom de collecte de l’entreprise' },
    ...{ key: 'lecomte', address: 'ndf.lecomte@inqombox.com' },
    ...{ wrongKey: 'inconnu', wrongAddress: 'ndf.inconnu@inqombox.com' },
    ...{ malformedKey: 'achat.lecomte@inqombox.com', example: 'boulangerie' },
  }),
  collectRow({
    ...{ id: 'email-meg-achats', partner: 'MEG', type: 'purchase', ...byAddress },
    ...{ key: 'lecomte@meg.example', address: 'lecomte@meg.example' },
    ...{ wrongKey: 'inconnu@meg.example', wrongAddress: 'inconnu@meg.example' },
    example: 'boulangerie@collecte.exemple.fr',
  }),
  collectRow({
    ...{ id: 'email-amicompta', partner: 'AmiCompta', type: 'administrative', ...byAddress },
    ...{ key: 'quais@amicompta.example', address: 'quais@amicompta.example' },
    ...{ wrongKey: 'inconnu@amicompta.example', wrongAddress: 'inconnu@amicompta.example' },
    example: 'association@collecte.exemple.fr',
  }),
  collectRow({
    ...{ id: 'email', partner: 'E-mail de collecte', type: 'other', ...byAddress },
    ...{ key: 'factures@lecomte.example', address: 'factures@lecomte.example' },
    ...{ wrongKey: 'inconnu@lecomte.example', wrongAddress: 'inconnu@lecomte.example' },
    example: 'factures@exemple.fr',
  }),
];

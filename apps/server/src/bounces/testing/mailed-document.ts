/** A firm whose documents leave by e-mail, up to a mail server that takes them, for the tests of what comes back. */
import type { Delivery, Document, HistoryLine } from '@navette/api';
import { type Connector, DeliveryError } from '@navette/connector';
import type { TestMailServer } from '../../testing/mail-server.ts';
import { scriptedManifest } from '../../testing/scripted-partner.ts';
import { distinctPdf, type TestFirm } from '../../testing/test-firm.ts';
import { waitFor } from '../../testing/wait-for.ts';

const silenceMs = 48 * 3_600_000;

/** Sends each document to `<key>@collecte.exemple.fr`. */
export const mailConnector: Connector = {
  manifest: {
    ...scriptedManifest,
    ...{ id: 'courrier', kind: 'email', reach: 'mail', confirmation: 'silence', silenceMs },
    requestTimeoutMs: 10_000,
  },
  open: (_credentials, { mail }) => ({
    check: async (signal) => ({ identity: (await mail.check(signal)).sender.address }),
    async deliver({ deliveryId, clientKey, document }, signal) {
      const to = `${clientKey}@collecte.exemple.fr`;
      const letter = { deliveryId, to, subject: document.name, text: 'Bonjour', document };
      const { status, words } = await mail.send(letter, signal);
      if (status >= 300) throw new DeliveryError('mail_server_refused', { words }, { words });
      return { partnerRef: null, state: 'accepted' };
    },
    async close() {},
  }),
};

export interface MailedDocument {
  readonly document: Document;
  readonly deliveryId: string;
  /** The envelope sender that the mail really had. */
  readonly returnPath: string;
  /** The collect address. */
  readonly to: string;
  /** Once its delivery is in a state. */
  inState(state: Delivery['state']): Promise<Delivery>;
  now(): Promise<Delivery>;
  open(): Promise<Document>;
  /** Newest line first. */
  history(): Promise<readonly HistoryLine[]>;
}

/** Drops a document, which leaves by mail and is archived: *Reçu par le partenaire*. */
export async function mailDocument(firm: TestFirm, server: TestMailServer): Promise<MailedDocument> {
  const client = await firm.addClient('Menuiserie Aubertin');
  await firm.connect('courrier', client.id, { archivePath: '/Transmis' });
  const to = `dossier-${client.id}@collecte.exemple.fr`;
  const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
  const url = `${firm.path}/folders/${folder?.id}/documents?name=facture.pdf`;
  const { document } = (await firm.admin.upload(url, distinctPdf())).body;
  const find = async () => {
    const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
    return body.items.find(({ documentId }) => documentId === document.id);
  };
  const inState = (state: Delivery['state']) =>
    waitFor(async () => {
      const found = await find();
      return found?.state === state && found;
    });
  const { id: deliveryId } = await inState('accepted');
  const { from: returnPath } = await server.mailTo(to);
  return {
    ...{ document, deliveryId, returnPath, to, inState },
    now: () => waitFor(find),
    async open() {
      return (await firm.admin.call<Document>('GET', `${firm.path}/documents/${document.id}`)).body;
    },
    async history() {
      const path = `${firm.path}/documents/${document.id}/history`;
      const { body } = await firm.admin.call<{ versions: { lines: HistoryLine[] }[] }>('GET', path);
      return body.versions[0]?.lines ?? [];
    },
  };
}

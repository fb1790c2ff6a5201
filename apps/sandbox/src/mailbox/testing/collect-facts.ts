import { expect } from 'vitest';
import { distortObjects, distortStatus, type Fact } from '../../testing/fact.ts';
import { attach, type MailClient } from './mail-client.ts';

type MailFact = Fact<{ readonly mail: MailClient }>;

const allowedSenders = ['navette@cabinet.example'];
const stranger = 'Inconnu <autre@ailleurs.example>';

const order = (mail: MailClient, behaviour: object) => mail.order('PUT', '/mailbox/behaviour', behaviour);

const ignored = async (mail: MailClient) =>
  ((await mail.list()).body as { ignored: unknown }[]).map((message) => message.ignored);

const nothingIgnored = distortObjects((object) => ({ ...object, ignored: null }));

export const collectFacts: readonly MailFact[] = [
  {
    fact: 'Conciliator, by mail: ≤ 30 MB, each set ≥ 30 KB, unknown senders silently ignored',
    async check({ mail }) {
      const to = 'invoice+003047@conciliator.ai';
      await order(mail, { allowedSenders });
      const mails = [
        { attachments: [attach('facture.pdf', 30 * 1024)] },
        { attachments: [attach('facture.pdf', 30 * 1024 - 1)] },
        // 30 MB once written in base64.
        { attachments: [attach('facture.pdf', 22_500_000)] },
        { attachments: [attach('facture.xml')] },
        { from: stranger },
      ];
      // Each is taken: nobody is told.
      for (const one of mails) expect((await mail.send({ to, ...one })).status).toBe(250);
      expect(await ignored(mail)).toEqual([
        null,
        'no_document',
        'too_large',
        'no_document',
        'unknown_sender',
      ]);
    },
    misread: { as: 'all that is taken is read', distort: nothingIgnored },
  },
  {
    fact: 'Pennylane, collect e-mail …@suppliers.pennylane.com / @customers.pennylane.com: PDF, JPEG, PNG, one document per file, allowed senders only',
    async check({ mail }) {
      await order(mail, { allowedSenders });
      const suppliers = 'garage-x1y2@suppliers.pennylane.com';
      for (const to of [suppliers, 'garage-x1y2@customers.pennylane.com']) {
        await Promise.all(
          ['a.pdf', 'a.JPEG', 'a.png'].map((name) => mail.send({ to, attachments: [attach(name)] })),
        );
      }
      for (const name of ['a.tiff', 'a.xml']) {
        expect((await mail.send({ to: suppliers, attachments: [attach(name)] })).status).toBe(250);
      }
      expect((await mail.send({ to: suppliers, from: stranger })).status).toBe(250);
      const taken = Array.from({ length: 6 }, () => null);
      expect(await ignored(mail)).toEqual([...taken, 'no_document', 'no_document', 'unknown_sender']);
    },
    misread: { as: 'anybody may send', distort: nothingIgnored },
  },
  {
    fact: 'Inqom, by e-mail: achat.|vente.|ndf.|admin.<entreprise>@inqombox.com, senders must be allowed first',
    async check({ mail }) {
      const types = ['achat', 'vente', 'ndf', 'admin'];
      const send = (from?: string) =>
        Promise.all(
          types.map((type) => mail.send({ to: `${type}.garage@inqombox.com`, ...(from ? { from } : {}) })),
        );
      // Until it is said who may send, everybody may.
      await send(stranger);
      await order(mail, { allowedSenders: ['@cabinet.example'] });
      await send();
      expect(await ignored(mail)).toEqual(Array.from({ length: 8 }, () => null));
      await send(stranger);
      expect((await ignored(mail)).slice(8)).toEqual(types.map(() => 'unknown_sender'));
    },
    misread: {
      as: 'a stranger is refused',
      distort: distortObjects((object) => ({ ...object, ignored: 'refused' })),
    },
  },
  {
    fact: 'Dext: nom@dext.cc / nom+ventes@dext.cc, images 6 MB; JPG PNG GIF BMP TIFF PDF DOC(X) ODT RTF HEIC ZIP',
    async check({ mail }) {
      const taken = 'jpg png gif bmp tiff pdf doc docx odt rtf heic zip'
        .split(' ')
        .map((type) => `a.${type}`);
      await Promise.all(
        taken.map((name) => mail.send({ to: 'garage@dext.cc', attachments: [attach(name, 100)] })),
      );
      await mail.send({ to: 'garage+ventes@dext.cc', from: stranger });
      expect(await ignored(mail)).toEqual([...taken, 'stranger'].map(() => null));
      await mail.send({ to: 'garage@dext.cc', attachments: [attach('a.xml')] });
      await mail.send({ to: 'garage@dext.cc', attachments: [attach('a.jpg', 6_000_001)] });
      await mail.send({ to: 'garage@dext.cc', attachments: [attach('a.pdf', 6_000_001)] });
      expect((await ignored(mail)).slice(-3)).toEqual(['no_document', 'no_document', null]);
    },
    misread: { as: 'it reads XML too', distort: nothingIgnored },
  },
  {
    fact: 'MEG Achats, AmiCompta, generic: typed by the firm, assume 20 MB after base64 (+35 %)',
    async check({ mail }) {
      await order(mail, { maxBytes: 20_000_000 });
      const send = (sizeBytes: number) =>
        mail.send({ to: 'achats@logiciel.example', attachments: [attach('lot.pdf', sizeBytes)] });
      expect((await send(14_000_000)).status).toBe(250);
      expect(await send(15_000_000)).toMatchObject({ status: 552 });
      expect((await mail.list()).body).toMatchObject([{ application: null, ignored: null }]);
    },
    misread: { as: 'the size of the document counts', distort: distortStatus(552, 250) },
  },
];

import { expect } from 'vitest';
import { distortObjects, distortStatus, type Fact } from '../../testing/fact.ts';
import type { MailClient } from './mail-client.ts';

type MailFact = Fact<{ readonly mail: MailClient; readonly sandbox: { readonly smtpUrl: string } }>;

const deliveryId = '019a0000-0000-7000-8000-000000000001';
const verp = `bounce+${deliveryId}@navette.example`;

const order = (mail: MailClient, behaviour: object) => mail.order('PUT', '/mailbox/behaviour', behaviour);

export const envelopeFacts: readonly MailFact[] = [
  {
    fact: 'Message-ID and an X-Navette-Delivery header carry the delivery id',
    async check({ mail }) {
      await mail.send({
        messageId: `<${deliveryId}@navette.example>`,
        headers: { 'X-Navette-Delivery': deliveryId },
        envelopeFrom: verp,
      });
      await mail.send();
      expect((await mail.list()).body).toMatchObject([
        { messageId: `<${deliveryId}@navette.example>`, deliveryId, envelope: { from: verp } },
        { deliveryId: null, envelope: { from: 'navette@cabinet.example' } },
      ]);
    },
    misread: {
      as: 'the subject carries it',
      distort: distortObjects((object) => ({ ...object, deliveryId: 'Facture' })),
    },
  },
  {
    fact: 'the envelope sender is unique per delivery (VERP) so that a bounce finds its way back; a permanent bounce (DSN 5.x.x) makes the delivery Non transmis with the server’s words',
    async check({ mail, sandbox }) {
      const bounceVia = new URL(sandbox.smtpUrl).host;
      await order(mail, { bounceRecipients: ['parti@logiciel.example'], bounceVia });
      // SMTP acceptance is accepted, never confirmed.
      expect((await mail.send({ to: 'parti@logiciel.example', envelopeFrom: verp })).status).toBe(250);
      const first = await mail.untilFirst(({ bounced }) => bounced !== null);
      expect(first.bounced).toMatchObject({
        recipient: 'parti@logiciel.example',
        status: '5.1.1',
        error: null,
      });
      const [, back] = (await mail.list()).body as Record<string, unknown>[];
      expect(back).toMatchObject({ envelope: { from: '', to: [verp] }, bounced: null });
    },
    misread: {
      as: 'it comes back to the header’s sender',
      distort: distortObjects((object) => ({ ...object, envelope: { from: '', to: [object.from] } })),
    },
  },
  {
    fact: 'refused at RCPT: 550 for good, 451 for now',
    async check({ mail }) {
      await order(mail, {
        refuseRecipients: ['Ancien@logiciel.example', '@ferme.example'],
        deferRecipients: ['occupe@logiciel.example'],
      });
      const send = (to: string) => mail.send({ to });
      expect(await send('ancien@LOGICIEL.example')).toMatchObject({
        status: 550,
        body: '5.1.1 <ancien@logiciel.example>: Recipient address rejected: User unknown',
      });
      expect((await send('tous@ferme.example')).status).toBe(550);
      expect(await send('occupe@logiciel.example')).toMatchObject({
        status: 451,
        body: expect.stringMatching(/^4\.2\.1 /),
      });
      expect((await send('autre@logiciel.example')).status).toBe(250);
      expect((await mail.list()).body).toHaveLength(1);
    },
    misread: { as: 'an unknown recipient is a passing trouble', distort: distortStatus(550, 451) },
  },
  {
    fact: 'authentication, when it is ordered: 530 without, 535 when it is wrong',
    async check({ mail }) {
      const auth = { user: 'navette', pass: 'bon' };
      await order(mail, { requireAuth: auth });
      expect((await mail.send()).status).toBe(530);
      expect((await mail.send({ auth: { ...auth, pass: 'mauvais' } })).status).toBe(535);
      expect((await mail.send({ auth })).status).toBe(250);
    },
    misread: { as: 'wrong words are taken', distort: distortStatus(535, 250) },
  },
];

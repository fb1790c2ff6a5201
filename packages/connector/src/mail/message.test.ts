import { expect, test } from 'vitest';
import { encodedSize, isMailbox, largestDocument, startMessage } from './message.ts';

test.each([
  'a@b.fr',
  'nom.prenom+ventes@sous.domaine.co',
  "o'neil_1/2=x@exemple.fr",
  `${'a'.repeat(64)}@b.fr`,
])('%s is one mailbox', (text) => expect(isMailbox(text)).toBe(true));

test.each([
  ['', 'a', 'a@', '@b.fr', 'a@b', 'a@b.', 'a@-b.fr', 'a@b-.fr', 'a..b@c.fr', '.a@b.fr', 'a.@b.fr'],
  ['a@b.fr,c@d.fr', 'a@b.fr c@d.fr', 'a@b.fr;c@d.fr', 'a b@c.fr', '<a@b.fr>', 'A <a@b.fr>', '"a"@b.fr'],
  ['a@b.fr\n', 'a@b.fr\r\nDATA', 'a\0@b.fr', 'é@b.fr', 'a@é.fr', 'a@[127.0.0.1]', `${'a'.repeat(250)}@b.fr`],
])('none of these is: %j %j %j…', (...texts) => {
  for (const text of texts) expect(isMailbox(text), JSON.stringify(text)).toBe(false);
});

test('the size of a mail is known before its document is read, and its largest document fits', async () => {
  const signal = AbortSignal.timeout(50_000);
  for (const sizeBytes of [0, 1, 56, 57, 58, 3_000, 100_001]) {
    const open = () => new Blob([new Uint8Array(sizeBytes)]).stream();
    const document = { name: 'Reçu n°12.pdf', mediaType: 'application/pdf', sizeBytes, open };
    const mail = { deliveryId: 'd', to: 'a@b.fr', subject: 'é'.repeat(300), text: 'Bonjour', document };
    const sender = { name: 'Cabinet', address: 'cabinet@exemple.fr' };
    const { body, sizeBytes: announced, progress } = startMessage(mail, sender, new Date(0), signal);
    expect(progress.isComplete).toBe(false);
    const whole = Buffer.concat(await body.toArray());
    expect(progress.isComplete).toBe(true);
    expect(whole.length).toBeLessThanOrEqual(announced);
    expect(announced - whole.length).toBeLessThan(4_096);
    expect(whole.toString('latin1')).toContain('Date: Thu, 01 Jan 1970 00:00:00 +0000');
  }
  for (const mailBytes of [20_000_000, 10_485_760])
    expect(encodedSize(largestDocument(mailBytes)) + 4_096).toBeLessThanOrEqual(mailBytes);
});

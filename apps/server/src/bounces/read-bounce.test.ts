import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanWords } from './clean-words.ts';
import { maxBounceBytes, readBounce } from './read-bounce.ts';
import { type TestMail, testMail } from './testing/test-mails.ts';

const failed = (words: string) => ({ kind: 'failed', words });
const mailOf = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'));

describe('a mail that came back', () => {
  it.each<[TestMail, string]>([
    [
      'postfix-user-unknown',
      '550 5.1.1 garage.morel@collecte.example: Recipient address rejected: User unknown in virtual mailbox table',
    ],
    [
      'exchange-online',
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient garage.morel@collecte.example not found by SMTP address lookup',
    ],
    [
      'gmail',
      "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces. ffacd0b85a97d - gsmtp",
    ],
    ['qmail', 'Remote host said: 550 5.7.1 Sender not allowed for this mailbox Giving up on 192.0.2.25.'],
    ['exim-without-report', '552 5.3.4 Message size exceeds fixed limit'],
    [
      'gateway-html',
      'Votre message n’a pas pu être remis. La boîte garage.morel@collecte.example n’existe pas.',
    ],
  ])('from %s says that the server has given up, in its words', async (name, words) => {
    expect(await readBounce(testMail(name))).toEqual(failed(words));
  });

  it('after days in a queue is a failure too, whatever its status: the document did not arrive', async () => {
    expect(await readBounce(testMail('postfix-queue-expired'))).toEqual(
      failed('connect to mx1.collecte.example[192.0.2.25]:25: Connection timed out'),
    );
  });

  it.each<[TestMail, string]>([
    ['postfix-delayed', 'delayed'],
    ['exim-delayed', 'delayed'],
    ['postfix-delivered', 'delivered'],
    ['out-of-office', 'other'],
    ['ordinary-answer', 'other'],
    ['read-receipt', 'other'],
  ])('such as %s fails nothing', async (name, kind) => {
    expect(await readBounce(testMail(name))).toMatchObject({ kind });
  });

  it('about several recipients counts as its worst, without markup', async () => {
    expect(await readBounce(testMail('several-recipients'))).toEqual(
      failed('550 5.2.1 Compte d=?sactiv? alert(1)'),
    );
  });

  it('whose report names a recipient and a status alone is read by the status, and explained by its text', async () => {
    const report = (status: string) =>
      mailOf(`From: <postmaster@a.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

The box <b@a.example> rejected your mail: quota.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; a.example
Final-Recipient: rfc822; b@a.example
Status: ${status}
--x--
`);
    expect(await readBounce(report('5.2.2'))).toEqual(
      failed('The box b@a.example rejected your mail: quota.'),
    );
    expect(await readBounce(report('4.2.2'))).toMatchObject({ kind: 'delayed' });
    expect(await readBounce(report('2.0.0'))).toMatchObject({ kind: 'delivered' });
  });

  it('that was forwarded by a person, report attached, fails nothing', async () => {
    const mail = mailOf(`From: camille@cabinet.example
Subject: Fwd: Undelivered Mail
Content-Type: multipart/mixed; boundary=y

--y
Content-Type: text/plain

Voyez : 550 5.1.1 unknown user.
--y
Content-Type: message/rfc822

${testMail('postfix-user-unknown').toString().replaceAll('\r', '')}
--y--
`);
    expect(await readBounce(mail)).toEqual({ kind: 'other' });
  });

  it('cut after its beginning is read by what is left: the report stands before the copy', async () => {
    const whole = testMail('postfix-user-unknown').toString();
    const cut = whole.slice(0, whole.lastIndexOf('--4XkP2q1Yx8z3w'));
    const mail = Buffer.concat([Buffer.from(cut), Buffer.alloc(3 * maxBounceBytes, 'QUJD\r\n')]);
    expect(await readBounce(mail)).toMatchObject({ kind: 'failed' });
  });
});

describe('words of a server', () => {
  it('are one line of 500 characters at most, without markup or anything invisible', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const words = cleanWords(text);
        expect(words.length).toBeLessThanOrEqual(500);
        expect(words).not.toMatch(/[<>\p{C}\r\n]/u);
      }),
    );
  });

  it('do not show the way back', () => {
    const token = `${'a2'.repeat(22)}b`;
    expect(cleanWords(`550 <rebonds+${token}@cabinet.example> unknown`)).toBe(
      '550 rebonds+…@cabinet.example unknown',
    );
  });
});

describe('a hostile mail', () => {
  const pieces = fc.constantFrom(
    ...[
      '\r\n',
      '\r\n\r\n',
      '--x',
      '--x--',
      'Content-Type: multipart/report; boundary=x',
      '\0',
      '\xff',
      'a'.repeat(300),
    ],
    ...[
      'Content-Type: message/delivery-status',
      'Content-Type: text/html',
      'Action: failed',
      'Status: 5.',
      '=?utf-8?B?',
    ],
    ...[
      'Content-Type: message/rfc822',
      'Content-Transfer-Encoding: base64',
      'From: MAILER-DAEMON',
      '<'.repeat(200),
    ],
    ...[
      'Diagnostic-Code: ',
      'Subject: ',
      ';'.repeat(100),
      '"',
      '(',
      'charset=utf-7',
      ' \t',
      '550 5.1.1',
      '<style ',
    ],
  );

  it('never throws, whatever it is made of', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 60 }),
        async (parts) => {
          const bounce = await readBounce(Buffer.from(parts.join(''), 'latin1'));
          expect(['failed', 'delayed', 'delivered', 'other']).toContain(bounce.kind);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that was damaged anywhere never throws either', async () => {
    const whole = testMail('exchange-online');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), async (at, byte, end) => {
        const damaged = Buffer.from(whole.subarray(0, end));
        if (at < damaged.length) damaged[at] = byte;
        await readBounce(damaged);
      }),
    );
  });

  it.each([
    [
      'of parts within parts',
      (n: number) => 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(n / 46),
    ],
    ['of headers alone', (n: number) => `From: a@b.example\r\n${'X: y\r\n'.repeat(n / 6)}`],
    ['of one line', (n: number) => `From: postmaster@b.example\r\n\r\n${'5.1.'.repeat(n / 4)}`],
    [
      'of markup',
      (n: number) => `From: postmaster@b.example\r\nContent-Type: text/html\r\n\r\n${'<p '.repeat(n / 3)}`,
    ],
    [
      'of styles',
      (n: number) =>
        `From: postmaster@b.example\r\nContent-Type: text/html\r\n\r\n${'<style>'.repeat(n / 7)}`,
    ],
    [
      'of recipients',
      (n: number) =>
        `From: a@b.example\r\nContent-Type: message/delivery-status\r\n\r\n${'Action: delayed\r\n\r\n'.repeat(n / 19)}`,
    ],
    [
      'of one field without end',
      (n: number) =>
        `From: a@b.example\r\nContent-Type: message/delivery-status\r\n\r\nAction: delayed\r\n${' a\r\n'.repeat(n / 4)}`,
    ],
    [
      'of words that begin as encoded',
      (n: number) => `From: postmaster@b.example\r\nSubject: ${'=?utf-8?Q?'.repeat(n / 10)}\r\n\r\n`,
    ],
    ['of addresses', (n: number) => `From: ${'<a@b.example>,('.repeat(n / 16)}\r\n\r\n`],
  ])('%s, as long as is looked at, costs seconds at most', async (_, make) => {
    const mail = Buffer.from(make(maxBounceBytes));
    // Of this process: other tests run beside.
    const before = process.cpuUsage();
    await readBounce(mail);
    const { user, system } = process.cpuUsage(before);
    // A second on a free machine; what grows with the square of its length takes minutes.
    expect((user + system) / 1_000).toBeLessThan(15_000);
  });
});

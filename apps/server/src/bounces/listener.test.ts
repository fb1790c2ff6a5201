import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { startWorker } from '../deliveries/worker.ts';
import { createLog } from '../log.ts';
import { mailCertificate } from '../testing/mail-certificate.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { startListener } from './listener.ts';
import { maxBounceBytes } from './read-bounce.ts';
import { writeReturnPath } from './return-path.ts';
import { startBounces } from './start-bounces.ts';
import { mailConnector, mailDocument } from './testing/mailed-document.ts';
import { type TestMail, testMail } from './testing/test-mails.ts';

const domain = 'rebonds.navette.exemple';
const server = await testMailServer();
const platform = await testPlatform(
  [mailConnector],
  {},
  {
    mailServer: server,
    log: createLog('error'),
    bounces: { bounceDomain: domain, bouncePort: 0, bounceHost: '127.0.0.1' },
  },
);
const worker = startWorker(platform);
const bounces = await startBounces(platform);
afterAll(async () => {
  await Promise.all([worker.stop(), bounces.stop()]);
});
const firm = await testFirm(platform);
const port = bounces.listener?.port ?? 0;

/** As a server that gives a mail back does: by SMTP, from nobody. */
async function give(to: string, raw: Buffer, from = '', at = port) {
  const transport = createTransport({ host: '127.0.0.1', port: at, ignoreTLS: true });
  try {
    return await transport.sendMail({ envelope: { from, to: [to] }, raw });
  } finally {
    transport.close();
  }
}

const giveMail = (to: string, name: TestMail) => give(to, testMail(name, to));

describe('a mail that comes back to the listener', () => {
  it('makes its delivery undelivered with the server’s words, and brings the document back', async () => {
    const mailed = await mailDocument(firm, server);
    expect(mailed.returnPath).toMatch(/^[a-z2-7]{45}@rebonds\.navette\.exemple$/);
    expect(await mailed.open()).toMatchObject({ folderPath: '/Transmis' });

    await giveMail(mailed.returnPath, 'postfix-user-unknown');
    const delivery = await mailed.now();
    const words =
      '550 5.1.1 garage.morel@collecte.example: Recipient address rejected: User unknown in virtual mailbox table';
    expect(delivery).toMatchObject({ state: 'undelivered', reason: { code: 'mail_bounced', words } });
    expect(delivery.reason?.fr).toMatch(/^Le message pour \S+ est revenu\. Vérifiez /);
    expect(await mailed.open()).toMatchObject({
      ...{ folderPath: mailed.document.folderPath, archivedAt: null },
      badge: { state: 'undelivered' },
    });
    const lines = await mailed.history();
    expect(lines.map(({ kind }) => kind).slice(0, 2)).toEqual(['brought_back', 'undelivered']);
    expect(lines[1]?.details).toEqual({
      ...{ code: 'mail_bounced', partner: 'Partenaire', words },
      key: mailed.to.split('@')[0],
    });
  });

  it('given twice changes nothing more', async () => {
    const mailed = await mailDocument(firm, server);
    await giveMail(mailed.returnPath, 'gmail');
    const before = await mailed.history();
    await giveMail(mailed.returnPath, 'gmail');
    expect(await mailed.history()).toEqual(before);
  });

  it('after the document was sent again says nothing of the second mail', async () => {
    const mailed = await mailDocument(firm, server);
    await giveMail(mailed.returnPath, 'qmail');
    // A return path tells the second in which its mail left.
    platform.setClock(new Date(Date.now() + 5_000));
    onTestFinished(() => platform.setClock(null));
    await firm.admin.call('POST', `${firm.path}/deliveries/${mailed.deliveryId}/retry`);
    await mailed.inState('accepted');
    await giveMail(mailed.returnPath, 'qmail');
    expect(await mailed.now()).toMatchObject({ state: 'accepted' });
    const { from } = await server.mailTo(mailed.to);
    expect(from).not.toBe(mailed.returnPath);
    await giveMail(from, 'qmail');
    expect(await mailed.now()).toMatchObject({ state: 'undelivered' });
  });

  it('once silence had made it delivered still counts', async () => {
    const mailed = await mailDocument(firm, server);
    platform.setClock(new Date(Date.now() + 49 * 3_600_000));
    onTestFinished(() => platform.setClock(null));
    await mailed.inState('delivered');
    await giveMail(mailed.returnPath, 'postfix-queue-expired');
    expect(await mailed.now()).toMatchObject({ state: 'undelivered' });
  });

  it.each<TestMail>([
    'out-of-office',
    'postfix-delayed',
    'postfix-delivered',
    'ordinary-answer',
    'read-receipt',
  ])('such as %s fails nothing', async (name) => {
    const mailed = await mailDocument(firm, server);
    await giveMail(mailed.returnPath, name);
    expect(await mailed.now()).toMatchObject({ state: 'accepted' });
    expect(await mailed.open()).toMatchObject({ folderPath: '/Transmis' });
  });

  it('is told to come later while the mail is still being handed over, and while the database is away', async () => {
    const mailed = await mailDocument(firm, server);
    const set = (state: string, lease: string | null) =>
      inFirm(platform.database.app, firm.id, async (trx) => {
        await trx
          .updateTable('deliveries')
          .set({ state: state as 'sending', lease, lease_until: lease && '2099-01-01T00:00:00Z' })
          .where('id', '=', mailed.deliveryId)
          .execute();
      });
    const owner = await platform.database.openClient('owner');
    await owner.query('alter table deliveries disable trigger refuse_stray_transition');
    await set('sending', platform.newId());
    await expect(giveMail(mailed.returnPath, 'qmail')).rejects.toMatchObject({ responseCode: 451 });
    await set('accepted', null);
    await owner.query('alter table deliveries enable trigger refuse_stray_transition');
    await owner.query('alter table attempts rename to attempts_away');
    await expect(giveMail(mailed.returnPath, 'qmail')).rejects.toMatchObject({ responseCode: 451 });
    await owner.query('alter table attempts_away rename to attempts');
    await owner.end();
    await giveMail(mailed.returnPath, 'qmail');
    expect(await mailed.now()).toMatchObject({ state: 'undelivered' });
  });

  it('whole, with the document in it, is taken by its beginning', async () => {
    const mailed = await mailDocument(firm, server);
    const report = testMail('exim-without-report', mailed.returnPath);
    await give(mailed.returnPath, Buffer.concat([report, Buffer.alloc(4 * maxBounceBytes, 'QUJD\r\n')]));
    expect(await mailed.now()).toMatchObject({ state: 'undelivered' });
  });
});

describe('the listener', () => {
  it('takes mails for return paths of ours alone, and counts the others', async () => {
    const ids = { firmId: firm.id, deliveryId: platform.newId(), writtenAt: new Date() };
    const genuine = writeReturnPath(platform.keys.derive('bounces'), `@${domain}`, ids);
    const before = bounces.listener?.counts.refused ?? 0;
    const others = [
      `postmaster@${domain}`,
      `someone@elsewhere.exemple`,
      writeReturnPath('e'.repeat(64), `@${domain}`, ids),
      genuine.replace(domain, 'elsewhere.exemple'),
      `x${genuine}`,
    ];
    for (const to of others)
      await expect(give(to, testMail('qmail', to)), to).rejects.toMatchObject({ responseCode: 550 });
    expect(bounces.listener?.counts.refused).toBe(before + others.length);
    // Genuine, about a delivery that is gone: taken, so that it does not come again.
    await giveMail(genuine, 'qmail');
  });

  it('offers no account, and no STARTTLS without a certificate', async () => {
    const words = await talk(port, 'EHLO client.exemple\r\nAUTH PLAIN AGEAYg==\r\nSTARTTLS\r\nQUIT\r\n');
    expect(words).not.toMatch(/250[- ](?:AUTH|STARTTLS)/);
    expect(words.match(/^50\d/gm)).toHaveLength(2);
  });

  it('offers STARTTLS with one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'navette-bounces-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const files = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    await writeFile(files.certificate, mailCertificate.cert);
    await writeFile(files.key, mailCertificate.key);
    const listener = await startListener(platform, { host: '127.0.0.1', port: 0, domain, tls: files });
    onTestFinished(() => listener.close());
    const mailed = await mailDocument(firm, server);
    const transport = createTransport({
      ...{ host: '127.0.0.1', port: listener.port, requireTLS: true },
      tls: { ca: mailCertificate.cert, servername: 'localhost' },
    });
    const raw = testMail('exchange-online', mailed.returnPath);
    await transport.sendMail({ envelope: { from: '', to: [mailed.returnPath] }, raw });
    transport.close();
    expect(await mailed.now()).toMatchObject({ state: 'undelivered' });
  });

  it('says at start that its port is taken', async () => {
    const taken = startListener(platform, { host: '127.0.0.1', port, domain, tls: null });
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('survives clients that say nothing of SMTP, or leave in the middle', async () => {
    await talk(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\nQUIT\r\n');
    await talk(port, '\0\xff'.repeat(5_000), true);
    await talk(port, 'EHLO x\r\nMAIL FROM:<>\r\n', true);
    const mailed = await mailDocument(firm, server);
    await giveMail(mailed.returnPath, 'qmail');
    expect(await mailed.now()).toMatchObject({ state: 'undelivered' });
  });
});

/** Says words line by line, each once the last was answered. @param leaves without waiting for the end */
function talk(to: number, words: string, leaves = false): Promise<string> {
  return new Promise((resolve) => {
    const lines = words.split(/(?<=\r\n)/);
    let heard = '';
    const socket = connect(to, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.on('data', (answer: string) => {
      heard += answer;
      if (!/^\d{3} [^\n]*\n$/m.test(answer)) return;
      const line = lines.shift();
      if (line === undefined) return;
      // Who leaves does so once all that he has to say is on its way.
      const isLast = lines.length === 0;
      socket.write(line, 'latin1', () => leaves && isLast && socket.destroy());
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}

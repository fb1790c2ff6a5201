/** The operator's mail server comes with a start of the platform: what waited for one goes on then, and nothing else does. */
import type { Delivery, Installation } from '@navette/api';
import { type Connector, DeliveryError } from '@navette/connector';
import { afterAll, expect, it } from 'vitest';
import { createSessions } from '../deliveries/sessions.ts';
import { startWorker } from '../deliveries/worker.ts';
import type { Platform } from '../platform.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { scriptedManifest } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { createMail } from './mail.ts';
import { resumeAfterStart } from './resume-after-start.ts';

const connector: Connector = {
  manifest: {
    ...scriptedManifest,
    ...{ id: 'courrier', kind: 'email', reach: 'mail', fields: [], requestTimeoutMs: 10_000 },
  },
  open: (_credentials, { mail }) => ({
    async check(signal) {
      const { sender, answer } = await mail.check(signal);
      if (answer.status >= 500) throw new DeliveryError('mail_server_refused', {}, { words: answer.words });
      return { identity: sender.address };
    },
    async deliver({ deliveryId, clientKey, document }, signal) {
      const to = `${clientKey}@collecte.exemple.fr`;
      await mail.send({ deliveryId, to, subject: document.name, text: 'Bonjour', document }, signal);
      return { partnerRef: null, state: 'accepted' as const };
    },
    async close() {},
  }),
};

const server = await testMailServer();
const platform = await testPlatform([connector]);
const { signal } = new AbortController();
const noServer = { state: 'stopped', reason: { code: 'mail_server_missing' } };

/** The same platform, started again with a mail server of the operator's. */
function restart(smtpUrl: string): Platform {
  const { database, keys, clock, connectors, log } = platform;
  const settings = { ...platform.settings, smtpUrl, mailFrom: 'Navette <navette@exemple.fr>' };
  const mail = createMail({ database, keys, settings, clock, baseUrl: 'http://localhost' });
  const sessions = createSessions({
    ...{ connectors, database, keys, clock, log, folderRoots: [], allowedHosts: ['127.0.0.1'] },
    ...{ operatorValues: new Map(), mailRoute: mail.route },
  });
  afterAll(async () => {
    mail.close();
    await sessions.close();
  });
  return { ...platform, settings, mail, sessions };
}

async function newPlace() {
  const firm = await testFirm(platform);
  const at = `${firm.path}/installations`;
  const body = { application: 'courrier', credentials: {} };
  const { body: added } = await firm.admin.call<Installation>('POST', at, body);
  return {
    ...{ firm, added, own: `${at}/${added.id}` },
    async now() {
      const { body } = await firm.admin.call<{ items: Installation[] }>('GET', at);
      return body.items[0];
    },
    async drop() {
      const client = await firm.addClient('Menuiserie Aubertin');
      const connection = { clientId: client.id, clientKey: 'aubertin' };
      await firm.admin.call('POST', `${at}/${added.id}/connections`, connection);
      const rule = { sourcePath: '/Juridique', documentType: 'purchase' };
      await firm.admin.call('POST', `${at}/${added.id}/rules`, rule);
      const folder = client.folders.find(({ path }) => path === '/Juridique');
      await firm.admin.upload(`${firm.path}/folders/${folder?.id}/documents?name=a.pdf`, distinctPdf());
    },
    async delivery() {
      const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
      return body.items[0];
    },
  };
}

const restarted = restart(server.url);
const misled = restart(server.url.replace('smtp://', 'smtp://navette:faux@'));

it('an application that stopped for want of a mail server goes on, with what waited, once a start brings one', async () => {
  const place = await newPlace();
  expect(place.added).toMatchObject(noServer);
  await place.drop();
  expect(await place.delivery()).toMatchObject({ state: 'held', heldReason: 'connection' });
  await resumeAfterStart(platform, signal);
  expect(await place.now()).toMatchObject(noServer);

  const worker = startWorker(restarted);
  try {
    await resumeAfterStart(restarted, signal);
    expect(await place.now()).toMatchObject({ state: 'active', reason: null, stoppedAt: null });
    await waitFor(async () => (await place.delivery())?.state === 'delivered' || null);
  } finally {
    await worker.stop();
  }
});

it('one that was paused meanwhile stays paused, and has no reason to stop any more', async () => {
  const place = await newPlace();
  await place.firm.admin.call('POST', `${place.own}/pause`);
  await resumeAfterStart(restarted, signal);
  expect(await place.now()).toMatchObject({ state: 'paused', reason: null });
});

it('a server that refuses the sign-in leaves everything stopped, and the next start that works resumes it', async () => {
  const place = await newPlace();
  await resumeAfterStart(misled, signal);
  expect(await place.now()).toMatchObject(noServer);
  await resumeAfterStart(restarted, signal);
  expect(await place.now()).toMatchObject({ state: 'active' });
});

/** An application by e-mail is added whatever the firm's mail server says, and loses nothing until that is repaired. */
import type { Delivery, Installation } from '@navette/api';
import { type Connector, DeliveryError } from '@navette/connector';
import { afterAll, describe, expect, it } from 'vitest';
import { startWorker } from '../deliveries/worker.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { scriptedManifest } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

const connector: Connector = {
  manifest: {
    ...scriptedManifest,
    ...{ id: 'courrier', kind: 'email', reach: 'mail', fields: [], requestTimeoutMs: 10_000 },
  },
  open: (_credentials, { mail }) => ({
    async check(signal) {
      const { sender, answer } = await mail.check(signal);
      if (answer.status >= 500) throw new DeliveryError('mail_server_refused', {}, { words: answer.words });
      if (answer.status >= 400) throw new DeliveryError('partner_error', {}, { words: answer.words });
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
const platform = await testPlatform(
  [connector],
  {},
  { bounces: { allowedHosts: [`127.0.0.1:${server.port}`] } },
);
const worker = startWorker(platform);
afterAll(() => worker.stop());

const mailSettings = {
  ...{ host: '127.0.0.1', port: server.port, security: 'none', user: null },
  ...{ fromAddress: 'cabinet@morvan.fr', fromName: 'Morvan' },
};

async function newPlace() {
  const firm = await testFirm(platform);
  const client = await firm.addClient('Menuiserie Aubertin');
  const at = `${firm.path}/installations`;
  return {
    ...{ firm, at },
    add: () => firm.admin.call<Installation>('POST', at, { application: 'courrier', credentials: {} }),
    saveServer: () => firm.admin.call('PATCH', `${firm.path}/mail-settings`, mailSettings),
    async drop(installation: string) {
      const more = { clientId: client.id, clientKey: `dossier-${client.id}` };
      await firm.admin.call('POST', `${at}/${installation}/connections`, more);
      const rule = { sourcePath: '/Juridique', documentType: 'purchase' };
      await firm.admin.call('POST', `${at}/${installation}/rules`, rule);
      const folder = client.folders.find(({ path }) => path === '/Juridique');
      await firm.admin.upload(`${firm.path}/folders/${folder?.id}/documents?name=a.pdf`, distinctPdf());
    },
    settled: (state: Delivery['state']) =>
      waitFor(async () => {
        const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
        return body.items.find((each) => each.state === state) ?? null;
      }),
  };
}

describe('an application by e-mail', () => {
  it('is added without a mail server, says what is missing, and sends once there is one', async () => {
    const place = await newPlace();
    const added = await place.add();
    expect(added).toMatchObject({
      ...{ status: 201, body: { state: 'stopped', identity: null, checkedAt: null } },
    });
    expect(added.body.reason).toMatchObject({ code: 'mail_server_missing', who: 'admin', words: null });
    expect(added.body.stoppedAt).not.toBeNull();
    await place.drop(added.body.id);
    expect(await place.settled('held')).toMatchObject({ heldReason: 'connection', tries: 0 });
    expect((await place.saveServer()).status).toBe(200);
    await place.settled('delivered');
    const { body } = await place.firm.admin.call<{ items: Installation[] }>('GET', place.at);
    expect(body.items).toMatchObject([{ state: 'active', reason: null, stoppedAt: null }]);
  });

  it('is active when its mail server answers', async () => {
    const place = await newPlace();
    await place.saveServer();
    expect(await place.add()).toMatchObject({
      ...{ status: 201, body: { state: 'active', reason: null, identity: 'cabinet@morvan.fr' } },
    });
  });

  it('tells what is still wrong when it is tried anew, and goes on when nothing is', async () => {
    const place = await newPlace();
    const { body } = await place.add();
    const retry = () =>
      place.firm.admin.call('POST', `${place.at}/${body.id}/credentials`, { credentials: {} });
    expect(await retry()).toMatchObject({
      ...{ status: 422, body: { code: 'credentials_refused', because: { code: 'mail_server_missing' } } },
    });
    await place.saveServer();
    expect(await retry()).toMatchObject({ status: 200, body: { state: 'active', reason: null } });
  });
});

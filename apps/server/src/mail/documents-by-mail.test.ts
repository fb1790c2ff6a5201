import type { Delivery, Document, Installation } from '@navette/api';
import { type Connector, DeliveryError, type MailAnswer } from '@navette/connector';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { claimChecks } from '../deliveries/claim-checks.ts';
import { startWorker } from '../deliveries/worker.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { scriptedManifest } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

const hour = 3_600_000;

/** Sends each document to `<key>@collecte.exemple.fr`; whatever the mail server refuses stops it. */
const connector: Connector = {
  manifest: {
    ...scriptedManifest,
    ...{ id: 'courrier', kind: 'email', reach: 'mail', confirmation: 'silence', silenceMs: 48 * hour },
    requestTimeoutMs: 10_000,
  },
  open: (_credentials, { mail }) => ({
    async check(signal) {
      const { sender, answer } = await mail.check(signal);
      return accepted(answer, { identity: sender.address });
    },
    async deliver({ deliveryId, clientKey, document }, signal) {
      const to = `${clientKey}@collecte.exemple.fr`;
      const answer = await mail.send(
        { deliveryId, to, subject: document.name, text: 'Bonjour', document },
        signal,
      );
      return accepted(answer, { partnerRef: null, state: 'accepted' as const });
    },
    async close() {},
  }),
};

function accepted<Result>({ status, words }: MailAnswer, result: Result): Result {
  if (status >= 300) throw new DeliveryError('mail_server_refused', { words }, { words });
  return result;
}

const server = await testMailServer();
const platform = await testPlatform([connector], {}, { mailServer: server });
const worker = startWorker(platform);
afterAll(() => worker.stop());
afterEach(() => {
  platform.setClock(null);
  server.refuse(null);
});

async function newPlace() {
  const firm = await testFirm(platform);
  const client = await firm.addClient('Menuiserie Aubertin');
  const installation = await firm.connect('courrier', client.id);
  const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
  return {
    firm,
    to: `dossier-${client.id}@collecte.exemple.fr`,
    async drop(bytes = distinctPdf()) {
      const url = `${firm.path}/folders/${folder?.id}/documents?name=facture.pdf`;
      return (await firm.admin.upload(url, bytes)).body.document;
    },
    settled: (document: Document, state: Delivery['state']) =>
      waitFor(async () => {
        const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
        const found = body.items.find(({ documentId }) => documentId === document.id);
        return found?.state === state && found;
      }),
    isStopped: () => waitFor(async () => (await stateOf(firm, installation)) === 'stopped'),
    isActive: () => waitFor(async () => (await stateOf(firm, installation)) === 'active'),
  };
}

async function stateOf(firm: TestFirm, { id }: Installation) {
  const { body } = await firm.admin.call<{ items: Installation[] }>('GET', `${firm.path}/installations`);
  return body.items.find((each) => each.id === id)?.state;
}

describe('a document by e-mail', () => {
  it('leaves in the name of the firm, whole, with its delivery’s id', async () => {
    const place = await newPlace();
    const bytes = distinctPdf();
    const { id } = await place.settled(await place.drop(bytes), 'accepted');
    const { email, from } = await server.mailTo(place.to);
    expect(from).toBe('navette@exemple.fr');
    expect(email.from).toEqual({ name: 'Morvan & Associés', address: 'navette@exemple.fr' });
    expect(email.messageId).toBe(`<${id}@exemple.fr>`);
    expect(email.headers).toContainEqual(expect.objectContaining({ key: 'x-navette-delivery', value: id }));
    expect(Buffer.from(email.attachments[0]?.content as Uint8Array)).toEqual(bytes);
  });

  it('is received at first, and delivered once the time in which it could have come back is over', async () => {
    const place = await newPlace();
    const document = await place.drop();
    await place.settled(document, 'accepted');
    const at = Date.now();
    expect(await claimChecks(platform.database.queue, 'accepted', 1_000, new Date(at + 47 * hour))).toEqual(
      [],
    );
    platform.setClock(new Date(at + 49 * hour));
    onTestFinished(() => platform.setClock(null));
    const { endedAt } = await place.settled(document, 'delivered');
    expect(endedAt).toBe(new Date(at + 49 * hour).toISOString());
    platform.setClock(null);
    const { body } = await place.firm.admin.call<{ versions: { lines: { kind: string }[] }[] }>(
      'GET',
      `${place.firm.path}/documents/${document.id}/history`,
    );
    const lines = body.versions[0]?.lines.filter(({ kind }) => kind === 'accepted' || kind === 'delivered');
    expect(lines).toMatchObject([
      { kind: 'delivered', details: { partner: 'Partenaire', silent: true } },
      { kind: 'accepted' },
    ]);
  });
});

describe('an application by e-mail that its mail server stopped', () => {
  it('goes on when other settings are saved, and when they are removed', async () => {
    const place = await newPlace();
    const path = `${place.firm.path}/mail-settings`;
    const broken = {
      ...{ host: '127.0.0.1', port: server.port, security: 'none', user: null },
      ...{ fromAddress: 'cabinet@morvan.fr', fromName: 'Morvan' },
    };
    await place.firm.admin.call('PATCH', path, broken);
    const document = await place.drop();
    const held = await place.settled(document, 'held');
    expect(held).toMatchObject({ heldReason: 'connection', reason: { code: 'address_refused' } });
    await place.isStopped();

    await place.firm.admin.call('PATCH', path, { ...broken, host: 'localhost' });
    await place.isStopped();
    await place.settled(document, 'held');

    await place.firm.admin.call('DELETE', path);
    await place.settled(document, 'accepted');
    await place.isActive();
  });

  it('goes on when a test of the settings succeeds, and not when it fails', async () => {
    const place = await newPlace();
    server.refuse({ at: 'sender', code: 550 });
    const document = await place.drop();
    await place.settled(document, 'held');
    await place.isStopped();
    const test = () => place.firm.admin.call('POST', `${place.firm.path}/mail-settings/test`, {});
    expect((await test()).status).not.toBe(200);
    await place.isStopped();
    server.refuse(null);
    expect((await test()).status).toBe(200);
    await place.settled(document, 'accepted');
  });
});

describe('an application by e-mail that was paused after it had stopped', () => {
  it('stays paused when the mail server works again, and goes on when it is resumed', async () => {
    const place = await newPlace();
    server.refuse({ at: 'sender', code: 550 });
    const document = await place.drop();
    await place.settled(document, 'held');
    await place.isStopped();
    const { body } = await place.firm.admin.call<{ items: Installation[] }>(
      'GET',
      `${place.firm.path}/installations`,
    );
    const at = `${place.firm.path}/installations/${body.items[0]?.id}`;
    await place.firm.admin.call('POST', `${at}/pause`);
    server.refuse(null);
    expect((await place.firm.admin.call('POST', `${place.firm.path}/mail-settings/test`, {})).status).toBe(
      200,
    );
    expect(await place.settled(document, 'held')).toMatchObject({ heldReason: 'paused' });
    expect(await place.firm.admin.call('POST', `${at}/resume`)).toMatchObject({ body: { state: 'active' } });
    await place.settled(document, 'accepted');
  });
});

describe('who documents come from', () => {
  it('is told to those who connect clients', async () => {
    const { firm } = await newPlace();
    const path = `${firm.path}/mail-sender`;
    const operator = { address: 'navette@exemple.fr', name: 'Morvan & Associés', readsBounces: false };
    const collaborator = await firm.addUser('collaborator');
    for (const user of [firm.admin, collaborator])
      expect(await user.call('GET', path)).toMatchObject({ status: 200, body: { sender: operator } });
    expect((await (await firm.addUser('client')).call('GET', path)).status).toBe(403);

    await firm.admin.call('PATCH', `${firm.path}/mail-settings`, {
      ...{ host: 'smtp.morvan.fr', port: 587, security: 'starttls', user: null },
      ...{ fromAddress: 'pieces@morvan.fr', fromName: 'Cabinet Morvan' },
    });
    const own = { address: 'pieces@morvan.fr', name: 'Cabinet Morvan', readsBounces: false };
    expect((await firm.admin.call('GET', path)).body).toEqual({ sender: own });
  });
});

import type { Delivery, Document, Installation, Rule } from '@navette/api';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { startWorker } from '../deliveries/worker.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { setState, treeOf } from '../testing/test-documents.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { whenBlocked } from '../testing/when-blocked.ts';

/** Slow machines too reach the end of a test before it gives up. */
const partner = createScriptedPartner({ requestTimeoutMs: 60_000 });
const other = createScriptedPartner({ id: 'other' });
const polled = createScriptedPartner({ id: 'polled', confirmation: 'poll' });
const platform = await testPlatform([partner.connector, other.connector, polled.connector]);
const worker = startWorker(platform);
afterAll(() => worker.stop());
afterEach(() => {
  partner.orders.length = 0;
  partner.areCredentialsGood = true;
  partner.refusal = null;
  polled.areCredentialsGood = true;
});

async function newPlace(application = 'scripted', documentType = 'purchase') {
  const firm = await testFirm(platform);
  const client = await firm.addClient('Aubertin');
  const sourcePath = '/Dépôt';
  const { id } = await firm.connect(application, client.id, {
    sourcePath,
    documentType,
    archivePath: '/Transmis',
  });
  const tree = treeOf(firm, client);
  const at = `${firm.path}/installations/${id}`;
  const deliveriesOf = async ({ id: documentId }: Document) => {
    const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
    return body.items.filter((each) => each.documentId === documentId);
  };
  return {
    ...{ firm, client, tree, at, id, deliveriesOf },
    admin: firm.admin,
    drop: (name: string) => tree.drop(sourcePath, name),
    installation: async () =>
      (await firm.admin.call<{ items: Installation[] }>('GET', `${firm.path}/installations`)).body.items[0],
    settled: (document: Document, state: Delivery['state']) =>
      waitFor(async () => {
        const [found] = await deliveriesOf(document);
        return found?.state === state ? found : null;
      }),
    async isBalanced() {
      const { body } = await firm.admin.call<{ balanced: boolean }>('GET', `${firm.path}/ledger`);
      return body.balanced;
    },
  };
}

/** A document that the partner holds on to, until it is told to go on. */
async function sendAndHold(place: Awaited<ReturnType<typeof newPlace>>) {
  const hang = Promise.withResolvers<void>();
  partner.orders.push({ kind: 'hang', until: hang.promise });
  const document = await place.drop('en-cours.pdf');
  await place.settled(document, 'sending');
  // Claimed is not yet asked: until then it may still be held, or cancelled.
  await waitFor(async () => partner.orders.length === 0);
  return { document, goOn: () => hang.resolve() };
}

describe('a pause', () => {
  it('holds what arrives, and lets all of it go when it is resumed', async () => {
    const place = await newPlace();
    const paused = await place.admin.call('POST', `${place.at}/pause`);
    expect(paused).toMatchObject({ status: 200, body: { state: 'paused' } });
    expect(await place.admin.call('POST', `${place.at}/pause`)).toMatchObject({ status: 200 });
    const documents = [await place.drop('a.pdf'), await place.drop('b.pdf')];
    for (const document of documents)
      expect(await place.deliveriesOf(document)).toMatchObject([
        { state: 'held', heldReason: 'paused', tries: 0 },
      ]);
    const before = partner.received.length;
    expect(await place.admin.call('POST', `${place.at}/resume`)).toMatchObject({ body: { state: 'active' } });
    for (const document of documents) await place.settled(document, 'delivered');
    const names = partner.received.slice(before).map(({ name }) => name);
    expect(names.sort()).toEqual(['a.pdf', 'b.pdf']);
    expect(await place.admin.call('POST', `${place.at}/resume`)).toMatchObject({ body: { state: 'active' } });
    expect(await place.isBalanced()).toBe(true);
  });

  it('lets what is being sent end, and holds it when it would be tried again', async () => {
    const place = await newPlace();
    const { document, goOn } = await sendAndHold(place);
    await place.admin.call('POST', `${place.at}/pause`);
    partner.failNext = 'partner_error';
    goOn();
    expect(await place.settled(document, 'held')).toMatchObject({ heldReason: 'paused', tries: 1 });
    await place.admin.call('POST', `${place.at}/resume`);
    await place.settled(document, 'delivered');
  });

  it('stays one when credentials are renewed meanwhile, and a stop stays one when it is resumed', async () => {
    const place = await newPlace();
    partner.areCredentialsGood = false;
    const document = await place.drop('a.pdf');
    expect(await place.settled(document, 'held')).toMatchObject({ heldReason: 'connection' });
    await place.admin.call('POST', `${place.at}/pause`);
    expect(await place.installation()).toMatchObject({ state: 'paused' });
    expect(await place.admin.call('POST', `${place.at}/resume`)).toMatchObject({
      body: { state: 'stopped' },
    });
    expect(await place.settled(document, 'held')).toMatchObject({ heldReason: 'connection' });

    await place.admin.call('POST', `${place.at}/pause`);
    partner.areCredentialsGood = true;
    const renewed = await place.admin.call('POST', `${place.at}/credentials`, { credentials: {} });
    expect(renewed).toMatchObject({ status: 200, body: { state: 'paused', reason: null } });
    expect(await place.settled(document, 'held')).toMatchObject({ heldReason: 'paused' });
    await place.admin.call('POST', `${place.at}/resume`);
    await place.settled(document, 'delivered');
  });
});

describe('a document that comes in while a pause ends', () => {
  it('is not held by a pause that is over', async () => {
    const place = await newPlace();
    await place.admin.call('POST', `${place.at}/pause`);
    const { dropping, resuming } = await inFirm(platform.database.app, place.firm.id, async (trx) => {
      // Whoever records a delivery waits for its connection: the application was read, nothing is written.
      await trx.selectFrom('connections').select('id').forUpdate().execute();
      const dropping = place.drop('a.pdf');
      await whenBlocked(trx, 1);
      let isResumed = false;
      const resuming = place.admin.call('POST', `${place.at}/resume`).finally(() => {
        isResumed = true;
      });
      await whenBlocked(trx, 2, () => isResumed);
      return { dropping, resuming };
    });
    expect(await resuming).toMatchObject({ status: 200 });
    await place.settled(await dropping, 'delivered');
  });
});

describe('removing an application', () => {
  it('says first how many deliveries it cancels, then cancels them; their documents and history stay', async () => {
    const place = await newPlace();
    await place.admin.call('POST', `${place.at}/pause`);
    const [held, failed] = [await place.drop('a.pdf'), await place.drop('b.pdf')];
    await setState(platform, place.firm, failed.id, 'undelivered');
    const asked = await place.admin.call<{ fr: string }>('DELETE', place.at);
    expect(asked).toMatchObject({ status: 409, body: { code: 'removal_cancels_deliveries' } });
    expect(asked.body.fr).toContain('2');
    expect(await place.installation()).toMatchObject({ state: 'paused' });

    const removed = await place.admin.call('DELETE', `${place.at}?isConfirmed=true`);
    expect(removed).toMatchObject({ status: 200, body: { cancelled: 2 } });
    for (const document of [held, failed]) {
      expect(await place.deliveriesOf(document)).toMatchObject([{ state: 'cancelled' }]);
      expect((await place.tree.lines(document.id)).map(({ kind }) => kind)).toContain('cancelled');
      expect((await place.tree.read(document.id)).body).toMatchObject({ archivedAt: null });
    }
    expect(await place.installation()).toBeUndefined();
    for (const [method, path] of [
      ['DELETE', place.at],
      ['POST', `${place.at}/pause`],
      ['POST', `${place.at}/resume`],
      ['GET', `${place.at}/connections`],
    ] as const)
      expect(await place.admin.call(method, path)).toMatchObject({ status: 404 });
    expect(await place.isBalanced()).toBe(true);
  });

  it('feeds it nothing any more, and forgets its secrets, its rules and its connections', async () => {
    const place = await newPlace();
    expect(await place.admin.call('DELETE', place.at)).toMatchObject({ body: { cancelled: 0 } });
    expect(await place.deliveriesOf(await place.drop('a.pdf'))).toEqual([]);
    const { credentials } = await inFirm(platform.database.app, place.firm.id, (trx) =>
      trx.selectFrom('installations').select('credentials').executeTakeFirstOrThrow(),
    );
    const plain = await inFirm(platform.database.app, place.firm.id, (trx) =>
      platform.keys.unsealForFirm(trx, place.firm.id, `installations/${place.id}/credentials`, credentials),
    );
    expect(plain).toBe('{}');
    // The same path, and the same client, may be connected again.
    const again = await place.firm.connect('scripted', place.client.id, { sourcePath: '/Dépôt' });
    const rules = await place.admin.call<{ items: Rule[] }>(
      'GET',
      `${place.firm.path}/installations/${again.id}/rules`,
    );
    expect(rules.body.items).toHaveLength(1);
    await place.settled(await place.drop('b.pdf'), 'delivered');
  });

  it('lets what is being sent end; what would be tried again is cancelled', async () => {
    const place = await newPlace();
    const arriving = await sendAndHold(place);
    expect(await place.admin.call('DELETE', place.at)).toMatchObject({ body: { cancelled: 0 } });
    arriving.goOn();
    expect(await place.settled(arriving.document, 'delivered')).toMatchObject({ tries: 1 });

    const second = await newPlace();
    const failing = await sendAndHold(second);
    await second.admin.call('DELETE', second.at);
    partner.failNext = 'partner_error';
    failing.goOn();
    expect(await second.settled(failing.document, 'cancelled')).toMatchObject({ tries: 1 });
    expect(await second.isBalanced()).toBe(true);
  });

  it.each([
    ['an application that would send again', 'sales', null],
    ['credentials that nobody renews any more', 'purchase', 'credentials_rejected'],
  ] as const)('leaves a lost answer to a person rather than to %s', async (_, documentType, refusal) => {
    const place = await newPlace('scripted', documentType);
    const { document, goOn } = await sendAndHold(place);
    await place.admin.call('DELETE', place.at);
    partner.refusal = refusal;
    partner.failNext = 'outcome_unknown';
    goOn();
    expect(await place.settled(document, 'undelivered')).toMatchObject({
      reason: { code: 'outcome_unverifiable' },
    });
    expect(await place.isBalanced()).toBe(true);
  });

  it('goes on following what its partner has', async () => {
    const place = await newPlace('polled');
    const document = await place.drop('a.pdf');
    const { id } = await place.settled(document, 'accepted');
    await place.admin.call('DELETE', place.at);
    polled.fates.set(`ref-${id}`, { state: 'confirmed', partnerStatus: 'Validé', booked: true });
    expect(await place.settled(document, 'delivered')).toMatchObject({ booked: true });
  });

  it('asks no more once its credentials are refused: nobody renews them', async () => {
    const place = await newPlace('polled');
    const document = await place.drop('a.pdf');
    await place.settled(document, 'accepted');
    polled.areCredentialsGood = false;
    await place.admin.call('DELETE', place.at);
    const checkAt = () =>
      inFirm(platform.database.app, place.firm.id, (trx) =>
        trx
          .selectFrom('deliveries')
          .select('check_at')
          .where('document_id', '=', document.id)
          .executeTakeFirstOrThrow(),
      );
    await waitFor(async () => ((await checkAt()).check_at === null ? true : null));
    await place.settled(document, 'accepted');
  });

  it('refuses to send again what would go by it, and says why; setting aside stays possible', async () => {
    const place = await newPlace();
    const failed = await place.drop('a.pdf');
    await place.settled(failed, 'delivered');
    await place.admin.call('DELETE', place.at);
    await setState(platform, place.firm, failed.id, 'undelivered');
    const [delivery] = await place.deliveriesOf(failed);
    const at = `${place.firm.path}/deliveries/${delivery?.id}`;
    expect(await place.admin.call('POST', `${at}/retry`)).toMatchObject({
      ...{ status: 409, body: { code: 'application_removed' } },
    });
    expect(await place.deliveriesOf(failed)).toMatchObject([{ state: 'undelivered' }]);
    await setState(platform, place.firm, failed.id, 'held');
    expect((await place.admin.call('POST', `${at}/set-aside`)).status).toBe(200);
  });

  it('refuses likewise what would go by a connection that was removed, until the client has another', async () => {
    const place = await newPlace();
    const failed = await place.drop('a.pdf');
    await place.settled(failed, 'delivered');
    const list = await place.admin.call<{ items: { id: string }[] }>('GET', `${place.at}/connections`);
    await place.admin.call('DELETE', `${place.at}/connections/${list.body.items[0]?.id}?isConfirmed=true`);
    await setState(platform, place.firm, failed.id, 'undelivered');
    const [delivery] = await place.deliveriesOf(failed);
    const retry = () => place.admin.call('POST', `${place.firm.path}/deliveries/${delivery?.id}/retry`);
    expect(await retry()).toMatchObject({ status: 409, body: { code: 'client_disconnected' } });
    const body = { clientId: place.client.id, clientKey: 'D9' };
    expect((await place.admin.call('POST', `${place.at}/connections`, body)).status).toBe(201);
    expect((await retry()).status).toBe(200);
    await place.settled(failed, 'delivered');
  });

  it('archives what another application has, and what waited for this one alone', async () => {
    const place = await newPlace();
    await place.firm.connect('other', place.client.id, { sourcePath: '/Dépôt', archivePath: '/Transmis' });
    await place.admin.call('POST', `${place.at}/pause`);
    const document = await place.drop('a.pdf');
    await waitFor(async () => other.received.some(({ name }) => name === 'a.pdf') || null);
    await waitFor(
      async () => (await place.deliveriesOf(document)).some(({ state }) => state === 'delivered') || null,
    );
    expect((await place.tree.read(document.id)).body.folderPath).toBe('/Dépôt');
    await place.admin.call('DELETE', `${place.at}?isConfirmed=true`);
    expect((await place.tree.read(document.id)).body.folderPath).toBe('/Transmis');
  });

  it('does not wait for them to be archived where there are many', async () => {
    const place = await newPlace();
    await place.firm.connect('other', place.client.id, { sourcePath: '/Dépôt', archivePath: '/Transmis' });
    await place.admin.call('POST', `${place.at}/pause`);
    const documents: Document[] = [];
    for (let number = 1; number <= 21; number++) documents.push(await place.drop(`${number}.pdf`));
    const delivered = async () => {
      const { body } = await place.admin.call<{ items: Delivery[] }>('GET', `${place.firm.path}/deliveries`);
      return body.items.filter(({ state }) => state === 'delivered').length;
    };
    await waitFor(async () => (await delivered()) === documents.length);
    const removed = await place.admin.call('DELETE', `${place.at}?isConfirmed=true`);
    expect(removed.body).toMatchObject({ cancelled: documents.length });
    expect(await place.tree.names('/Dépôt')).toHaveLength(documents.length);
    await platform.runJobs();
    expect(await place.tree.names('/Dépôt')).toEqual([]);
    expect(await place.tree.names('/Transmis')).toHaveLength(documents.length);
    expect(await place.isBalanced()).toBe(true);
  });
});

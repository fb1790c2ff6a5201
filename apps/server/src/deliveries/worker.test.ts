import type { Delivery, Document, Folder } from '@navette/api';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { startWorker } from './worker.ts';

const partner = createScriptedPartner();
const polled = createScriptedPartner({ id: 'polled', confirmation: 'poll' });
/** Where a test acts while a document is being sent: a slow machine must not reach the partner's deadline first. */
const patient = createScriptedPartner({ id: 'patient', requestTimeoutMs: 60_000 });
const platform = await testPlatform([partner.connector, polled.connector, patient.connector]);
const worker = startWorker(platform);
afterAll(() => worker.stop());

const archivePath = '/Achats/{millésime}/Transmis';

interface Place {
  readonly firm: TestFirm;
  readonly clientId: string;
  readonly folder: Folder;
  drop(name?: string, bytes?: Buffer): Promise<Document>;
  delivery(document: Document): Promise<Delivery>;
  settled(document: Document, state: Delivery['state']): Promise<Delivery>;
  isBalanced(): Promise<boolean>;
}

/** A new firm with one client connected to one application. */
async function newPlace(application: string, documentType = 'purchase'): Promise<Place> {
  const firm = await testFirm(platform);
  const client = await firm.addClient('Menuiserie Aubertin');
  await firm.connect(application, client.id, { documentType, archivePath });
  const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
  if (!folder) throw new Error('The template makes no month folder');
  const delivery = async (document: Document) => {
    const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
    const found = body.items.find(({ documentId }) => documentId === document.id);
    if (!found) throw new Error(`No delivery of ${document.name}`);
    return found;
  };
  return {
    firm,
    clientId: client.id,
    folder,
    delivery,
    async drop(name = 'facture.pdf', bytes = distinctPdf()) {
      const url = `${firm.path}/folders/${folder.id}/documents?name=${encodeURIComponent(name)}`;
      return (await firm.admin.upload(url, bytes)).body.document;
    },
    settled: (document, state) =>
      waitFor(async () => {
        const found = await delivery(document);
        return found.state === state ? found : null;
      }),
    async isBalanced() {
      const { body } = await firm.admin.call<{ balanced: boolean }>('GET', `${firm.path}/ledger`);
      return body.balanced;
    },
  };
}

beforeEach(() => {
  for (const each of [partner, polled, patient]) {
    each.received.length = 0;
    each.orders.length = 0;
    each.fates.clear();
    each.areCredentialsGood = true;
    each.finds = 0;
    each.failNext = null;
  }
});

describe('a delivery', () => {
  it('reaches the partner with its bytes, its type and the client’s key, then goes to the archive', async () => {
    const place = await newPlace('scripted');
    const bytes = distinctPdf();
    const document = await place.drop('facture.pdf', bytes);
    const delivery = await place.settled(document, 'delivered');
    expect(partner.received).toMatchObject([
      { deliveryId: delivery.id, type: 'purchase', name: 'facture.pdf' },
    ]);
    expect(partner.received[0]?.bytes).toEqual(bytes);
    expect(delivery).toMatchObject({
      partnerRef: `ref-${delivery.id}`,
      tries: 1,
      rule: '/Achats/{millésime}/{mois}',
    });
    const after = await place.firm.admin.call<Document>('GET', `${place.firm.path}/documents/${document.id}`);
    expect(after.body.folderPath).toBe(`/Achats/${new Date().getFullYear()}/Transmis`);
    expect(await place.isBalanced()).toBe(true);
  });

  it('is tried again after a passing failure, and each try stays in the history', async () => {
    const place = await newPlace('scripted');
    partner.orders.push(
      { kind: 'fail', code: 'partner_unreachable' },
      { kind: 'fail', code: 'partner_error' },
    );
    const document = await place.drop();
    const delivery = await place.settled(document, 'delivered');
    expect(delivery.tries).toBe(3);
    const history = await place.firm.admin.call<{
      versions: {
        lines: { kind: string }[];
        deliveries: { attempts: { outcome: string; number: number }[] }[];
      }[];
    }>('GET', `${place.firm.path}/documents/${document.id}/history`);
    const [version] = history.body.versions;
    expect(version?.deliveries[0]?.attempts.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'failed',
      'failed',
    ]);
    expect(version?.lines.map(({ kind }) => kind)).toEqual([
      'archived',
      'delivered',
      'retry_planned',
      'retry_planned',
      'matched',
      'received',
    ]);
  });

  it('ends as Non transmis when its tries are spent, and leaves again when a person relaunches it', async () => {
    const place = await newPlace('scripted');
    for (let i = 0; i < 4; i++) partner.orders.push({ kind: 'fail', code: 'partner_error' });
    const document = await place.drop();
    const delivery = await place.settled(document, 'undelivered');
    expect(delivery).toMatchObject({
      tries: 4,
      reason: {
        ...{ code: 'tries_exhausted', retry: true, words: 'non' },
        fr: 'Partenaire n’a pas pu recevoir ce document malgré 4 essais. Relancez-le plus tard.',
      },
    });
    const again = await place.firm.admin.call('POST', `${place.firm.path}/deliveries/${delivery.id}/retry`);
    expect(again.status).toBe(200);
    await place.settled(document, 'delivered');
    const third = await place.firm.admin.call('POST', `${place.firm.path}/deliveries/${delivery.id}/retry`);
    expect(third).toMatchObject({ status: 409, body: { code: 'not_retryable' } });
    expect(partner.received).toHaveLength(1);
  });

  it('shows no words of a partner that never answered', async () => {
    const place = await newPlace('scripted');
    for (let i = 0; i < 4; i++) partner.orders.push({ kind: 'fail', code: 'partner_unreachable' });
    const document = await place.drop();
    expect(await place.settled(document, 'undelivered')).toMatchObject({
      reason: { code: 'tries_exhausted', words: null },
    });
  });

  it.each(['dossier_unknown', 'document_refused'] as const)(
    'is not tried again blindly after %s',
    async (code) => {
      const place = await newPlace('scripted');
      partner.orders.push({ kind: 'fail', code });
      const document = await place.drop();
      expect(await place.settled(document, 'undelivered')).toMatchObject({ tries: 1, reason: { code } });
      const after = await place.firm.admin.call<Document>(
        'GET',
        `${place.firm.path}/documents/${document.id}`,
      );
      expect(after.body.badge).toMatchObject({ state: 'undelivered', partner: 'Partenaire' });
      expect(after.body.archivedAt).toBeNull();
      expect(await place.isBalanced()).toBe(true);
    },
  );

  it('waits as long as the partner asks, and that costs no try', async () => {
    const place = await newPlace('scripted');
    partner.orders.push({ kind: 'fail', code: 'partner_busy', retryAfterMs: 1 });
    const document = await place.drop();
    const delivery = await place.settled(document, 'delivered');
    expect(delivery.tries).toBe(1);
  });

  it('is held with all others when the credentials are refused, and leaves when they are renewed, no try spent', async () => {
    const place = await newPlace('scripted');
    partner.areCredentialsGood = false;
    const documents = [await place.drop('a.pdf'), await place.drop('b.pdf'), await place.drop('c.pdf')];
    for (const document of documents) {
      expect(await place.settled(document, 'held')).toMatchObject({ heldReason: 'connection', tries: 0 });
    }
    const { body } = await place.firm.admin.call<{
      items: { id: string; state: string; reason: { code: string } }[];
    }>('GET', `${place.firm.path}/installations`);
    expect(body.items[0]).toMatchObject({ state: 'stopped', reason: { code: 'credentials_rejected' } });
    const path = `${place.firm.path}/installations/${body.items[0]?.id}/credentials`;
    const refused = await place.firm.admin.call('POST', path, { credentials: { secret: 'encore faux' } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'credentials_refused' } });
    partner.areCredentialsGood = true;
    const renewed = await place.firm.admin.call('POST', path, { credentials: { secret: 'bon' } });
    expect(renewed).toMatchObject({ status: 200, body: { state: 'active' } });
    for (const document of documents) expect((await place.settled(document, 'delivered')).tries).toBe(1);
    expect(partner.received).toHaveLength(3);
    expect(await place.isBalanced()).toBe(true);
  });

  it('that old credentials failed while new ones were saved does not stop the application again', async () => {
    const place = await newPlace('patient');
    const hang = Promise.withResolvers<void>();
    patient.orders.push({ kind: 'hang', until: hang.promise });
    const document = await place.drop();
    await place.settled(document, 'sending');
    // Claimed is not yet asked: until then it would leave with the new ones.
    await waitFor(async () => patient.orders.length === 0);
    const { body } = await place.firm.admin.call<{ items: { id: string; state: string }[] }>(
      'GET',
      `${place.firm.path}/installations`,
    );
    const path = `${place.firm.path}/installations/${body.items[0]?.id}/credentials`;
    await place.firm.admin.call('POST', path, { credentials: { secret: 'nouveau' } });
    patient.failNext = 'credentials_rejected';
    hang.resolve();
    expect(await place.settled(document, 'delivered')).toMatchObject({ tries: 1 });
    const after = await place.firm.admin.call<{ items: { state: string }[] }>(
      'GET',
      `${place.firm.path}/installations`,
    );
    expect(after.body.items[0]?.state).toBe('active');
  });

  it('is refused at once when the partner cannot take its format, without calling it', async () => {
    const place = await newPlace('scripted');
    const xml = Buffer.from('<?xml version="1.0"?><Invoice xmlns="urn:test"/>');
    const document = await place.drop('facture.xml', xml);
    expect(document.badge).toMatchObject({ state: 'undelivered', reason: { code: 'format_refused' } });
    expect(document.badge.reason?.fr).toBe(
      'Format refusé\u00a0: Partenaire n’accepte pas XML. Formats acceptés\u00a0: PDF.',
    );
    expect(partner.received).toHaveLength(0);
  });
});

describe('an outcome that is not known', () => {
  it('is looked up, and a document that arrived is not sent twice', async () => {
    const place = await newPlace('scripted');
    partner.orders.push({ kind: 'lose-answer' });
    const document = await place.drop();
    await place.settled(document, 'delivered');
    expect(partner.received).toHaveLength(1);
  });

  it('is sent again only after the partner said "none" three times', async () => {
    const place = await newPlace('scripted');
    partner.orders.push({ kind: 'lose-both' });
    const document = await place.drop();
    const delivery = await place.settled(document, 'delivered');
    expect(partner.finds).toBeGreaterThanOrEqual(3);
    expect(partner.received).toHaveLength(1);
    expect(delivery.tries).toBe(2);
  });

  it('is sent again with the same id where the partner recognises it', async () => {
    const place = await newPlace('scripted', 'sales');
    partner.orders.push({ kind: 'lose-answer' });
    const document = await place.drop();
    const delivery = await place.settled(document, 'delivered');
    expect(partner.received.map(({ deliveryId }) => deliveryId)).toEqual([delivery.id, delivery.id]);
  });

  it('is left to a person where the partner cannot be asked', async () => {
    const place = await newPlace('scripted', 'expense');
    partner.orders.push({ kind: 'lose-answer' });
    const document = await place.drop();
    expect(await place.settled(document, 'undelivered')).toMatchObject({
      reason: { code: 'outcome_unverifiable' },
    });
    expect(partner.received).toHaveLength(1);
  });
});

describe('a partner that says later what became of a document', () => {
  it('confirms it', async () => {
    const place = await newPlace('polled');
    const document = await place.drop();
    const accepted = await place.settled(document, 'accepted');
    polled.fates.set(`ref-${accepted.id}`, { state: 'confirmed', partnerStatus: 'Done', booked: true });
    expect(await place.settled(document, 'delivered')).toMatchObject({ booked: true, partnerStatus: 'Done' });
  });

  it('calls it a duplicate', async () => {
    const place = await newPlace('polled');
    const document = await place.drop();
    const accepted = await place.settled(document, 'accepted');
    polled.fates.set(`ref-${accepted.id}`, { state: 'duplicate', partnerStatus: 'Duplicate' });
    await place.settled(document, 'duplicate');
    expect(await place.isBalanced()).toBe(true);
  });

  it('rejects it: the document comes back from the archive with its reason', async () => {
    const place = await newPlace('polled');
    const document = await place.drop();
    const accepted = await place.settled(document, 'accepted');
    await waitFor(async () => {
      const { body } = await place.firm.admin.call<Document>(
        'GET',
        `${place.firm.path}/documents/${document.id}`,
      );
      return body.archivedAt;
    });
    polled.fates.set(`ref-${accepted.id}`, {
      state: 'rejected',
      partnerStatus: 'Deleted',
      words: 'exercice clos',
    });
    expect(await place.settled(document, 'undelivered')).toMatchObject({
      reason: {
        ...{ code: 'rejected_later', words: 'exercice clos' },
        fr: 'Partenaire avait reçu ce document, puis l’a écarté. Sa réponse dit pourquoi.',
      },
    });
    const { body } = await place.firm.admin.call<Document>(
      'GET',
      `${place.firm.path}/documents/${document.id}`,
    );
    expect(body).toMatchObject({ archivedAt: null, folderPath: place.folder.path });
  });
});

describe('the same bytes again', () => {
  it('are held as a possible duplicate until a person sends or sets them aside', async () => {
    const place = await newPlace('scripted');
    const bytes = distinctPdf();
    await place.settled(await place.drop('un.pdf', bytes), 'delivered');
    const second = await place.drop('deux.pdf', bytes);
    const third = await place.drop('trois.pdf', bytes);
    const held = await place.settled(second, 'held');
    expect(held.heldReason).toBe('duplicate');
    await place.firm.admin.call('POST', `${place.firm.path}/deliveries/${held.id}/release`);
    await place.settled(second, 'delivered');
    const other = await place.delivery(third);
    await place.firm.admin.call('POST', `${place.firm.path}/deliveries/${other.id}/set-aside`);
    await place.settled(third, 'duplicate');
    expect(partner.received).toHaveLength(2);
    expect(await place.isBalanced()).toBe(true);
  });

  it('dropped twice at the same instant leave once', async () => {
    const place = await newPlace('scripted');
    const bytes = distinctPdf();
    const [one, two] = await Promise.all([place.drop('un.pdf', bytes), place.drop('deux.pdf', bytes)]);
    const states = [one.badge, two.badge].map(({ heldReason }) => heldReason);
    expect(states.filter((reason) => reason === 'duplicate')).toHaveLength(1);
  });
});

describe('a document of a period that is over', () => {
  it('is held, never forgotten, until a person sends it', async () => {
    const place = await newPlace('scripted');
    const { firm, folder } = place;
    const body = { path: '/Achats/2019/01' };
    const old = await firm.admin.call<Folder>('POST', `${firm.path}/clients/${place.clientId}/folders`, body);
    const url = `${firm.path}/folders/${old.body.id}/documents?name=vieille.pdf`;
    const { document } = (await firm.admin.upload(url, distinctPdf())).body;
    const held = await place.settled(document, 'held');
    expect(held.heldReason).toBe('period');
    await firm.admin.call('POST', `${firm.path}/deliveries/${held.id}/release`);
    await place.settled(document, 'delivered');
    const { body: after } = await firm.admin.call<Document>('GET', `${firm.path}/documents/${document.id}`);
    expect(after.folderPath).toBe('/Achats/2019/Transmis');
    expect(folder.path).not.toBe(after.folderPath);
  });
});

describe('a new version', () => {
  it('cancels what had not left of the older one, and leaves in its turn', async () => {
    const place = await newPlace('scripted');
    partner.orders.push({ kind: 'fail', code: 'document_refused' });
    const document = await place.drop();
    await place.settled(document, 'undelivered');
    await place.firm.admin.upload(`${place.firm.path}/documents/${document.id}/versions`, distinctPdf());
    await place.settled(document, 'delivered');
    const { body } = await place.firm.admin.call<{ items: Delivery[] }>(
      'GET',
      `${place.firm.path}/deliveries`,
    );
    expect(body.items.map(({ state }) => state).sort()).toEqual(['cancelled', 'delivered']);
    expect(await place.isBalanced()).toBe(true);
  });
});

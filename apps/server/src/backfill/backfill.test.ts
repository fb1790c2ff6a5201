import type { Job, JobItem } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { startWorker } from '../deliveries/worker.ts';
import {
  addInstallation,
  newOffice,
  setFirm,
  setInstallation,
  type TestOffice,
} from '../rules/test-rules.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import {
  deliveriesOf,
  ledgerOf,
  limitToHisClients,
  setState,
  type TestTree,
} from '../testing/test-documents.ts';
import { distinctPdf } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

const partner = createScriptedPartner({ rate: { requests: 1_000, windowMs: 1_000, concurrency: 1 } });
const platform = await testPlatform([
  partner.connector,
  createScriptedPartner({ id: 'other', name: 'Autre' }).connector,
]);

interface Counted {
  readonly total: number;
  readonly byRule: { readonly ruleId: string; readonly documents: number }[];
}

async function count(office: TestOffice, user = office.firm.admin): Promise<Counted> {
  return (await office.call<Counted>('GET', '/backfill', undefined, user)).body;
}

async function preview(office: TestOffice, body: object = {}, user = office.firm.admin): Promise<Job> {
  const answer = await office.call<Job>('POST', '/backfill', body, user);
  expect(answer).toMatchObject({ status: 201, body: { kind: 'delivery.backfill', state: 'preview' } });
  return answer.body;
}

/** Confirms a job and runs it to its end. @returns what became of each of its items */
async function apply(office: TestOffice, job: Job, user = office.firm.admin): Promise<JobItem[]> {
  const { status } = await user.call('POST', `${office.firm.path}/jobs/${job.id}/confirm`);
  expect(status).toBe(200);
  await platform.runJobs();
  return office.items(job, user);
}

/** The names of what the partner got for a client, in order. */
const receivedOf = ({ clientId }: TestTree) =>
  partner.received.filter(({ clientKey }) => clientKey === `dossier-${clientId}`).map(({ name }) => name);

/** What an item became, in a word. */
const brief = ({ state, detail }: JobItem) => (detail === null ? state : `${state} ${Object.values(detail)}`);

/** An application with a rule, and documents that were there before. */
async function newPlace() {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  const early = [await tree.drop('/Achats/2026', 'a.pdf'), await tree.drop('/Achats/2026', 'b.pdf')] as const;
  const rule = await office.addRule('/Achats');
  return { office, tree, early, rule };
}

describe('documents that were there before', () => {
  it('are counted by rule, listed by name, and leave once somebody confirms, each in its place of the ledger', async () => {
    const { office, tree, early, rule } = await newPlace();
    const live = await tree.drop('/Achats/2026', 'c.pdf');
    expect(await count(office)).toEqual({ total: 2, byRule: [{ ruleId: rule.id, documents: 2 }] });
    const job = await preview(office);
    expect(job).toMatchObject({ total: 2, params: { installationName: 'Partenaire' } });
    expect((await office.items(job)).map(({ payload }) => payload)).toEqual(
      early.map(({ id, name }) => ({
        ...{ documentId: id, versionId: expect.any(String), name, type: 'purchase' },
        ...{ clientId: tree.clientId, clientName: 'Aubertin', path: '/Achats/2026', ruleId: rule.id },
      })),
    );
    expect(await deliveriesOf(platform, office.firm, early[0].id)).toEqual([]);
    expect(await ledgerOf(office.firm, () => apply(office, job))).toEqual({ received: 2, onTheWay: 2 });
    for (const document of [...early, live])
      expect(await deliveriesOf(platform, office.firm, document.id)).toMatchObject([{ state: 'waiting' }]);
    const lines = await tree.lines(early[0].id);
    expect(lines.find(({ kind }) => kind === 'matched')).toMatchObject({
      details: { rule: '/Achats', isBackfill: true },
      actor: { name: 'Claire Morvan' },
    });
    expect(await count(office)).toEqual({ total: 0, byRule: [] });
    expect((await preview(office)).total).toBe(0);
  });

  it('leave behind everything that arrives meanwhile', async () => {
    const { office, tree } = await newPlace();
    await apply(office, await preview(office));
    await tree.drop('/Achats', 'vient d’arriver.pdf');
    const worker = startWorker(platform);
    await waitFor(async () => (receivedOf(tree).length === 3 ? true : null));
    await worker.stop();
    expect(receivedOf(tree)[0]).toBe('vient d’arriver.pdf');
  });

  it('leave by themselves once they were confirmed, without anything that arrives', async () => {
    const { office, tree } = await newPlace();
    const worker = startWorker(platform);
    await apply(office, await preview(office));
    await waitFor(async () => (receivedOf(tree).length === 2 ? true : null));
    await worker.stop();
  });

  it('are of the rules and of the clients that were asked for', async () => {
    const { office, tree, rule } = await newPlace();
    const other = await office.addClient('Bains');
    await other.drop('/Achats', 'c.pdf');
    await other.drop('/Ventes', 'd.pdf');
    await office.connect(other.clientId);
    const sales = await office.addRule('/Ventes', { documentType: 'sales' });
    const names = async (choice: object) =>
      (await office.items(await preview(office, choice))).map(({ payload }) => payload.name);
    expect(await names({})).toEqual(['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf']);
    expect(await names({ ruleIds: [sales.id] })).toEqual(['d.pdf']);
    expect(await names({ clientIds: [tree.clientId] })).toEqual(['a.pdf', 'b.pdf']);
    expect(await names({ ruleIds: [rule.id], clientIds: [other.clientId] })).toEqual(['c.pdf']);
    const unknown = await office.call('POST', '/backfill', { ruleIds: [other.clientId] });
    expect(unknown.status).toBe(404);
  });

  it('are those in the grace, in connected folders, of the most specific rule, that no delivery stands for', async () => {
    platform.setClock(new Date('2026-11-15T12:00:00Z'));
    const office = await newOffice(platform);
    await setFirm(platform, office.firm, { grace_months: 1 });
    const tree = await office.addConnected('Aubertin');
    for (const [path, name] of [
      ['/Paie/2026/11', 'présent.pdf'],
      ['/Paie/2026/10', 'grâce.pdf'],
      ['/Paie/2026/09', 'trop tard.pdf'],
      ['/Paie/2026', 'plus large.pdf'],
      ['/Ailleurs', 'ailleurs.pdf'],
    ] as const)
      await tree.drop(path, name);
    const binned = await tree.drop('/Paie/2026/11', 'jeté.pdf');
    const { admin, path } = office.firm;
    await admin.call('POST', `${path}/documents/bin`, { documentIds: [binned.id] });
    await office.addRule('/Paie/{millésime}', { documentType: 'expense' });
    await office.addRule('/Paie/{millésime}/{mois}');
    const items = await office.items(await preview(office));
    expect(items.map(({ payload }) => [payload.name, payload.type])).toEqual([
      ['plus large.pdf', 'expense'],
      ['grâce.pdf', 'purchase'],
      ['présent.pdf', 'purchase'],
    ]);
    platform.setClock(null);
  });

  it('are found again when their rule was removed and made anew, not when a person set them aside', async () => {
    const { office, early, rule } = await newPlace();
    await apply(office, await preview(office));
    await setState(platform, office.firm, early[1].id, 'held');
    const [held] = await deliveriesOf(platform, office.firm, early[1].id);
    const { admin, path } = office.firm;
    await admin.call('POST', `${path}/deliveries/${held?.id}/set-aside`);
    expect(await count(office)).toMatchObject({ total: 0 });
    await office.call('DELETE', `/rules/${rule.id}?isConfirmed=true`);
    await office.addRule('/Achats');
    const job = await preview(office);
    expect((await office.items(job)).map(({ payload }) => payload.name)).toEqual(['a.pdf', 'b.pdf']);
    expect(await ledgerOf(office.firm, () => apply(office, job))).toEqual({ received: 2, onTheWay: 2 });
    expect(await deliveriesOf(platform, office.firm, early[0].id)).toMatchObject([
      { state: 'cancelled', repeatNumber: 0 },
      { state: 'waiting', repeatNumber: 1 },
    ]);
  });

  it('follow the application’s policy for new versions, but what is asked about was asked by the list', async () => {
    const { office, early } = await newPlace();
    await apply(office, await preview(office));
    const away = async (to: string) => {
      const body = { documentIds: [early[0].id], folderId: to, isConfirmed: true };
      await office.firm.admin.call('POST', `${office.firm.path}/documents/move`, body);
    };
    await setState(platform, office.firm, early[0].id, 'delivered');
    const connected = early[0].folderId;
    const { body: elsewhere } = await office.firm.admin.call<{ id: string }>(
      ...([
        'POST',
        `${office.firm.path}/clients/${early[0].clientId}/folders`,
        { path: '/Ailleurs' },
      ] as const),
    );
    await away(elsewhere.id);
    await office.firm.admin.upload(`${office.firm.path}/documents/${early[0].id}/versions`, distinctPdf());
    await setInstallation(platform, office, { state: 'preparing' });
    await away(connected);
    await setInstallation(platform, office, { state: 'active', version_policy: 'never' });
    expect(await count(office)).toMatchObject({ total: 0 });
    await setInstallation(platform, office, { version_policy: 'ask' });
    const items = await apply(office, await preview(office));
    expect(items.map(brief)).toEqual(['done']);
    expect(await deliveriesOf(platform, office.firm, early[0].id)).toMatchObject([
      { state: 'delivered' },
      { state: 'waiting' },
    ]);
  });
});

describe('what was frozen is looked at again when it is applied', () => {
  it('and left where something changed since', async () => {
    const office = await newOffice(platform);
    const tree = await office.addConnected('Aubertin');
    const drop = (name: string) => tree.drop('/Achats', name);
    const [gone, changed, moved, given, fine] = [
      await drop('1 jeté.pdf'),
      await drop('2 nouvelle version.pdf'),
      await drop('3 déplacé.pdf'),
      await drop('4 donné.pdf'),
      await drop('5 bon.pdf'),
    ];
    const rule = await office.addRule('/Achats');
    const job = await preview(office);
    const { admin, path } = office.firm;
    await admin.call('POST', `${path}/documents/bin`, { documentIds: [gone.id] });
    await admin.upload(`${path}/documents/${changed.id}/versions`, distinctPdf());
    const { id: folderId } = await tree.folder('/Ailleurs');
    await admin.call('POST', `${path}/documents/move`, { documentIds: [moved.id], folderId });
    await apply(office, await preview(office, { ruleIds: [rule.id] }));
    expect(await deliveriesOf(platform, office.firm, given.id)).toHaveLength(1);
    const items = await ledgerAndItems(office, job);
    expect(items).toEqual([
      'skipped gone',
      'skipped changed',
      'skipped rule',
      'skipped given',
      'skipped given',
    ]);
    expect(await deliveriesOf(platform, office.firm, fine.id)).toHaveLength(1);
  });

  it('by what its creator may still see, and what may still be received', async () => {
    const office = await newOffice(platform);
    const [mine, other] = [await office.addClient('Aubertin'), await office.addClient('Bains')];
    for (const tree of [mine, other]) {
      await tree.drop('/Achats', 'a.pdf');
      await office.connect(tree.clientId);
    }
    await office.addRule('/Achats');
    const user = await office.firm.addUser('collaborator', [mine.clientId]);
    await limitToHisClients(platform, office.firm, user);
    expect(await count(office, user)).toMatchObject({ total: 1 });
    const asked = { clientIds: [mine.clientId, other.clientId] };
    const job = await preview(office, asked, user);
    expect(await office.items(job, user)).toMatchObject([{ payload: { clientName: 'Aubertin' } }]);
    await inFirm(platform.database.app, office.firm.id, (trx) =>
      trx.deleteFrom('client_members').where('client_id', '=', mine.clientId).execute(),
    );
    const [item] = await apply(office, job, user);
    expect(item).toMatchObject({ state: 'failed', reason: { code: 'not_found' } });
  });

  it('and not before the application is started', async () => {
    const { office } = await newPlace();
    await setInstallation(platform, office, { state: 'preparing' });
    expect(await count(office)).toMatchObject({ total: 2 });
    expect(await office.call('POST', '/backfill', {})).toMatchObject({
      ...{ status: 409, body: { code: 'installation_preparing' } },
    });
  });

  it('with what the partner refuses, and what it may have already, said of each', async () => {
    const { office, tree } = await newPlace();
    const bytes = distinctPdf();
    await setInstallation(platform, office, { state: 'preparing' });
    await tree.drop('/Achats/2026', 'c.pdf', bytes);
    await tree.drop('/Achats/2026', 'd.pdf', bytes);
    await tree.drop('/Achats/2026', 'e.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await setInstallation(platform, office, { state: 'active' });
    const job = await preview(office);
    expect(await ledgerAndItems(office, job)).toEqual([
      ...['done', 'done', 'done', 'done duplicate', 'done format_refused'],
    ]);
  });
});

describe('the archive of what several applications take', () => {
  it('is the one of the application added first, once both have it, for listed clients and back-filled documents too', async () => {
    const office = await newOffice(platform);
    const other = await addInstallation(office.firm, 'other');
    const tree = await office.addClient('Aubertin');
    const document = await tree.drop('/Achats', 'a.pdf');
    for (const each of [office, other]) await each.connect(tree.clientId);
    const folder = { sourcePath: '/Achats', documentType: 'purchase', alsoConnected: true };
    await other.call('POST', '/folders', { ...folder, archivePath: '/Second' });
    await office.call('POST', '/folders', { ...folder, archivePath: '/Premier/{client}' });
    await apply(other, await preview(other));
    const worker = startWorker(platform);
    const folderOf = async () => (await tree.read(document.id)).body.folderPath;
    await waitFor(async () => ((await folderOf()) === '/Second' ? true : null));
    // Taken out of the archive, it is there for the one that never had it.
    const { id: folderId } = await tree.folder('/Achats');
    const { admin, path } = office.firm;
    const back = { documentIds: [document.id], folderId, isConfirmed: true };
    await setInstallation(platform, office, { state: 'preparing' });
    await admin.call('POST', `${path}/documents/move`, back);
    await setInstallation(platform, office, { state: 'active' });
    await apply(office, await preview(office));
    await waitFor(async () => ((await folderOf()) === '/Premier/Aubertin' ? true : null));
    await worker.stop();
    const states = (await deliveriesOf(platform, office.firm, document.id)).map(({ state }) => state);
    expect(states).toEqual(['delivered', 'delivered']);
  });
});

/** What became of each item, the ledger being balanced before and after. */
async function ledgerAndItems(office: TestOffice, job: Job): Promise<string[]> {
  let items: JobItem[] = [];
  await ledgerOf(office.firm, async () => {
    items = await apply(office, job);
  });
  return items.map(brief);
}

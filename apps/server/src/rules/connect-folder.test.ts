import type { Connection, Rule } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf, limitToHisClients } from '../testing/test-documents.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { newOffice, setInstallation, type TestOffice } from './test-rules.ts';

const platform = await testPlatform([createScriptedPartner().connector]);

interface Connected {
  readonly rule: Rule;
  readonly isNew: boolean;
  readonly extended: number;
}

const achats = { sourcePath: '/Achats', documentType: 'purchase', alsoConnected: false };
const ventes = { sourcePath: '/Ventes', documentType: 'sales', alsoConnected: false };

function choose(office: TestOffice, given: object, user = office.firm.admin) {
  return office.call<Connected>('POST', '/folders', given, user);
}

/** Gives one connected client a folder, as its own page does. */
async function give(office: TestOffice, clientId: string, ruleId: string): Promise<void> {
  const { body } = await office.call<{ items: Connection[] }>('GET', '/connections');
  const connection = body.items.find((each) => each.clientId === clientId);
  const { admin } = office.firm;
  await admin.call('PATCH', `${office.at}/connections/${connection?.id}`, { ruleIds: [ruleId] });
}

describe('choosing a folder to connect', () => {
  it('makes its rule, for nobody yet; again, it changes nothing', async () => {
    const office = await newOffice(platform);
    const tree = await office.addConnected('Aubertin');
    const first = await choose(office, achats);
    expect(first).toMatchObject({
      status: 200,
      body: {
        ...{ isNew: true, extended: 0 },
        rule: { sourcePath: '/Achats', scope: 'listed', clientsTotal: 0, withSubfolders: true },
      },
    });
    expect(await choose(office, { ...achats, sourcePath: ' ACHATS/ ' })).toMatchObject({
      body: { isNew: false, extended: 0, rule: { id: first.body.rule.id } },
    });
    const document = await tree.drop('/Achats/2026', 'a.pdf');
    expect(await deliveriesOf(platform, office.firm, document.id)).toEqual([]);
  });

  it('extends it to the clients connected already when that is asked, once', async () => {
    const office = await newOffice(platform);
    const tree = await office.addConnected('Aubertin');
    await office.addConnected('Bains');
    await choose(office, achats);
    expect(await choose(office, { ...achats, alsoConnected: true })).toMatchObject({
      body: { isNew: false, extended: 2, rule: { clientsTotal: 2 } },
    });
    expect(await choose(office, { ...achats, alsoConnected: true })).toMatchObject({ body: { extended: 0 } });
    const later = await office.addConnected('Plus tard');
    const [own, other] = [await tree.drop('/Achats/x', 'a.pdf'), await later.drop('/Achats/x', 'b.pdf')];
    expect(await deliveriesOf(platform, office.firm, own.id)).toMatchObject([{ type: 'purchase' }]);
    expect(await deliveriesOf(platform, office.firm, other.id)).toEqual([]);
  });

  it('lets a second folder follow a first one, for the same clients or for others', async () => {
    const office = await newOffice(platform);
    const [one, two] = [await office.addConnected('Aubertin'), await office.addConnected('Bains')];
    const { rule } = (await choose(office, achats)).body;
    await give(office, one.clientId, rule.id);
    await choose(office, { ...ventes, alsoConnected: true });
    const sentOf = async (tree: typeof one) => {
      const documents = [await tree.drop('/Achats', 'a.pdf'), await tree.drop('/Ventes', 'v.pdf')];
      const found = documents.map(({ id }) => deliveriesOf(platform, office.firm, id));
      return (await Promise.all(found)).flat().map(({ type }) => type);
    };
    expect(await sentOf(one)).toEqual(['purchase', 'sales']);
    expect(await sentOf(two)).toEqual(['sales']);
  });

  it('covers every client where a rule for all has that path and type, and adds none', async () => {
    const office = await newOffice(platform);
    await office.addConnected('Aubertin');
    const { id } = await office.addRule('/Achats');
    expect(await choose(office, { ...achats, alsoConnected: true })).toMatchObject({
      status: 200,
      body: { isNew: false, extended: 0, rule: { id, scope: 'all', clientsTotal: 1 } },
    });
  });

  it('refuses a path that sends another type or otherwise, and names the rule', async () => {
    const office = await newOffice(platform);
    const { id } = (await choose(office, { ...achats, archivePath: '/Archive' })).body.rule;
    for (const other of [
      { documentType: 'sales' },
      { archivePath: null },
      { archivePath: '/Ailleurs' },
      { withSubfolders: false },
    ])
      expect(await choose(office, { ...achats, ...other })).toMatchObject({
        ...{ status: 409, body: { code: 'rule_exists', field: 'sourcePath' } },
      });
    expect((await choose(office, achats)).body.rule.id).toBe(id);
    const rule = await office.call('POST', '/rules', { sourcePath: '/achats', documentType: 'purchase' });
    expect(rule).toMatchObject({ status: 409, body: { code: 'rule_exists' } });
  });

  it('refuses one that holds the archive of a rule, says of which, and takes it without its sub-folders', async () => {
    const office = await newOffice(platform);
    await office.addRule('/Ventes/{millésime}', { archivePath: '/Achats/Reçus' });
    const sentence = expect.stringMatching(/^L’archive de la règle \/Ventes\/{millésime} de .*décochez/);
    expect(await choose(office, achats)).toMatchObject({
      ...{ status: 422, body: { code: 'rule_feeds_itself', field: 'sourcePath', fr: sentence } },
    });
    const preview = await office.call('POST', '/rule-preview', { sourcePath: '/Achats' });
    expect(preview.body).toMatchObject({ problem: { code: 'rule_feeds_itself', fr: sentence } });
    expect((await choose(office, { ...achats, withSubfolders: false })).status).toBe(200);
  });

  it('is an administrator’s when a rule must be made; a collaborator extends one to his clients', async () => {
    const office = await newOffice(platform);
    const [mine, other] = [await office.addConnected('Aubertin'), await office.addConnected('Bains')];
    const user = await office.firm.addUser('collaborator', [mine.clientId]);
    await limitToHisClients(platform, office.firm, user);
    expect(await choose(office, achats, user)).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
    await choose(office, achats);
    expect(await choose(office, { ...achats, alsoConnected: true }, user)).toMatchObject({
      body: { isNew: false, extended: 1, rule: { clientsTotal: 1 } },
    });
    const document = await other.drop('/Achats', 'a.pdf');
    expect(await deliveriesOf(platform, office.firm, document.id)).toEqual([]);
  });
});

it('an application that is being prepared takes nothing', async () => {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  await office.addRule('/Achats');
  await setInstallation(platform, office, { state: 'preparing' });
  const early = await tree.drop('/Achats', 'a.pdf');
  await setInstallation(platform, office, { state: 'active' });
  const later = await tree.drop('/Achats', 'b.pdf');
  expect(await deliveriesOf(platform, office.firm, early.id)).toEqual([]);
  expect(await deliveriesOf(platform, office.firm, later.id)).toHaveLength(1);
});

import type { Attribute, Connection, Job, JobItem, MappingRow, Problem, routes } from '@navette/api';
import type { Dossier } from '@navette/connector';
import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { inFirm } from '../database/tenancy.ts';
import { loadCreator } from '../jobs/load-creator.ts';
import { createLog } from '../log.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { countToConnect } from './count-to-connect.ts';

const siretKey = {
  ...scriptedManifest.clientKey,
  kind: 'siret',
  pattern: '\\d{1,12}',
  example: '48211',
} as const;
const bySiret = createScriptedPartner({ listsDossiers: true, clientKey: siretKey });
const byCode = createScriptedPartner({ id: 'coded', listsDossiers: true });
const byMail = createScriptedPartner({
  id: 'mailed',
  kind: 'email',
  clientKey: {
    ...{ kind: 'email', pattern: '[^@\\s]+@collecte\\.example', example: 'aubertin@collecte.example' },
    ...{ label: { fr: 'Adresse', en: 'Address' }, checked: 'when_sending' },
  },
});
const bySecret = createScriptedPartner({
  id: 'keyed',
  clientKey: {
    ...{
      kind: 'apiKey',
      secret: true,
      pattern: 'clé-.{4,}',
      example: 'clé-abcd',
      checked: 'when_connecting',
    },
    ...{ label: { fr: 'Clé', en: 'Key' } },
  },
});
const platform = await testPlatform(
  [bySiret, byCode, byMail, bySecret].map(({ connector }) => connector),
  {},
  { log: createLog('error', () => {}) },
);
afterEach(() => {
  bySiret.refusal = null;
  bySiret.dossiers = [];
  byCode.dossiers = [];
  bySecret.clientKeys = null;
});

type Page = z.infer<typeof routes.getMapping.answer>;
type Proposals = z.infer<typeof routes.proposeDossiers.answer>;

const valid = {
  parc: '39956781700032',
  parcHead: '39956781700016',
  aubertin: '51626105400022',
  lecomte: '48213377400018',
  halles: '83320911700013',
};

function dossier(key: string, siret: string, change: Partial<Dossier> = {}): Dossier {
  return {
    ...{ key, name: `DOSSIER ${key}`, siren: siret.slice(0, 9), nic: siret.slice(9) || null, active: true },
    ...change,
  };
}

async function newPlace(application = 'scripted', dossiers: readonly Dossier[] = []) {
  const partner = application === 'coded' ? byCode : bySiret;
  partner.dossiers = dossiers;
  const firm = await testFirm(platform);
  const { admin, path } = firm;
  const added = await admin.call<{ id: string }>('POST', `${path}/installations`, {
    application,
    credentials: { secret: 'secret-planté' },
  });
  const installation = `${path}/installations/${added.body.id}`;
  const at = `${installation}/mapping`;
  const listed = await admin.call<{ items: Attribute[] }>('GET', `${path}/attributes`);
  const attributes = new Map(listed.body.items.map(({ kind, id }) => [kind, id]));
  const place = {
    ...{ firm, admin, path, at, installation, attributes, installationId: added.body.id },
    refresh: (user: TestUser = admin) =>
      user.call<{ dossiers: number; fetchedAt: string } & Problem>('POST', `${at}/refresh`),
    /** @returns its id */
    async client(name: string, values: object = {}) {
      const { status, body } = await admin.call<{ id: string }>('POST', `${path}/clients`, {
        name,
        ...values,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body.id;
    },
    setValue: (client: string, kind: Attribute['kind'], value: string, overrideReason?: string) =>
      admin.call('PATCH', `${path}/clients/${client}`, {
        attributes: [{ attributeId: attributes.get(kind), value, ...(overrideReason && { overrideReason }) }],
      }),
    async page(query = '', user: TestUser = admin) {
      return (await user.call<Page>('GET', `${at}?${query}`)).body;
    },
    async grades(query = '', user: TestUser = admin) {
      const { items } = await place.page(query, user);
      return Object.fromEntries(items.map(({ clientName, grade }) => [clientName, grade]));
    },
    row: async (client: string) =>
      (await place.page('limit=200')).items.find(({ clientId }) => clientId === client),
    choose: (clientId: string, dossierKey?: string | null, user: TestUser = admin) =>
      user.call<MappingRow & Problem>('POST', `${at}/choices`, { clientId, dossierKey }),
    propose: async (client: string, query = '') =>
      (await admin.call<Proposals>('GET', `${at}/proposals?client=${client}${query}`)).body.items,
    connect: (body: object = {}, user: TestUser = admin) =>
      user.call<Job & Problem>('POST', `${at}/connect`, body),
    async run(job: Job, user: TestUser = admin) {
      await user.call('POST', `${path}/jobs/${job.id}/confirm`);
      await platform.runJobs();
      const ended = await user.call<Job>('GET', `${path}/jobs/${job.id}`);
      const items = await user.call<{ items: JobItem[] }>('GET', `${path}/jobs/${job.id}/items`);
      return { job: ended.body, items: items.body.items };
    },
    connections: async () =>
      (await admin.call<{ items: Connection[] }>('GET', `${installation}/connections`)).body.items,
    count: (user: TestUser = admin) =>
      inFirm(platform.database.app, firm.id, async (trx) => {
        const caller = await loadCreator(trx, firm.id, user.userId);
        return countToConnect(platform, trx, caller, added.body.id);
      }),
  };
  return place;
}

describe('the dossiers of a partner', () => {
  it('are listed when asked, and what is listed replaces what was', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc), dossier('2', valid.aubertin)]);
    expect(await place.page()).toMatchObject({ dossiers: 0, fetchedAt: null, items: [] });
    const { status, body } = await place.refresh();
    expect({ status, dossiers: body.dossiers }).toEqual({ status: 200, dossiers: 2 });
    expect(await place.page()).toMatchObject({ dossiers: 2, fetchedAt: body.fetchedAt });
    bySiret.dossiers = [dossier('2', valid.aubertin), dossier('2', valid.aubertin)];
    expect(await place.refresh()).toMatchObject({ status: 200, body: { dossiers: 1 } });
    expect(await place.page()).toMatchObject({ dossiers: 1 });
  });

  it('stay as they were when the partner refuses or is down, and it is said', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc)]);
    await place.refresh();
    bySiret.refusal = 'credentials_rejected';
    expect(await place.refresh()).toMatchObject({ status: 422, body: { code: 'credentials_refused' } });
    bySiret.refusal = 'partner_unreachable';
    expect(await place.refresh()).toMatchObject({ body: { code: 'partner_unavailable', retry: true } });
    expect(await place.page()).toMatchObject({ dossiers: 1 });
  });

  it('are those of an application that lists some', async () => {
    const place = await newPlace('mailed');
    expect(await place.refresh()).toMatchObject({ status: 404 });
    expect(await place.page()).toMatchObject({ dossiers: null });
  });

  it('are listed anew when credentials are renewed', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc)]);
    await place.admin.call('POST', `${place.installation}/credentials`, { credentials: { secret: 'autre' } });
    await platform.runJobs();
    expect(await place.page()).toMatchObject({ dossiers: 1 });
  });
});

describe('a mapping by SIRET', () => {
  it('gives every client its grade, those to settle first, then by name', async () => {
    const place = await newPlace('scripted', [
      dossier('1', valid.aubertin),
      dossier('2', valid.parcHead),
      dossier('3', valid.lecomte),
      dossier('4', valid.lecomte),
      dossier('5', valid.halles, { active: false }),
      dossier('6', '79154020600012'),
      dossier('7', '90417736700011'),
      dossier('8', '53188842800012', { nic: null }),
    ]);
    await place.refresh();
    await place.client('Aubertin', { siret: valid.aubertin });
    const parc = await place.client('Garage du Parc', { siret: valid.parc });
    await place.client('Lecomte', { siret: valid.lecomte });
    await place.client('Halles', { siret: valid.halles });
    await place.client('Sans SIRET');
    const kept = await place.client('Déjà connecté', { siret: '79154020600012' });
    await place.admin.call('POST', `${place.installation}/connections`, { clientId: kept, clientKey: '6' });
    await place.client('Établissement du même', { siret: '79154020600012' });
    await place.client('Inconnu', { siret: '34343434600010', siretOverrideReason: 'fictif' });
    await place.client('Scierie', { siret: '53188842800012' });
    const aside = await place.client('Saint-Roch', { siret: '90417736700011' });
    await place.choose(aside, null);
    const archived = await place.client('Archivé', { siret: valid.aubertin });
    await place.admin.call('POST', `${place.path}/clients/${archived}/archive`);

    const page = await place.page('limit=200');
    expect(page.items.map(({ clientName, grade }) => [clientName, grade])).toEqual([
      ['Établissement du même', 'already_used'],
      ['Garage du Parc', 'siren_only'],
      ['Halles', 'closed'],
      ['Inconnu', 'none'],
      ['Lecomte', 'several'],
      ['Sans SIRET', 'attribute_missing'],
      ['Scierie', 'siren_only'],
      ['Aubertin', 'exact'],
      ['Saint-Roch', 'left_out'],
      ['Déjà connecté', 'connected'],
    ]);
    expect(page.counts).toEqual({
      ...{ exact: 1, chosen: 0, siren_only: 2, several: 1, none: 1, closed: 1, attribute_missing: 1 },
      ...{ attribute_invalid: 0, already_used: 1, left_out: 1, connected: 1 },
    });
    expect(page).toMatchObject({ attributeId: place.attributes.get('siret'), dossiers: 8, total: 10 });
    expect(page.items.find(({ clientId }) => clientId === parc)).toMatchObject({
      ...{ value: valid.parc, dossier: null, proposals: 1 },
    });
    expect(page.items[0]).toMatchObject({
      other: { id: kept, name: 'Déjà connecté' },
      dossier: { key: '6' },
    });
    expect(page.items.at(-1)).toMatchObject({ dossier: { key: '6', name: 'DOSSIER 6' } });
    expect(await place.count()).toBe(1);
  });

  it('takes a number that somebody vouched for, and says so', async () => {
    const odd = '39956781700033';
    const place = await newPlace('scripted', [dossier('1', odd)]);
    await place.refresh();
    const client = await place.client('Dérogation', {
      siret: odd,
      siretOverrideReason: 'écrit ainsi au registre',
    });
    expect(await place.row(client)).toMatchObject({ grade: 'exact', isOverridden: true });
  });

  it('connects none of two clients that have one SIRET, and says who the other is', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc)]);
    await place.refresh();
    const one = await place.client('Un', { siret: valid.parc });
    const other = await place.client('Autre', { siret: valid.parc });
    expect(await place.row(one)).toMatchObject({
      ...{ grade: 'several', other: { id: other, name: 'Autre' }, dossier: { key: '1' } },
    });
    await place.choose(other, null);
    expect(await place.row(one)).toMatchObject({ grade: 'exact', other: null });
    await place.choose(other);
    await place.choose(other, '1');
    expect(await place.grades()).toEqual({ Un: 'several', Autre: 'chosen' });
  });

  it('compares by the attribute that is named, and keeps the one that an administrator connects by', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc)]);
    await place.refresh();
    const { body } = await place.admin.call<Attribute>('POST', `${place.path}/attributes`, {
      ...{ label: 'Numéro', kind: 'text' },
    });
    const client = await place.client('Garage', {
      attributes: [{ attributeId: body.id, value: '399 567 817 00032' }],
    });
    const invalid = await place.client('Faux', { attributes: [{ attributeId: body.id, value: '3995678' }] });
    expect(await place.row(client)).toMatchObject({ grade: 'attribute_missing', value: null });
    const named = await place.page(`attributeId=${body.id}`);
    expect(named.items).toMatchObject([
      { clientId: invalid, grade: 'attribute_invalid' },
      { clientId: client, grade: 'exact' },
    ]);
    await place.connect({ attributeId: body.id });
    expect(await place.page()).toMatchObject({ attributeId: body.id, counts: { exact: 1 } });
    expect((await place.admin.call('GET', `${place.at}?attributeId=${client}`)).status).toBe(404);
  });

  it('finds by name, code, value and dossier, by grade, and page by page', async () => {
    const place = await newPlace('scripted', [dossier('48211', valid.parc, { name: 'GARAGE DU PARC SARL' })]);
    await place.refresh();
    await place.client('Garage du Parc', { siret: valid.parc, code: 'GARPA' });
    for (const name of ['Étoile', 'Zinc', 'Abeille', 'Écluse']) await place.client(name);
    for (const search of ['garage', 'garpa', '399 567 817', '48211', 'parc sarl'])
      expect(Object.keys(await place.grades(`search=${encodeURIComponent(search)}`))).toEqual([
        'Garage du Parc',
      ]);
    expect(await place.grades('grade=exact')).toEqual({ 'Garage du Parc': 'exact' });
    expect(await place.page('grade=none')).toMatchObject({ total: 0, counts: { attribute_missing: 4 } });
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page = await place.page(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      names.push(...page.items.map(({ clientName }) => clientName));
      expect(page.total).toBe(5);
      cursor = page.next;
    }
    expect(names).toEqual(['Abeille', 'Écluse', 'Étoile', 'Zinc', 'Garage du Parc']);
  });
});

describe('a mapping by code', () => {
  it('compares codes without case and spaces, also with those connected by hand', async () => {
    const place = await newPlace('coded', [dossier('AUB 01', ''), dossier('ZZCCA', ''), dossier('X', '')]);
    await place.refresh();
    await place.client('Aubertin', { code: 'aub01' });
    const hand = await place.client('À la main');
    await place.admin.call('POST', `${place.installation}/connections`, {
      clientId: hand,
      clientKey: 'zzcca',
    });
    await place.client('Le même', { code: 'ZZCCA' });
    expect(await place.grades()).toEqual({
      ...{ 'Le même': 'already_used', Aubertin: 'exact', 'À la main': 'connected' },
    });
  });
});

describe('an application that lists no dossiers', () => {
  it('takes the value itself as the key, when it is what the application expects', async () => {
    const place = await newPlace('mailed');
    const first = await place.client('Un');
    await place.setValue(first, 'email', 'un@collecte.example');
    const second = await place.client('Deux');
    await place.setValue(second, 'email', 'deux@ailleurs.example');
    const [third, fourth] = [await place.client('Trois'), await place.client('Quatre')];
    for (const each of [third, fourth]) await place.setValue(each, 'email', 'nous@collecte.example');
    await place.client('Rien');
    expect(await place.grades()).toEqual({
      ...{ Un: 'exact', Deux: 'attribute_invalid', Trois: 'several', Quatre: 'several' },
      Rien: 'attribute_missing',
    });
    expect(await place.count()).toBeNull();
    const { body } = await place.connect();
    expect(await place.run(body)).toMatchObject({ job: { state: 'done', done: 1, failed: 0 } });
    expect(await place.connections()).toMatchObject([{ clientId: first, clientKey: 'un@collecte.example' }]);
    await place.setValue(second, 'email', 'un@collecte.example');
    expect(await place.row(second)).toMatchObject({
      grade: 'already_used',
      other: { id: first },
    });
    expect(await place.count()).toBe(0);
  });

  it('shows no key that is a secret, nor freezes one in a job', async () => {
    const place = await newPlace('keyed');
    const { body: attribute } = await place.admin.call<Attribute>('POST', `${place.path}/attributes`, {
      ...{ label: 'Clé', kind: 'text' },
    });
    const client = await place.client('Un', {
      attributes: [{ attributeId: attribute.id, value: 'clé-très-secrète' }],
    });
    const query = `attributeId=${attribute.id}`;
    const page = await place.page(query);
    expect(page.items).toMatchObject([{ grade: 'exact', value: '•••', dossier: { key: '•••' } }]);
    expect(await place.page(`${query}&search=secr`)).toMatchObject({ total: 0 });
    const { body } = await place.connect({ attributeId: attribute.id });
    const { job, items } = await place.run(body);
    expect(JSON.stringify([page, body, job, items])).not.toContain('secrète');
    expect(job).toMatchObject({ done: 1 });
    expect((await place.connections())[0]).toMatchObject({ clientId: client });
    expect(await place.grades(query)).toEqual({ Un: 'connected' });
  });

  it('asks the partner for each key where it can, and connects those that lead somewhere', async () => {
    const place = await newPlace('keyed');
    bySecret.clientKeys = new Map([['clé-bonne', 'Société Un']]);
    const { body: attribute } = await place.admin.call<Attribute>('POST', `${place.path}/attributes`, {
      ...{ label: 'Clé', kind: 'text' },
    });
    for (const value of ['clé-bonne', 'clé-fausse'])
      await place.client(value === 'clé-bonne' ? 'Un' : 'Deux', {
        attributes: [{ attributeId: attribute.id, value }],
      });
    const { job, items } = await place.run((await place.connect({ attributeId: attribute.id })).body);
    expect(job).toMatchObject({ done: 1, failed: 1 });
    expect(items).toMatchObject([
      { state: 'failed', reason: { code: 'client_key_refused' } },
      { state: 'done' },
    ]);
    expect(await place.connections()).toMatchObject([{ clientName: 'Un', clientKeyLabel: 'Société Un' }]);
  });
});

describe('settling by hand', () => {
  const dossiers = [
    dossier('48190', valid.parcHead, { name: 'GARAGE DU PARC SARL' }),
    dossier('31207', valid.parcHead, { name: 'GARAGE DU PARC (ancien)', nic: null, active: false }),
    dossier('5', valid.lecomte, { name: 'Garages du Parc et Cie' }),
    dossier('6', valid.aubertin, { name: 'MENUISERIE AUBERTIN' }),
  ];

  it('proposes the same company, then near names, each with who has it', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parc });
    const other = await place.client('Lecomte', { siret: valid.lecomte });
    await place.admin.call('POST', `${place.installation}/connections`, { clientId: other, clientKey: '5' });
    expect(await place.propose(parc)).toMatchObject([
      { key: '48190', why: 'same_siren', active: true, usedBy: null, isUsed: false },
      { key: '31207', why: 'same_siren', active: false },
      { key: '5', why: 'near_name', usedBy: { id: other, name: 'Lecomte' }, isUsed: true },
    ]);
    expect(await place.row(parc)).toMatchObject({ proposals: 3 });
    for (const search of ['aubertin', 'MENUIS', '6', '516 261 054', '51626105400022'])
      expect(await place.propose(parc, `&search=${encodeURIComponent(search)}`)).toContainEqual(
        expect.objectContaining({ key: '6', why: 'searched' }),
      );
  });

  it('stands over what is computed until it is undone, and is told', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parc });
    expect(await place.choose(parc, '48190')).toMatchObject({
      ...{ status: 200, body: { grade: 'chosen', dossier: { key: '48190' } } },
    });
    expect(await place.choose(parc, '31207')).toMatchObject({ body: { dossier: { key: '31207' } } });
    expect(await place.choose(parc, null)).toMatchObject({ body: { grade: 'left_out', dossier: null } });
    expect(await place.choose(parc)).toMatchObject({ body: { grade: 'siren_only' } });
    const { body } = await place.admin.call<{ items: { action: string }[] }>('GET', `${place.path}/audit`);
    expect(body.items.map(({ action }) => action).filter((each) => each.startsWith('mapping.'))).toEqual([
      'mapping.choice_undone',
      ...['mapping.chosen', 'mapping.chosen', 'mapping.chosen'],
    ]);
  });

  it('is refused for a dossier of another client, one that is not there, and a client that is connected', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const [one, other] = [await place.client('Un'), await place.client('Autre')];
    await place.choose(one, '48190');
    expect(await place.choose(other, '48190')).toMatchObject({
      ...{ status: 409, body: { code: 'client_key_taken' } },
    });
    expect(await place.choose(other, '99')).toMatchObject({ status: 404 });
    await place.run((await place.connect()).body);
    expect(await place.choose(other, '48190')).toMatchObject({ body: { code: 'client_key_taken' } });
    expect(await place.choose(one, '6')).toMatchObject({ status: 409, body: { code: 'connection_exists' } });
  });

  it('leaves nothing sure of a dossier that the partner lists no more', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parcHead });
    await place.choose(parc, '6');
    bySiret.dossiers = dossiers.filter(({ key }) => key !== '6');
    await place.refresh();
    expect(await place.row(parc)).toMatchObject({ grade: 'none', dossier: null });
  });
});

describe('connecting what is sure', () => {
  async function prepared() {
    const place = await newPlace('scripted', [dossier('1', valid.parc), dossier('2', valid.aubertin)]);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parc });
    const aubertin = await place.client('Aubertin', { siret: valid.aubertin });
    await place.client('Sans SIRET');
    return { ...place, parc, aubertin };
  }

  it('is a job that says which client goes to which dossier; again, it changes nothing', async () => {
    const place = await prepared();
    const { status, body } = await place.connect();
    expect({ status, kind: body.kind, total: body.total }).toEqual({
      ...{ status: 201, kind: 'connection.map', total: 2 },
    });
    const { job, items } = await place.run(body);
    expect(job).toMatchObject({ state: 'done', done: 2, failed: 0 });
    expect(items.map(({ payload }) => payload)).toMatchObject([
      { clientId: place.aubertin, name: 'Aubertin', dossierKey: '2', dossierName: 'DOSSIER 2' },
      { clientId: place.parc, dossierKey: '1' },
    ]);
    expect(await place.connections()).toMatchObject([
      { clientId: place.aubertin, clientKey: '2', clientKeyLabel: 'DOSSIER 2', state: 'active' },
      { clientId: place.parc, clientKey: '1' },
    ]);
    expect((await place.connect()).body).toMatchObject({ total: 0 });
    expect(await place.count()).toBe(0);
  });

  it('may be of some clients, who are told when they are not sure', async () => {
    const place = await prepared();
    const without = await place.client('Autre sans');
    const { body } = await place.connect({ clientIds: [place.parc, without] });
    expect(body).toMatchObject({ total: 2, failed: 1 });
    const { items } = await place.run(body);
    expect(items).toMatchObject([
      { state: 'failed', reason: { code: 'mapping_changed' }, payload: { name: 'Autre sans' } },
      { state: 'done' },
    ]);
    expect(await place.connections()).toMatchObject([{ clientId: place.parc }]);
  });

  it('skips a client that was connected so meanwhile, and refuses what changed', async () => {
    const place = await prepared();
    const first = (await place.connect()).body;
    const second = (await place.connect()).body;
    await place.run(first);
    expect(await place.run(second)).toMatchObject({ job: { done: 0, failed: 0, skipped: 2 } });

    const other = await prepared();
    const { body } = await other.connect();
    bySiret.dossiers = [dossier('1', valid.parc, { active: false }), dossier('2', valid.aubertin)];
    await other.refresh();
    await other.admin.call('POST', `${other.installation}/connections`, {
      ...{ clientId: other.aubertin, clientKey: '77' },
    });
    expect(await other.run(body)).toMatchObject({
      job: { done: 0, failed: 2 },
      items: [{ reason: { code: 'mapping_changed' } }, { reason: { code: 'mapping_changed' } }],
    });
    expect(await other.connections()).toMatchObject([{ clientKey: '77' }]);
  });

  it('forgets the choice that it carried out, so that a client disconnected later is compared anew', async () => {
    const place = await prepared();
    await place.choose(place.parc, null);
    await place.choose(place.parc, '1');
    await place.run((await place.connect()).body);
    const connection = (await place.connections()).find(({ clientId }) => clientId === place.parc);
    await place.admin.call('DELETE', `${place.installation}/connections/${connection?.id}`);
    expect(await place.row(place.parc)).toMatchObject({ grade: 'exact' });
  });

  it('is over once its application is removed', async () => {
    const place = await prepared();
    const { body } = await place.connect();
    await place.admin.call('DELETE', place.installation);
    expect(await place.run(body)).toMatchObject({ job: { state: 'failed', done: 0 } });
  });
});

describe('a collaborator limited to his clients', () => {
  it('sees and connects his own; of the others, he learns neither name nor grade', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc), dossier('2', valid.aubertin)]);
    await place.refresh();
    const mine = await place.client('Le mien', { siret: valid.parc });
    const twin = await place.client('Zébulon', { siret: valid.parc });
    const free = await place.client('Libre', { siret: valid.aubertin });
    const user = await place.firm.addUser('collaborator', [mine, free]);
    await limitToHisClients(platform, place.firm, user);
    const page = await place.page('', user);
    expect(page.items).toMatchObject([
      { clientId: mine, grade: 'several', other: null },
      { clientId: free, grade: 'exact' },
    ]);
    expect(JSON.stringify(page)).not.toContain('bulon');
    expect(page.counts).toMatchObject({ several: 1, exact: 1 });
    expect(await place.count(user)).toBe(1);
    expect(await place.choose(twin, '1', user)).toMatchObject({ status: 404 });
    await place.choose(twin, '1');
    const refused = await place.choose(mine, '1', user);
    expect(refused).toMatchObject({ status: 409 });
    expect(JSON.stringify(refused)).not.toContain('bulon');
    const { body } = await place.connect({}, user);
    expect(body).toMatchObject({ total: 1 });
    expect(await place.run(body, user)).toMatchObject({ job: { done: 1 } });
    expect((await place.connections()).map(({ clientId }) => clientId)).toEqual([free]);
  });

  it('keeps no attribute for the application', async () => {
    const place = await newPlace('scripted');
    const user = await place.firm.addUser('collaborator');
    const code = place.attributes.get('code');
    expect(await place.connect({ attributeId: code }, user)).toMatchObject({ status: 201 });
    expect(await place.page()).toMatchObject({ attributeId: place.attributes.get('siret') });
  });

  it('of another firm finds nothing', async () => {
    const [place, other] = [await newPlace('scripted'), await newPlace('scripted')];
    const client = await other.client('Autre cabinet', { siret: valid.parc });
    expect((await other.admin.call('GET', place.at)).status).toBe(404);
    expect(await place.choose(client, null)).toMatchObject({ status: 404 });
    expect((await other.admin.call('GET', `${other.at}?setup=${place.installationId}`)).status).toBe(404);
  });
});

describe('the file of a mapping', () => {
  it('says of each client what it is and what to do, and starts no formula', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc, { name: '=1+1' })]);
    await place.refresh();
    await place.client('=cmd', { code: 'C1', siret: valid.parc });
    await place.client('Sans', { code: 'C2' });
    for (const format of ['csv', 'xlsx']) {
      const answer = await platform.server.inject({
        method: 'POST',
        url: `${place.at}/export`,
        headers: place.admin.headers,
        payload: { format },
      });
      expect(answer.statusCode).toBe(200);
      const sheet = await readSheet(answer.rawPayload);
      const [header, ...rows] = sheet.rows;
      expect(header).toEqual([
        ...['Dossier client', 'Code', 'SIRET', 'Dérogation', 'Résultat', 'Numéro chez Partenaire'],
        ...['Dossier chez Partenaire', 'SIRET du dossier', 'État du dossier', 'Propositions'],
        ...['Autre client', 'À faire'],
      ]);
      expect(rows[0]?.slice(0, 5)).toEqual(['Sans', 'C2', '', '', 'Attribut manquant']);
      expect(rows[1]?.[4]).toBe('Exact');
      if (format === 'csv') expect(answer.body).toContain("'=cmd");
    }
  });
});

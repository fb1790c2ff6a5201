import type { Attribute } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { readSheet } from '../sheets/read-sheet.ts';
import { bySiret, dossier, mappingPlaces, type Page, valid } from './test-place.ts';

const { platform, newPlace } = await mappingPlaces();

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

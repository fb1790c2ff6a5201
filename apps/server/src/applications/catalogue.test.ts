import type { Application, Installation, Problem } from '@navette/api';
import type { Manifest } from '@navette/connector';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { readOperatorValues } from './operator-values.ts';

const operatorSecret = 'secret-de-l-éditeur';
const ours: Manifest['fields'] = [
  {
    ...{ name: 'thirdParty', secret: true, required: true, normalise: 'trim', ofOperator: true },
    label: { fr: 'Secret de l’éditeur', en: 'Publisher’s secret' },
  },
  {
    ...{ name: 'clientId', secret: false, required: true, normalise: 'trim', ofOperator: true },
    ...{ label: { fr: 'Client ID', en: 'Client ID' }, defaultValue: 'navette' },
  },
];
const fields = [...scriptedManifest.fields, ...ours];
const partner = createScriptedPartner({ fields });
const unused = createScriptedPartner({ id: 'unused', name: 'Autre', notes: [{ fr: 'Notez.', en: 'Note.' }] });
const platform = await testPlatform(
  [partner.connector, unused.connector],
  {},
  { partners: { scripted: { thirdParty: ` ${operatorSecret} ` } } },
);
const firm = await testFirm(platform);
const { admin, path } = firm;
const collaborator = await firm.addUser('collaborator');

describe('the catalogue', () => {
  it('tells an administrator of every application, used or not, what its form needs', async () => {
    const { status, body } = await admin.call<{ items: Application[] }>('GET', `${path}/applications`);
    expect(status).toBe(200);
    expect(body.items.map(({ id }) => id)).toEqual(['unused', 'scripted']);
    expect(body.items[0]).toMatchObject({
      ...{ name: 'Autre', partner: 'Partenaire', kind: 'api', confidence: 'A' },
      fields: [
        { name: 'secret', isSecret: true, isRequired: true, expects: 'text', help: null, isLearned: false },
        { name: 'address', isSecret: false, isRequired: false, expects: 'address', defaultValue: null },
      ],
      clientKey: { kind: 'code', example: 'D1', isSecret: false, checked: 'when_sending' },
      limits: { maxBytes: 1_000_000, maxImageBytes: null, minBytes: null, mediaTypes: ['application/pdf'] },
      rate: { requests: 1_000, windowMs: 1_000, concurrency: 4 },
      notes: [{ fr: 'Notez.', en: 'Note.' }],
    });
    expect(body.items[0]?.types).toMatchObject([
      { type: 'purchase', partnerValue: 'P', isConfirmed: true, limits: { maxBytes: 1_000_000 } },
      { type: 'sales' },
      { type: 'expense' },
    ]);
  });

  it('is for administrators: to others it does not even say what there is', async () => {
    for (const user of [collaborator, await firm.addUser('client')])
      expect(await user.call('GET', `${path}/applications`)).toMatchObject({
        status: 403,
        body: { code: 'not_allowed' },
      });
  });
});

describe('what the operator has set', () => {
  it('is not asked, and shows nowhere; what he has not set is asked as usual', async () => {
    const answer = await admin.call<{ items: Application[] }>('GET', `${path}/applications`);
    const scripted = answer.body.items.find(({ id }) => id === 'scripted');
    expect(scripted?.fields.map(({ name }) => name)).toEqual(['secret', 'address', 'clientId']);
    expect(JSON.stringify(answer)).not.toContain(operatorSecret);
  });

  it('is added when a session opens, to what the firm gave, which cannot hold it', async () => {
    const refused = await admin.call<Problem>('POST', `${path}/installations`, {
      application: 'scripted',
      credentials: { secret: 'du cabinet', thirdParty: 'tres-secret' },
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(refused.body.fr).toContain('thirdParty');
    expect(JSON.stringify(refused)).not.toContain('tres-secret');

    const added = await admin.call<Installation>('POST', `${path}/installations`, {
      application: 'scripted',
      credentials: { secret: 'du cabinet' },
    });
    expect(added).toMatchObject({ status: 201, body: { settings: { clientId: 'navette' } } });
    expect(partner.opened.at(-1)?.credentials).toEqual({
      ...{ secret: 'du cabinet', clientId: 'navette', thirdParty: operatorSecret },
    });
    expect(JSON.stringify(added)).not.toContain(operatorSecret);
  });

  it('is named at the start when no application knows it, without its value', () => {
    const connectors = platform.connectors;
    const failureOf = (given: Record<string, Record<string, string>>) => {
      try {
        return String(readOperatorValues(connectors, given));
      } catch (error) {
        return String(error);
      }
    };
    const value = 'tres-secret';
    for (const [given, named] of [
      [{ inconnue: { thirdParty: value } }, 'NAVETTE_PARTNERS.inconnue'],
      [{ scripted: { inconnu: value } }, 'NAVETTE_PARTNERS.scripted.inconnu'],
      // A firm's own field is no operator's.
      [{ scripted: { secret: value } }, 'NAVETTE_PARTNERS.scripted.secret'],
    ] as const) {
      expect(failureOf(given)).toContain(named);
      expect(failureOf(given)).not.toContain(value);
    }
    expect(readOperatorValues(connectors, { scripted: { clientId: ' ', thirdParty: ' a ' } })).toEqual(
      new Map([['scripted', { thirdParty: 'a' }]]),
    );
  });
});

describe('one value of the operator', () => {
  const relative = (id: string, more: Manifest['fields'] = ours) =>
    createScriptedPartner({ id, fields: more }).connector;
  const connectors = new Map(
    [relative('a'), relative('a-societe'), relative('a-autre', []), relative('ab')].map((each) => [
      each.manifest.id,
      each,
    ]),
  );

  it('counts for every application of its partner that has the field, unless that one has its own', () => {
    expect(readOperatorValues(connectors, { a: { thirdParty: 'x', clientId: 'y' } })).toEqual(
      new Map([
        ['a', { thirdParty: 'x', clientId: 'y' }],
        ['a-societe', { thirdParty: 'x', clientId: 'y' }],
      ]),
    );
    const both = { 'a-societe': { thirdParty: 'z' }, a: { thirdParty: 'x' } };
    expect(readOperatorValues(connectors, both).get('a-societe')).toEqual({ thirdParty: 'z' });
    expect(readOperatorValues(connectors, both).get('a')).toEqual({ thirdParty: 'x' });
  });
});

describe('the applications of a firm', () => {
  it('tell staff what connecting a client needs, and administrators what is set: never a secret', async () => {
    const firmOf = await testFirm(platform);
    await firmOf.admin.call('POST', `${firmOf.path}/installations`, {
      application: 'scripted',
      credentials: { secret: 'tres-secret-du-cabinet', address: ' API.exemple.fr/ ' },
    });
    const staff = await firmOf.addUser('collaborator');
    const own = await firmOf.admin.call<{ items: Installation[] }>('GET', `${firmOf.path}/installations`);
    const theirs = await staff.call<{ items: Installation[] }>('GET', `${firmOf.path}/installations`);
    const common = {
      ...{ application: 'scripted', partner: 'Partenaire', state: 'active', connections: 0 },
      clientKey: { kind: 'code', label: { fr: 'Code dossier' }, example: 'D1' },
      types: [
        { type: 'purchase', partnerValue: 'P', limits: { maxBytes: expect.any(Number) } },
        { type: 'sales' },
        { type: 'expense' },
      ],
      notes: expect.any(Array),
    };
    const settings = { address: 'https://API.exemple.fr', clientId: 'navette' };
    expect(own.body.items).toMatchObject([{ ...common, settings, keptSecrets: ['secret'] }]);
    expect(theirs.body.items).toMatchObject([{ ...common, settings: null, keptSecrets: null }]);
    for (const answer of [own, theirs]) {
      expect(JSON.stringify(answer)).not.toContain('tres-secret');
      expect(JSON.stringify(answer)).not.toContain(operatorSecret);
    }
  });
});

describe('the preview of a name', () => {
  const preview = (template: string, application = 'scripted') =>
    admin.call<{ template: string; examples: object[]; warnings: { fr: string }[] } & Problem>(
      'POST',
      `${path}/name-preview`,
      { application, template },
    );

  it('shows an example of each type, in the partner’s words', async () => {
    expect(await preview(' {client}/{TYPE}/{date}-{name}')).toMatchObject({
      status: 200,
      body: {
        template: '{client}/{type}/{date}-{name}',
        examples: [
          { type: 'purchase', path: 'DUPONT/P/2026-11-21-Facture 1204.pdf' },
          { type: 'sales', path: 'DUPONT/S/2026-11-21-Facture 1204.pdf' },
          { type: 'expense', path: 'DUPONT/E/2026-11-21-Facture 1204.pdf' },
        ],
        warnings: [],
      },
    });
    expect((await preview('{client}')).body.warnings).toHaveLength(1);
  });

  it('says what is wrong with a template; an application that there is not is not found', async () => {
    const refused = await preview('/{client}');
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'name_template_invalid', field: 'template' },
    });
    expect(refused.body.fr).toMatch(/^Ce modèle de nom ne convient pas\u00a0: il commence par une barre/);
    expect(refused.body.en).toContain('it begins with a slash');
    expect(await preview('{client}', 'inconnue')).toMatchObject({ status: 404 });
  });
});

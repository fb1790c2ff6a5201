import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { companyKey, firmKey } from './myunisoft-client.ts';
import type { MyUnisoftFact } from './myunisoft-fact.ts';

export const keyFacts: readonly MyUnisoftFact[] = [
  {
    fact: 'Base https://api.myunisoft.fr/api/v1',
    async check({ myunisoft }) {
      expect((await myunisoft.activate()).status).toBe(200);
      expect((await myunisoft.call('GET', '/../society')).status).toBe(404);
      expect((await myunisoft.call('GET', '/../v2/society')).status).toBe(404);
    },
    misread: { as: 'another version is there too', distort: distortStatus(404, 200) },
  },
  {
    fact: 'Headers X-Third-Party-Secret (the partner’s), Authorization: Bearer',
    async check({ myunisoft }) {
      await myunisoft.activate();
      expect((await myunisoft.call('GET', '/society')).status).toBe(200);
      for (const headers of [{ secret: null }, { secret: 'wrong' }, { key: null }]) {
        expect((await myunisoft.call('GET', '/society', headers)).status).toBe(401);
        expect((await myunisoft.call('GET', '/key/info?mode=extended', headers)).status).toBe(401);
        expect((await myunisoft.pushInvoice(headers)).status).toBe(401);
      }
      expect(await myunisoft.received()).toEqual([]);
    },
    misread: { as: 'a missing header is a bad request', distort: distortStatus(401, 400) },
  },
  {
    fact: 'a key the firm makes under Paramètres → Connecteurs; firm-wide, or one per company',
    async check({ myunisoft }) {
      await myunisoft.activate();
      await myunisoft.activate(companyKey);
      expect((await myunisoft.call('GET', '/society')).body).toHaveLength(10);
      expect((await myunisoft.call('GET', '/society', { key: companyKey })).body).toEqual([
        { id: 1201, name: 'Atelier Portalis', siret: '78787878400035' },
      ]);
      expect((await myunisoft.pushInvoice({ key: companyKey, society: '1202' })).status).toBe(403);
      expect((await myunisoft.pushInvoice({ society: '1202' })).status).toBe(200);
    },
    misread: { as: 'a key opens every company', distort: distortStatus(403, 200) },
  },
  {
    fact: 'society-id with a firm-wide key',
    async check({ myunisoft }) {
      await myunisoft.activate();
      await myunisoft.activate(companyKey);
      expect((await myunisoft.pushInvoice({ society: null })).status).toBe(400);
      // One that does not exist, another firm's, one that is no number: nothing tells them apart.
      for (const society of ['9999', '1301', 'Atelier Portalis']) {
        expect((await myunisoft.pushInvoice({ society })).status).toBe(403);
      }
      expect(await myunisoft.pushInvoice({ society: '1210' })).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('fermée') },
      });
      expect((await myunisoft.pushInvoice({ society: '1203' })).status).toBe(200);
      expect((await myunisoft.pushInvoice({ key: companyKey, society: null })).status).toBe(200);
      expect((await myunisoft.pushInvoice({ key: companyKey, society: '1201' })).status).toBe(200);
      expect(await myunisoft.received()).toMatchObject([
        { dossier: '1203' },
        { dossier: '1201' },
        { dossier: '1201' },
      ]);
    },
    misread: { as: 'an unknown company is not found', distort: distortStatus(403, 404) },
  },
  {
    fact: 'Activate and test a key: GET /key/info?mode=extended',
    async check({ myunisoft }) {
      expect((await myunisoft.call('GET', '/society')).status).toBe(401);
      expect((await myunisoft.pushInvoice()).status).toBe(401);
      expect((await myunisoft.call('GET', '/key/info')).status).toBe(400);
      expect((await myunisoft.call('GET', '/society')).status).toBe(401);
      expect(await myunisoft.activate()).toMatchObject({
        status: 200,
        body: { name: 'Navette – tout le cabinet', society: null },
      });
      expect((await myunisoft.call('GET', '/society')).status).toBe(200);
      expect((await myunisoft.activate(companyKey)).body).toMatchObject({
        society: { id: 1201, name: 'Atelier Portalis' },
      });
    },
    misread: { as: 'a key works before it is activated', distort: distortStatus(401, 200) },
  },
  {
    fact: 'a revoked key answers ERR-API-TOKEN-NOT-FOUND',
    async check({ myunisoft }) {
      await myunisoft.activate();
      expect((await myunisoft.pushInvoice()).status).toBe(200);
      const keys = [{ key: companyKey, name: 'Navette – Atelier Portalis', society: 1201 }];
      await myunisoft.order('PUT', '/myunisoft/credentials', { keys });
      const code = 'ERR-API-TOKEN-NOT-FOUND';
      expect((await myunisoft.activate()).body).toMatchObject({ code });
      expect((await myunisoft.call('GET', '/society')).body).toMatchObject({ code });
      expect((await myunisoft.pushInvoice()).body).toMatchObject({ code });
      expect((await myunisoft.activate('never-made')).body).toMatchObject({ code });
      expect((await myunisoft.activate(companyKey)).status).toBe(200);
      const again = [{ key: firmKey, name: 'Navette' }];
      await myunisoft.order('PUT', '/myunisoft/credentials', { keys: again });
      expect((await myunisoft.activate()).status).toBe(200);
    },
    misread: {
      as: 'a revoked key is an invalid one',
      distort: distortObjects((object) =>
        object.code === undefined ? object : { ...object, code: 'ERR-API-TOKEN-INVALID' },
      ),
    },
  },
  {
    fact: 'Companies: GET /society?siret= (SIRET or SIREN)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const find = async (siret: string) => {
        const { body } = await myunisoft.call('GET', `/society?siret=${siret}`);
        return (body as { id: number; siret: string }[]).map(({ id, siret: found }) => `${id} ${found}`);
      };
      expect(await find('51626105400014')).toEqual(['1206 51626105400014']);
      expect(await find('516261054')).toEqual(['1206 51626105400014', '1207 51626105400022']);
      expect(await find('732829320')).toEqual(['1209 732829320']);
      expect(await find('73282932000074')).toEqual([]);
      expect(await find('404833048')).toEqual([]);
      for (const siret of ['', '5162610540001', '516%20261%20054', 'Aubertin']) {
        expect((await myunisoft.call('GET', `/society?siret=${siret}`)).status).toBe(400);
      }
      await myunisoft.order('PUT', '/myunisoft/behaviour', { siretRequired: true });
      expect((await myunisoft.call('GET', '/society')).status).toBe(400);
    },
    misread: {
      as: 'a company is found once',
      distort: (answer) => ({
        ...answer,
        body: Array.isArray(answer.body) ? answer.body.slice(0, 1) : answer.body,
      }),
    },
  },
];

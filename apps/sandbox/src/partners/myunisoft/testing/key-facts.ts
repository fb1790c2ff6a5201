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
      expect((await myunisoft.call('GET', '/society')).body).toMatchObject({ row_numbers: 10 });
      expect((await myunisoft.call('GET', '/society', { key: companyKey })).body).toMatchObject({
        society_id: 1201,
      });
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
        body: { error: { code: 'SOCIETE12' } },
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
      expect((await myunisoft.call('GET', '/key/info?mode=full')).status).toBe(400);
      expect((await myunisoft.call('GET', '/key/info')).status).toBe(200);
      expect((await myunisoft.call('GET', '/society')).status).toBe(401);
      expect((await myunisoft.activate()).status).toBe(200);
      expect((await myunisoft.call('GET', '/society')).status).toBe(200);
    },
    misread: { as: 'a key works before it is activated', distort: distortStatus(401, 200) },
  },
  {
    fact: 'GET /key/info lists the routes; mode=extended adds target, version, canBeActivated, isActivated (MyUnisoft’s public documentation, endpoints/keyinfo)',
    async check({ myunisoft }) {
      const routes = (await myunisoft.call('GET', '/key/info')).body;
      expect(routes).toContainEqual({ path: '/api/v1/invoice', method: 'post' });
      const version = { current: 1, latest: 1, beta: false };
      const known = { version, canBeActivated: true, isActivated: true, routes };
      const schemaId = expect.any(Number);
      expect((await myunisoft.activate()).body).toEqual({
        ...known,
        target: { type: 'firm', schemaId, thirdPartyId: 101, societyId: 0 },
      });
      expect((await myunisoft.activate(companyKey)).body).toEqual({
        ...known,
        target: { type: 'api', schemaId, thirdPartyId: 101, societyId: 1201 },
      });
    },
    misread: {
      as: 'the company is beside the target',
      distort: distortObjects((object) => ({ ...object, ...(object.target as object | undefined) })),
    },
  },
  {
    fact: 'a revoked key answers ERR-API-TOKEN-NOT-FOUND',
    async check({ myunisoft }) {
      await myunisoft.activate();
      expect((await myunisoft.pushInvoice()).status).toBe(200);
      const keys = [{ key: companyKey, name: 'Navette – Atelier Portalis', society: 1201 }];
      await myunisoft.order('PUT', '/myunisoft/credentials', { keys });
      const revoked = { error: { code: 'ERR-API-TOKEN-NOT-FOUND' } };
      expect((await myunisoft.activate()).body).toMatchObject(revoked);
      expect((await myunisoft.call('GET', '/society')).body).toMatchObject(revoked);
      expect((await myunisoft.pushInvoice()).body).toMatchObject(revoked);
      expect((await myunisoft.activate('never-made')).body).toMatchObject(revoked);
      expect((await myunisoft.activate(companyKey)).status).toBe(200);
      const again = [{ key: firmKey, name: 'Navette' }];
      await myunisoft.order('PUT', '/myunisoft/credentials', { keys: again });
      expect((await myunisoft.activate()).status).toBe(200);
    },
    misread: {
      as: 'a revoked key is an invalid one',
      distort: distortObjects((object) =>
        object.error === undefined ? object : { error: { code: 'ERR-INVALID-API-JWT' } },
      ),
    },
  },
];

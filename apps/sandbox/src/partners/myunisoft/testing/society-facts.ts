import { expect } from 'vitest';
import { distortObjects } from '../../../testing/fact.ts';
import { companyKey, type MyUnisoftClient } from './myunisoft-client.ts';
import type { MyUnisoftFact } from './myunisoft-fact.ts';

const list = async (myunisoft: MyUnisoftClient, query = '') => {
  const { body } = await myunisoft.call('GET', `/society${query}`);
  return (body as { society_array: { society_id: number }[] }).society_array.map(
    ({ society_id }) => society_id,
  );
};

export const societyFacts: readonly MyUnisoftFact[] = [
  {
    fact: 'Companies: GET /society?siret= (SIRET or SIREN), which answers one of them (MyUnisoft’s public documentation, accounting/society)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const find = async (siret: string) => {
        const { status, body } = await myunisoft.call('GET', `/society?siret=${siret}`);
        const { society_id, error } = body as { society_id?: number; error?: { code: string } };
        return `${status} ${society_id ?? error?.code}`;
      };
      expect(await find('51626105400014')).toBe('200 1206');
      expect(await find('787878784')).toBe('200 1201');
      expect(await find('732829320')).toBe('200 1209');
      // Two establishments: nothing chooses.
      expect(await find('516261054')).toBe('400 SOCIETE17');
      for (const siret of ['73282932000074', '404833048']) expect(await find(siret)).toBe('400 SOCIETE16');
      for (const siret of ['', '5162610540001', '516%20261%20054', 'Aubertin']) {
        expect(await find(siret)).toBe('400 SOCIETE11');
      }
      await myunisoft.order('PUT', '/myunisoft/behaviour', { siretRequired: true });
      expect((await myunisoft.call('GET', '/society')).status).toBe(400);
    },
    misread: {
      as: 'what is found is a list',
      distort: (answer) => ({
        ...answer,
        body: answer.status === 200 ? { society_array: [answer.body] } : answer.body,
      }),
    },
  },
  {
    fact: 'a firm-wide key reads {row_numbers, pages_number, society_array: [{society_id, name, siret, …}]} (MyUnisoft’s public documentation, accounting/society)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      await myunisoft.order('PUT', '/myunisoft/dossiers', [{ id: 1300, name: 'Sans numéro', siret: null }]);
      const { status, body } = await myunisoft.call('GET', '/society');
      expect({ status, body }).toMatchObject({ status: 200, body: { row_numbers: 11, pages_number: null } });
      const { society_array } = body as { society_array: object[] };
      expect(society_array).toHaveLength(11);
      const known = { society_id: 1201, name: 'Atelier Portalis', siret: '78787878400035', status: '' };
      expect(society_array[0]).toMatchObject(known);
      // Only the SIREN, or nothing.
      expect(society_array[8]).toMatchObject({ society_id: 1209, siret: '732829320' });
      expect(society_array[10]).toMatchObject({ society_id: 1300, siret: null });
      expect(society_array[0]).not.toHaveProperty('id');
    },
    misread: {
      as: 'the answer is the list itself',
      distort: (answer) => ({
        ...answer,
        body: (answer.body as { society_array?: unknown }).society_array ?? answer.body,
      }),
    },
  },
  {
    fact: 'a company’s key, and society-id, read one company by itself (MyUnisoft’s public documentation, accounting/society)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      await myunisoft.activate(companyKey);
      const own = { society_id: 1201, name: 'Atelier Portalis', siret: '78787878400035' };
      expect((await myunisoft.call('GET', '/society', { key: companyKey })).body).toMatchObject(own);
      // It answers its own company, whatever was asked.
      const asked = await myunisoft.call('GET', '/society?siret=34343434600010', { key: companyKey });
      expect(asked.body).toMatchObject(own);
      expect((await myunisoft.call('GET', '/society', { society: '1202' })).body).toMatchObject({
        society_id: 1202,
      });
      for (const headers of [{ society: '1301' }, { society: '1202', key: companyKey }]) {
        const { status, body } = await myunisoft.call('GET', '/society', headers);
        expect({ status, body }).toMatchObject({ status: 403, body: { error: { code: 'DROIT1' } } });
      }
    },
    misread: {
      as: 'a list of one',
      distort: distortObjects((object) =>
        object.society_id === undefined ? object : { society_array: [object] },
      ),
    },
  },
  {
    fact: 'q finds by a part of the name, sort={"column":…,"direction":…} puts in order (MyUnisoft’s public documentation, accounting/society)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      expect(await list(myunisoft, '?q=Aubertin')).toEqual([1206, 1207]);
      expect(await list(myunisoft, '?q=aubertin')).toEqual([]);
      const sort = (column: string, direction: string) =>
        `?q=oulangerie&sort=${encodeURIComponent(JSON.stringify({ column, direction }))}`;
      expect(await list(myunisoft, sort('name', 'asc'))).toEqual([1203, 1209]);
      expect(await list(myunisoft, sort('siret', 'desc'))).toEqual([1209, 1203]);
      for (const query of [sort('id', 'asc'), sort('name', 'up'), '?sort=name', '?page=2', '?q=']) {
        expect((await myunisoft.call('GET', `/society${query}`)).status).toBe(400);
      }
    },
    misread: {
      as: 'q is not looked at',
      distort: distortObjects((object) =>
        object.society_array === undefined
          ? object
          : { society_array: [...(object.society_array as object[]), { society_id: 1201 }] },
      ),
    },
  },
];

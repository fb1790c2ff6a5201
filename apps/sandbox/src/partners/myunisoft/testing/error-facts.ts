import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import type { Answer } from '../../../testing/http-client.ts';
import { companyKey } from './myunisoft-client.ts';
import type { MyUnisoftFact } from './myunisoft-fact.ts';

const codeOf = ({ body }: Answer) => (body as { error?: { code?: string } } | null)?.error?.code;

export const errorFacts: readonly MyUnisoftFact[] = [
  {
    fact: 'an error is {error: {code, message, details}}, with the id of the request (MyUnisoft’s public documentation, erreurs and authentication/partenaire)',
    async check({ myunisoft }) {
      const { headers, body } = await myunisoft.call('GET', '/society?siret=123', { key: 'never-made' });
      expect(body).toEqual({
        error: {
          code: 'ERR-API-TOKEN-NOT-FOUND',
          message: expect.any(String),
          details: {
            url: expect.stringMatching(/^http:.*\/api\/v1\/society$/),
            method: 'GET',
            requestedAt: '21 Nov 2026, 09:00:00',
            requestId: headers['request-id'],
          },
        },
      });
      expect(codeOf(await myunisoft.call('GET', '/nowhere'))).toBe('ERR-HTTP');
    },
    misread: {
      as: 'the code is not under error',
      distort: distortObjects(({ error, ...rest }) => ({ ...rest, ...(error as object | undefined) })),
    },
  },
  {
    fact: 'details may be an empty text (MyUnisoft’s public documentation, erreurs)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const { status, body } = await myunisoft.pushInvoice({ society: '1202', key: 'never-made' });
      expect([status, typeof (body as { error: { details: unknown } }).error.details]).toEqual([
        404,
        'object',
      ]);
      expect((await myunisoft.pushInvoice({ society: '9999' })).body).toMatchObject({
        error: { code: 'DROIT1', details: '' },
      });
    },
    misread: {
      as: 'there are always details',
      distort: distortObjects(({ error, ...rest }) =>
        error === undefined ? rest : { error: { ...(error as object), details: {} } },
      ),
    },
  },
  {
    fact: 'ERR-SECRET-HEADER-NOT-SET, ERR-INVALID-SECRET, ERR-INVALID-AUTH-HEADER: what is wrong with the headers (MyUnisoft’s public documentation, erreurs)',
    async check({ myunisoft }) {
      const ask = async (headers: object) => codeOf(await myunisoft.call('GET', '/society', headers));
      expect(await ask({ secret: null })).toBe('ERR-SECRET-HEADER-NOT-SET');
      expect(await ask({ secret: 'wrong' })).toBe('ERR-INVALID-SECRET');
      expect(await ask({ key: null })).toBe('ERR-INVALID-AUTH-HEADER');
      expect(await ask({ key: 'two words' })).toBe('ERR-INVALID-AUTH-HEADER');
    },
    misread: {
      as: 'one code for all of them',
      distort: distortObjects(() => ({ error: { code: 'ERR-INVALID-AUTH-HEADER' } })),
    },
  },
  {
    fact: 'ERR-FOLDER-NOT-FOUND: no active company behind the key (MyUnisoft’s public documentation, erreurs)',
    async check({ myunisoft }) {
      await myunisoft.activate(companyKey);
      expect((await myunisoft.pushInvoice({ key: companyKey, society: null })).status).toBe(200);
      await myunisoft.order('PUT', '/myunisoft/dossiers', [{ id: 1201, active: false }]);
      const answers = [
        await myunisoft.pushInvoice({ key: companyKey, society: null }),
        await myunisoft.pushVarious({ key: companyKey }),
        await myunisoft.call('GET', '/society', { key: companyKey }),
      ];
      expect(answers.map(codeOf)).toEqual(answers.map(() => 'ERR-FOLDER-NOT-FOUND'));
      expect(await myunisoft.received()).toHaveLength(1);
    },
    misread: {
      as: 'it is a revoked key',
      distort: distortObjects((object) =>
        object.error === undefined ? object : { error: { code: 'ERR-API-TOKEN-NOT-FOUND' } },
      ),
    },
  },
  {
    fact: 'DROIT1 403; SOCIETE10, SOCIETE12, GBL10, DOCUMENT2, DOCUMENT4, DOCUMENT6 400 (MyUnisoft’s public documentation, erreurs)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const answers = [
        await myunisoft.pushInvoice({ society: '9999' }),
        await myunisoft.pushInvoice({ society: null }),
        await myunisoft.pushInvoice({ society: '1210' }),
        await myunisoft.pushInvoice({ query: { invoice_type_id: '9' } }),
        await myunisoft.pushInvoice({ query: { extension: 'gif' } }),
        await myunisoft.pushVarious({ query: { name: undefined } }),
        await myunisoft.pushInvoice({ bytes: new Uint8Array() }),
      ];
      expect(answers.map((answer) => `${answer.status} ${codeOf(answer)}`)).toEqual([
        '403 DROIT1',
        '400 SOCIETE10',
        '400 SOCIETE12',
        '400 GBL10',
        '400 DOCUMENT2',
        '400 DOCUMENT4',
        '400 DOCUMENT6',
      ]);
    },
    misread: { as: 'no access is a bad request', distort: distortStatus(403, 400) },
  },
  {
    fact: 'ERR-API-UNDER-MAINTENANCE, ERR-THIRD-PARTY-DISCONNECTED, ERR-FORBIDDEN-ROUTE, ERR-FORBIDDEN-ACCESS (MyUnisoft’s public documentation, erreurs)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const expected = {
        'ERR-API-UNDER-MAINTENANCE': 503,
        'ERR-THIRD-PARTY-DISCONNECTED': 403,
        'ERR-FORBIDDEN-ROUTE': 403,
        'ERR-FORBIDDEN-ACCESS': 403,
      };
      for (const [refuses, status] of Object.entries(expected)) {
        await myunisoft.order('PUT', '/myunisoft/behaviour', { refuses });
        for (const answer of [await myunisoft.pushInvoice(), await myunisoft.activate()]) {
          expect([answer.status, codeOf(answer)]).toEqual([status, refuses]);
        }
      }
      await myunisoft.order('PUT', '/myunisoft/behaviour', { refuses: null });
      expect((await myunisoft.pushInvoice()).status).toBe(200);
    },
    misread: { as: 'maintenance looks like a success', distort: distortStatus(503, 200) },
  },
];

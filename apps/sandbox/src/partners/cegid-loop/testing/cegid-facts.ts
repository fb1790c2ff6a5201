import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { distortObjects, distortStatus, type Fact } from '../../../testing/fact.ts';
import { makeDocument, makePdf } from '../../../testing/make-document.ts';
import type { CegidClient } from './cegid-client.ts';

type CegidFact = Fact<{ readonly cegid: CegidClient }>;

const received = async (cegid: CegidClient) =>
  (await cegid.order('GET', '/received?partner=cegid-loop')).body as Record<string, unknown>[];

export const cegidFacts: readonly CegidFact[] = [
  {
    fact: 'POST …/loop-api-publiques/storeDocument?context={codeDossier}&filename=&transaction=PURCHASE|SALE, raw body',
    async check({ cegid }) {
      const bytes = makePdf(300_000);
      const name = 'Facture d’août & co (n° 12).pdf';
      const stored = await cegid.store({ filename: name, transaction: 'SALE' }, bytes);
      expect(stored).toMatchObject({ status: 200, body: { context: 'GARAGE01', transaction: 'SALE' } });
      expect((await cegid.store({ transaction: undefined })).status).toBe(200);
      expect(await received(cegid)).toMatchObject([
        {
          dossier: 'GARAGE01',
          name,
          type: 'SALE',
          size: 300_000,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          deliveryId: null,
        },
        { type: '' },
      ]);
      const wrong = [
        { context: undefined },
        { filename: undefined },
        { filename: 'tab\there.pdf' },
        { transaction: 'EXPENSE' },
        { transaction: 'purchase' },
        { codeDossier: 'GARAGE01' },
      ];
      for (const parameters of wrong) expect((await cegid.store(parameters)).status).toBe(400);
      expect((await cegid.store({}, new Uint8Array())).status).toBe(400);
      expect(await received(cegid)).toHaveLength(2);
    },
    misread: { as: 'any parameter is fine', distort: distortStatus(400, 200) },
  },
  {
    fact: 'header x-apikey',
    async check({ cegid }) {
      const { apiKey } = { apiKey: 'NAVETTE-BAC-A-SABLE:secret-du-bac-a-sable' };
      const wrong = [{}, { 'x-apikey': 'other' }, { authorization: `Bearer ${apiKey}` }];
      for (const headers of wrong) {
        expect(await cegid.store({}, makePdf(), headers)).toMatchObject({
          status: 401,
          body: { statusCode: 401 },
        });
        expect((await cegid.list('', headers)).status).toBe(401);
      }
      await cegid.order('PUT', '/cegid-loop/credentials', { apiKey: 'next:secret' });
      expect((await cegid.store()).status).toBe(401);
      expect((await cegid.store({}, makePdf(), { 'x-apikey': 'next:secret' })).status).toBe(200);
    },
    misread: { as: 'a bad key is answered 403', distort: distortStatus(401, 403) },
  },
  {
    fact: '≤ 50 MB',
    async check({ cegid }) {
      const bytes = makePdf(50_000_001);
      expect((await cegid.store({}, bytes.subarray(0, 50_000_000))).status).toBe(200);
      expect((await cegid.store({}, bytes)).status).toBe(413);
      expect(await received(cegid)).toMatchObject([{ size: 50_000_000 }]);
    },
    misread: { as: 'a larger one is cut and kept', distort: distortStatus(413, 200) },
  },
  {
    fact: 'only PDF, JPG, PNG are processed',
    async check({ cegid }) {
      const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
      const starts = ['%PDF-1.7', [0xff, 0xd8, 0xff], png, '<Invoice/>', 'II*\u0000', ' %PDF-1.7'];
      for (const start of starts) {
        const bytes = makeDocument(typeof start === 'string' ? start : Uint8Array.from(start));
        // The name and the content type prove nothing.
        const answer = await cegid.store({ filename: 'facture.pdf' }, bytes);
        expect(answer).toMatchObject({ status: 200, body: { id: expect.any(String) } });
      }
      const processed = (await received(cegid)).map((document) => document.processed ?? true);
      expect(processed).toEqual([true, true, true, false, false, false]);
    },
    misread: { as: 'another format is refused', distort: distortStatus(200, 415) },
  },
  {
    fact: 'A wrong dossier code is accepted and the document is never seen again',
    async check({ cegid }) {
      const good = await cegid.store();
      for (const context of ['GARAGE02', 'garage01', 'GARAGE01 ', '55210055400013']) {
        const wrong = await cegid.store({ context });
        expect(wrong.status).toBe(good.status);
        expect(Object.keys(wrong.body as object)).toEqual(Object.keys(good.body as object));
      }
      expect((await received(cegid)).map(({ lost }) => lost)).toEqual([undefined, true, true, true, true]);
      // Nor does it come back when the dossier is made afterwards.
      await cegid.order('PUT', '/cegid-loop/dossiers', [{ code: 'GARAGE02', name: 'Second garage' }]);
      await cegid.store({ context: 'GARAGE02' });
      expect((await received(cegid)).filter(({ lost }) => lost)).toHaveLength(4);
    },
    misread: {
      as: 'the answer says that the dossier is not known',
      distort: distortObjects((object) =>
        object.context === 'GARAGE01' ? object : { ...object, warning: 'unknown context' },
      ),
    },
  },
  {
    fact: 'the connector must verify the code when connecting (dossier list route)',
    async check({ cegid }) {
      const dossiers = Array.from({ length: 130 }, (_, index) => ({
        code: `Z${String(index).padStart(3, '0')}`,
        name: `Dossier ${index}`,
      }));
      await cegid.order('PUT', '/cegid-loop/dossiers', dossiers);
      const codes: unknown[] = [];
      for (let skip = 0; ; ) {
        const { status, body } = await cegid.list(`?skip=${skip}&take=100`);
        expect(status).toBe(200);
        const page = body as { code: string }[];
        // Fewer than were asked for, so that only an empty page is the end.
        expect(page.length).toBeLessThanOrEqual(50);
        codes.push(...page.map(({ code }) => code));
        skip += page.length;
        if (page.length === 0) break;
      }
      expect(codes).toHaveLength(136);
      expect(new Set(codes).size).toBe(136);
      expect((await cegid.list('?take=1')).body).toEqual([
        {
          objectId: expect.any(String),
          code: 'ACHNAT',
          libelle: 'Acheteur national',
          siret: '78787878400035',
        },
      ]);
      expect((await cegid.list('?page=2')).status).toBe(400);
      expect((await cegid.list('?skip=-1')).status).toBe(400);
    },
    misread: {
      as: 'all dossiers in one answer',
      distort: (answer, { path }) =>
        path.includes('skip=') && Array.isArray(answer.body) && !path.includes('skip=0')
          ? { ...answer, body: [] }
          : answer,
    },
  },
  {
    fact: 'and again before a send that is the first of a day, and refuse to send when it cannot',
    async check({ cegid }) {
      await cegid.order('POST', '/faults', {
        partner: 'cegid-loop',
        kind: 'status',
        status: 503,
        match: 'list',
      });
      expect((await cegid.list()).status).toBe(503);
      // Nothing but the sender's care keeps a document from being lost then.
      expect((await cegid.store({ context: 'NOWHERE' })).status).toBe(200);
      expect(await received(cegid)).toMatchObject([{ dossier: 'NOWHERE', lost: true }]);
    },
    misread: { as: 'what cannot be listed cannot be sent to', distort: distortStatus(200, 503) },
  },
];

import { expect } from 'vitest';
import { distortObjects, distortStatus, type Fact } from '../../../testing/fact.ts';
import { makePdf } from '../../../testing/make-document.ts';
import {
  makePdfHolding,
  makeXml,
  national,
  overseas,
  type PennylaneClient,
  unscoped,
} from './pennylane-client.ts';

export type PennylaneFact = Fact<{ readonly pennylane: PennylaneClient; readonly clock: { now: number } }>;

export const received = async (pennylane: PennylaneClient) =>
  (await pennylane.order('GET', '/received?partner=pennylane')).body;

const me = (pennylane: PennylaneClient, token: string | undefined) =>
  pennylane.call('GET', '/api/external/v2/me', { headers: { authorization: `Bearer ${token}` } });

export const pennylaneFacts: readonly PennylaneFact[] = [
  {
    fact: 'POST …/api/external/v2/e-invoices/imports multipart file, type = customer|supplier',
    async check({ pennylane }) {
      for (const type of ['customer', 'supplier']) {
        expect((await pennylane.import({ fields: { type } })).status).toBe(201);
      }
      const wrong = [
        { fields: { type: undefined } },
        { fields: { type: 'purchase' } },
        { fields: { type: 'Supplier' } },
        { fields: { kind: 'supplier' } },
        { fileField: 'document' },
        { bytes: new Uint8Array() },
      ];
      for (const document of wrong) {
        expect(await pennylane.import(document)).toMatchObject({
          status: 422,
          body: { error: 'unprocessable_entity', message: expect.any(String), details: expect.any(Object) },
        });
      }
      expect(await received(pennylane)).toMatchObject([
        { dossier: '215001', type: 'customer', name: 'facture.xml' },
        { dossier: '215001', type: 'supplier' },
      ]);
    },
    misread: { as: 'any type is fine', distort: distortStatus(422, 201) },
  },
  {
    fact: '→ 201 {url} – and id, a text, says Pennylane’s public changelog (January 2026)',
    async check({ pennylane }) {
      const { status, body } = await pennylane.import({ fields: { type: 'customer' } });
      expect({ status, body }).toEqual({
        status: 201,
        body: { id: expect.stringMatching(/^\d+$/), url: expect.any(String) },
      });
      const { id, url } = body as { id: string; url: string };
      const { pathname } = new URL(url);
      expect(pathname).toContain(id);
      expect(pathname).toMatch(/^\/pennylane\/api\/external\/v2\/customer_invoices\/\d+$/);
      const read = (token = '') =>
        pennylane.call('GET', pathname.replace('/pennylane', ''), {
          headers: { authorization: `Bearer ${token}` },
        });
      expect(await read(national?.token)).toMatchObject({ status: 200, body: { filename: 'facture.xml' } });
      expect((await read(overseas?.token)).status).toBe(404);
    },
    misread: {
      as: 'the id is a number',
      distort: distortObjects((object) => ({ ...object, id: Number(object.id) })),
    },
  },
  {
    fact: '(beta; Factur-X, UBL, CII only)',
    async check({ pennylane }) {
      const taken = [makeXml('cii'), makeXml('ubl'), makeXml('creditNote'), makePdfHolding(makeXml('cii'))];
      for (const bytes of taken) expect((await pennylane.import({ bytes })).status).toBe(201);
      const refused = [
        makePdf(),
        makePdfHolding(Buffer.from('<Order/>')),
        makePdfHolding(makeXml('ubl')),
        Buffer.from('<Invoice/>'),
        Buffer.from('<Invoice xmlns="urn:example"/>'),
        Buffer.from('<!DOCTYPE x><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'),
        Buffer.from('not XML'),
      ];
      for (const bytes of refused) {
        // What it is called proves nothing.
        const answer = await pennylane.import({ bytes: Uint8Array.from(bytes), name: 'factur-x.pdf' });
        expect(answer.status).toBe(422);
      }
      expect(await received(pennylane)).toHaveLength(4);
    },
    misread: { as: 'any PDF is taken', distort: distortStatus(422, 201) },
  },
  {
    // Our reading (C) of the documentation: "a token is always linked to one company".
    fact: 'the key is per company: the token names the client',
    async check({ pennylane }) {
      expect(await me(pennylane, overseas?.token)).toMatchObject({
        status: 200,
        body: { company: { id: 215002, name: 'Acheteur outre-mer', reg_no: '343434346' } },
      });
      await pennylane.import({ token: overseas?.token ?? null });
      expect(await received(pennylane)).toMatchObject([{ dossier: '215002' }]);
      for (const token of [null, 'other', `${national?.token} `.repeat(2)]) {
        expect((await pennylane.import({ token })).status).toBe(401);
      }
      expect((await pennylane.import({ token: unscoped?.token ?? null })).status).toBe(403);
      expect((await me(pennylane, unscoped?.token)).status).toBe(200);
      await pennylane.order('PUT', '/pennylane/dossiers', [{ id: 215002, token: 'next' }]);
      expect((await me(pennylane, overseas?.token)).status).toBe(401);
      expect((await me(pennylane, 'next')).status).toBe(200);
    },
    misread: { as: 'a bad token is answered 403', distort: distortStatus(401, 403) },
  },
  {
    // From the public documentation, not from the facts page.
    fact: '25 requests in 5 seconds for each token, then 429 with retry-after and ratelimit-… headers',
    async check({ pennylane, clock }) {
      for (let request = 0; request < 25; request++) {
        const { status, headers } = await me(pennylane, national?.token);
        expect({ status, remaining: headers['ratelimit-remaining'] }).toEqual({
          status: 200,
          remaining: String(24 - request),
        });
      }
      const refused = await me(pennylane, national?.token);
      expect(refused).toMatchObject({ status: 429, retryAfter: '5' });
      expect(refused.headers['ratelimit-reset']).toBe(String(clock.now / 1000 + 5));
      expect((await me(pennylane, overseas?.token)).status).toBe(200);
      clock.now += 5000;
      expect((await me(pennylane, national?.token)).status).toBe(200);
    },
    misread: { as: 'too fast answers 503', distort: distortStatus(429, 503) },
  },
];

import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { distortObjects, distortStatus, type Fact } from '../../../testing/fact.ts';
import { makeDocument, makePdf } from '../../../testing/make-document.ts';
import { type ConciliatorClient, goodKey } from './conciliator-client.ts';

type ConciliatorFact = Fact<{ readonly conciliator: ConciliatorClient }>;

const received = async (conciliator: ConciliatorClient) =>
  (await conciliator.order('GET', '/received?partner=conciliator')).body;

export const conciliatorFacts: readonly ConciliatorFact[] = [
  {
    fact: 'POST …/api/v0/files/upload multipart file, entity (dossier id)',
    async check({ conciliator }) {
      const bytes = makePdf(300_000);
      const name = 'Facture d’août (n° 12).pdf';
      expect((await conciliator.upload({ name, bytes })).status).toBe(200);
      const wrong = [
        { fields: { entity: undefined } },
        { fields: { entity: '' } },
        { fields: { entity: '3047' } },
        { fields: { entity: '999999' } },
        { fields: { type: 'purchase' } },
        { fileField: 'document' },
        { bytes: new Uint8Array() },
        { bytes: makeDocument('<Invoice/>') },
      ];
      for (const upload of wrong) {
        expect(await conciliator.upload(upload)).toMatchObject({
          status: 422,
          body: { error: expect.any(String) },
        });
      }
      expect((await conciliator.upload({ bytes: makePdf(30_000_001) })).status).toBe(413);
      const raw = await conciliator.call('POST', '/api/v0/files/upload', {
        headers: { authorization: goodKey, 'content-type': 'application/pdf' },
        body: bytes,
      });
      expect(raw.status).toBe(400);
      expect(await received(conciliator)).toEqual([
        {
          id: expect.any(String),
          partner: 'conciliator',
          dossier: '003047',
          name,
          type: '',
          size: 300_000,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          deliveryId: null,
          receivedAt: expect.any(String),
        },
      ]);
    },
    misread: { as: 'an unknown entity is taken', distort: distortStatus(422, 200) },
  },
  {
    fact: 'header Authorization key',
    async check({ conciliator }) {
      for (const key of [null, 'other', `Bearer ${goodKey}`, `${goodKey} more`]) {
        expect((await conciliator.upload({ key })).status).toBe(401);
      }
      expect((await conciliator.upload({ key: goodKey })).status).toBe(200);
      await conciliator.order('PUT', '/conciliator/credentials', { apiKey: 'next' });
      expect((await conciliator.upload()).status).toBe(401);
      expect((await conciliator.upload({ key: 'next' })).status).toBe(200);
    },
    misread: { as: 'a bad key is answered 403', distort: distortStatus(401, 403) },
  },
  {
    fact: '→ {files:[{id,name}]}',
    async check({ conciliator }) {
      const { body } = await conciliator.upload({ name: 'note.pdf' });
      expect(body).toEqual({ files: [{ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'note.pdf' }] });
      const other = await conciliator.upload({ name: 'note.pdf' });
      expect(other.body).not.toEqual(body);
    },
    misread: { as: 'one file as an object', distort: distortObjects(({ files }) => ({ file: files })) },
  },
  {
    fact: '(several when split)',
    async check({ conciliator }) {
      const pages = (count: number) => makeDocument(`%PDF-1.7\n${'<</Type /Page>>\n'.repeat(count)}`, 4000);
      const whole = await conciliator.upload({ name: 'dix.pdf', bytes: pages(10) });
      expect((whole.body as { files: unknown[] }).files).toHaveLength(1);
      const split = await conciliator.upload({ name: 'lot de factures.pdf', bytes: pages(21) });
      const { files } = split.body as { files: { id: string; name: string }[] };
      expect(files.map(({ name }) => name)).toEqual([
        'lot de factures (1).pdf',
        'lot de factures (2).pdf',
        'lot de factures (3).pdf',
      ]);
      expect(new Set(files.map(({ id }) => id)).size).toBe(3);
      // One document was sent: the split is Conciliator's own affair.
      expect(await received(conciliator)).toHaveLength(2);
    },
    misread: {
      as: 'always one file',
      distort: distortObjects((object) =>
        Array.isArray(object.files) ? { files: object.files.slice(0, 1) } : object,
      ),
    },
  },
];

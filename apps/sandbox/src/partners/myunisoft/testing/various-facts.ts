import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { makeDocument, makePdf } from '../../../testing/make-document.ts';
import type { MyUnisoftFact } from './myunisoft-fact.ts';

const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const zip = Buffer.from('504b0304', 'hex');

export const variousFacts: readonly MyUnisoftFact[] = [
  {
    fact: 'Other documents: POST /variousDocuments?name= multipart file',
    async check({ myunisoft }) {
      await myunisoft.activate();
      expect((await myunisoft.pushVarious({ query: { pers_physique_id: '12' } })).status).toBe(200);
      const two = new FormData();
      two.append('file', new Blob([makePdf()]), 'un.pdf');
      two.append('other', new Blob([makePdf()]), 'deux.pdf');
      const wrong = [
        { field: 'document' },
        { query: { name: undefined } },
        { query: { name: 'statuts' } },
        { query: { invoice_type_id: '1' } },
      ];
      for (const document of wrong) expect((await myunisoft.pushVarious(document)).status).toBe(400);
      const path = '/variousDocuments?name=statuts.pdf';
      expect((await myunisoft.call('POST', path, { society: '1201', body: two })).status).toBe(400);
      const raw = { society: '1201', type: 'application/octet-stream', body: makePdf() };
      expect((await myunisoft.call('POST', path, raw)).status).toBe(400);
      expect(await myunisoft.received()).toMatchObject([
        { name: 'statuts.pdf', type: 'various', dossier: '1201', deliveryId: null },
      ]);
    },
    misread: { as: 'any form is fine', distort: distortStatus(400, 200) },
  },
  {
    fact: 'it is told as a message whose documents have id_document, libelle, link, … (MyUnisoft’s public documentation, discussion/add_various_documents)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const { status, body } = await myunisoft.pushVarious();
      const text = expect.any(String);
      const url = expect.stringContaining('https://');
      const document = {
        ...{ url, link: url, baseUrl: url, download: url, thumbnail: url, download_link: url },
        size: 1,
        libelle: 'statuts.pdf',
        id_document: expect.any(Number),
        nom_original: 'statuts.pdf',
        date_heure_creation: '2026-11-21T09:00:00.000',
      };
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          message_id: expect.stringMatching(/^\d+$/),
          is_updated: false,
          created_at: '2026-11-21T09:00:00.000Z',
          updated_at: '2026-11-21T09:00:00.000Z',
          body: text,
          user: { user_id: expect.any(Number), nom: text, prenom: text, avatar: url },
          tags: [],
          reactions: [],
          documents: [document],
        },
      });
    },
    misread: { as: 'it answers as an invoice does', distort: distortObjects(() => ({ result: 'success' })) },
  },
  {
    fact: '15 MB, also doc(x), xls(x), ppt(x), gif, heic – and heif, in MyUnisoft’s public documentation, discussion/add_various_documents',
    async check({ myunisoft }) {
      await myunisoft.activate();
      await myunisoft.order('PUT', '/myunisoft/behaviour', { requestsPer10s: 100 });
      const starts = {
        pdf: '%PDF-',
        doc: ole,
        docx: zip,
        xls: ole,
        xlsx: zip,
        ppt: ole,
        pptx: zip,
        gif: 'GIF89a',
        heic: Buffer.from('\0\0\0\x18ftypheic'),
        heif: Buffer.from('\0\0\0\x18ftypmif1'),
      };
      for (const [extension, start] of Object.entries(starts)) {
        const bytes = makeDocument(start);
        const query = { name: `document.${extension}` };
        expect((await myunisoft.pushVarious({ query, bytes })).status).toBe(200);
        expect((await myunisoft.pushVarious({ query: { name: 'document.png' }, bytes })).status).toBe(400);
      }
      for (const name of ['archive.zip', 'note.txt', 'facture.xml']) {
        expect((await myunisoft.pushVarious({ query: { name }, bytes: makeDocument(zip) })).status).toBe(400);
      }
      expect((await myunisoft.pushVarious({ bytes: makePdf(15_000_000) })).status).toBe(200);
      expect((await myunisoft.pushVarious({ bytes: makePdf(15_000_001) })).status).toBe(413);
      expect(await myunisoft.received()).toHaveLength(11);
    },
    misread: { as: 'too large is a bad request', distort: distortStatus(413, 400) },
  },
];

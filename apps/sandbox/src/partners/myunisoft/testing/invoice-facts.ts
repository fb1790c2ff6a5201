import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { makeDocument, makePdf } from '../../../testing/make-document.ts';
import type { MyUnisoftFact } from './myunisoft-fact.ts';

const samples = new URL('../../../../../../demo/documents/', import.meta.url);

export const invoiceFacts: readonly MyUnisoftFact[] = [
  {
    fact: 'Typed documents: POST /invoice?invoice_type_id=…&ocr_type_id=…&name=…&extension=…&return_type=2, body application/octet-stream',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const wrong = [
        { query: { invoice_type_id: undefined } },
        { query: { ocr_type_id: undefined } },
        { query: { name: '' } },
        { query: { name: 'tab\there' } },
        { query: { name: 'x'.repeat(256) } },
        { query: { extension: undefined } },
        { query: { return_type: '3' } },
        { query: { filename: 'no such parameter here' } },
        { type: 'application/pdf' },
        { type: 'application/json' },
      ];
      await myunisoft.order('PUT', '/myunisoft/behaviour', { requestsPer10s: 100 });
      for (const document of wrong) expect((await myunisoft.pushInvoice(document)).status).toBe(400);
      expect(await myunisoft.received()).toEqual([]);
      expect((await myunisoft.pushInvoice({ query: { name: 'Facture n°12 – été & fils' } })).status).toBe(
        200,
      );
      expect(await myunisoft.received()).toMatchObject([
        { name: 'Facture n°12 – été & fils.pdf', dossier: '1201', size: 200, deliveryId: null },
      ]);
    },
    misread: { as: 'any parameter is fine', distort: distortStatus(400, 200) },
  },
  {
    fact: 'type 1 purchase, 2 expense, 3 sale, 4 credit note',
    async check({ myunisoft }) {
      await myunisoft.activate();
      for (const invoice_type_id of ['1', '2', '3', '4']) {
        expect((await myunisoft.pushInvoice({ query: { invoice_type_id } })).status).toBe(200);
      }
      for (const invoice_type_id of ['0', '5', 'purchase', '01']) {
        expect((await myunisoft.pushInvoice({ query: { invoice_type_id } })).status).toBe(400);
      }
      expect((await myunisoft.received()).map(({ type }) => type)).toEqual(['1', '2', '3', '4']);
    },
    misread: { as: 'an unknown type is a purchase', distort: distortStatus(400, 200) },
  },
  {
    fact: 'OCR 2 manual, 3 MyUnisoft’s, 6 Factur-X',
    async check({ myunisoft }) {
      await myunisoft.activate();
      for (const ocr_type_id of ['2', '3']) {
        expect((await myunisoft.pushInvoice({ query: { ocr_type_id } })).status).toBe(200);
      }
      for (const ocr_type_id of ['1', '4', '5', '7']) {
        expect((await myunisoft.pushInvoice({ query: { ocr_type_id } })).status).toBe(400);
      }
      const query = { ocr_type_id: '6' };
      const facturX = Uint8Array.from(await readFile(new URL('facturx-Facture_FR_BASICWL.pdf', samples)));
      expect((await myunisoft.pushInvoice({ query, bytes: facturX })).status).toBe(200);
      const plain = Uint8Array.from(await readFile(new URL('plain-invoice.pdf', samples)));
      expect((await myunisoft.pushInvoice({ query, bytes: plain })).status).toBe(400);
      const image = makeDocument(Buffer.from('ffd8ffe0', 'hex'));
      expect(
        (await myunisoft.pushInvoice({ query: { ...query, extension: 'jpg' }, bytes: image })).status,
      ).toBe(400);
      expect(await myunisoft.received()).toHaveLength(3);
    },
    misread: { as: 'a PDF without XML passes for a Factur-X', distort: distortStatus(400, 200) },
  },
  {
    fact: 'formats jpg jpeg tiff tif bmp png pdf, 15 MB',
    async check({ myunisoft, clock }) {
      await myunisoft.activate();
      const starts = {
        jpg: 'ffd8ffe0',
        jpeg: 'ffd8ffe0',
        tiff: '49492a00',
        tif: '4d4d002a',
        bmp: '424d',
        png: '89504e470d0a1a0a',
        pdf: '255044462d',
      };
      for (const [extension, start] of Object.entries(starts)) {
        const bytes = makeDocument(Buffer.from(start, 'hex'));
        expect((await myunisoft.pushInvoice({ query: { extension }, bytes })).status).toBe(200);
        const other = extension === 'pdf' ? 'png' : 'pdf';
        expect((await myunisoft.pushInvoice({ query: { extension: other }, bytes })).status).toBe(400);
      }
      clock.now += 10_000;
      const gif = makeDocument('GIF89a');
      expect((await myunisoft.pushInvoice({ query: { extension: 'gif' }, bytes: gif })).status).toBe(400);
      expect((await myunisoft.pushInvoice({ query: { extension: 'PDF' } })).status).toBe(400);
      expect((await myunisoft.pushInvoice({ bytes: new Uint8Array() })).status).toBe(400);
      expect((await myunisoft.pushInvoice({ bytes: makePdf(15_000_000) })).status).toBe(200);
      expect((await myunisoft.pushInvoice({ bytes: makePdf(15_000_001) })).status).toBe(413);
      expect(await myunisoft.received()).toHaveLength(8);
    },
    misread: { as: 'a format that is not in the list is accepted', distort: distortStatus(400, 200) },
  },
  {
    fact: 'answer with return_type 2: {id, token, link, label, …}, whole in MyUnisoft’s public documentation, accounting/folder/import/documents: the label has the extension',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const { status, body } = await myunisoft.pushInvoice({ query: { name: 'F-118' } });
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          id: expect.any(Number),
          token: expect.stringMatching(/^[0-9a-f]{32}$/),
          link: expect.stringMatching(/^https:.*\/document\/1-[0-9a-f]{32}$/),
          thumbnail: expect.stringContaining('/preview?'),
          download: expect.stringMatching(/\/download$/),
          baseURL: expect.stringContaining('https://'),
          label: 'F-118.pdf',
          OCR: true,
        },
      });
      const byHand = { name: undefined, ocr_type_id: '2', extension: 'pdf' };
      const second = await myunisoft.pushInvoice({ query: byHand });
      // The name is optional.
      expect(second).toMatchObject({ status: 200, body: { label: 'document.pdf', OCR: false } });
    },
    misread: {
      as: 'the label is the name that was given',
      distort: distortObjects(({ label, ...rest }) => ({
        ...rest,
        label: String(label).replace('.pdf', ''),
      })),
    },
  },
  {
    fact: 'with 1 {result:"success"}',
    async check({ myunisoft }) {
      await myunisoft.activate();
      for (const return_type of ['1', undefined]) {
        expect((await myunisoft.pushInvoice({ query: { return_type } })).body).toEqual({ result: 'success' });
      }
      expect(await myunisoft.received()).toHaveLength(2);
    },
    misread: {
      as: 'the id is always there',
      distort: distortObjects((object) => ({ ...object, id: 1 })),
    },
  },
  {
    fact: 'One file = one invoice',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const bytes = makePdf();
      const first = await myunisoft.pushInvoice({ bytes });
      const second = await myunisoft.pushInvoice({ bytes });
      // Not even the same bytes are taken for the same invoice.
      expect([first.status, second.status]).toEqual([200, 200]);
      expect((first.body as { id: number }).id).not.toBe((second.body as { id: number }).id);
      expect(await myunisoft.received()).toHaveLength(2);
    },
    misread: {
      as: 'the same bytes are the same invoice',
      distort: distortObjects((object) => (object.id === undefined ? object : { ...object, id: 1 })),
    },
  },
];

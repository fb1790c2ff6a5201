import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { makePdf } from '../../../testing/make-document.ts';
import type { InqomFact } from './inqom-fact.ts';

const answerFields = [
  'Id',
  'AccountingFolderId',
  'Name',
  'Type',
  'Size',
  'OrigineId',
  'CreatedAt',
  'Source',
  'SourceId',
  'DocRef',
  'Checksum',
  'Status',
  'StatusReasons',
  'StatusUpdatedAt',
];

export const pushFacts: readonly InqomFact[] = [
  {
    fact: 'multipart: Document (file), TypeScan = Supplier | Client | Others, FileSource=Api, DocumentName, DocRef, SourceId (our delivery id), WithoutWorkflow',
    async check({ inqom }) {
      const token = await inqom.token();
      const all = { DocRef: 'F-2026-118', SourceId: 'delivery-1', WithoutWorkflow: 'true' };
      for (const TypeScan of ['Supplier', 'Client', 'Others']) {
        const { status } = await inqom.push(token, { fields: { ...all, TypeScan } });
        expect(status).toBe(201);
      }
      const wrong = [
        { TypeScan: 'Purchase' },
        { TypeScan: undefined },
        { FileSource: 'Web' },
        { FileSource: undefined },
        { DocumentName: undefined },
        { WithoutWorkflow: 'maybe' },
        { Sourceid: 'misspelt' },
        { DocumentName: 'tab\there.pdf' },
        { DocumentName: 'x'.repeat(256) },
      ];
      for (const fields of wrong) expect((await inqom.push(token, { fields })).status).toBe(400);
      const { body } = await inqom.order('GET', '/received?partner=inqom');
      expect(body).toHaveLength(3);
    },
    misread: { as: 'any field is fine', distort: distortStatus(400, 201) },
  },
  {
    fact: 'Administratif has no documented API value: the sandbox takes Others',
    async check({ inqom }) {
      const token = await inqom.token();
      expect((await inqom.push(token, { fields: { TypeScan: 'Administratif' } })).status).toBe(400);
      expect((await inqom.push(token, { fields: { TypeScan: 'Others' } })).status).toBe(201);
    },
    misread: { as: 'Administratif is a value', distort: distortStatus(400, 201) },
  },
  {
    fact: `Answer: {${answerFields.join(', ')}, …}`,
    async check({ inqom, clock }) {
      const token = await inqom.token();
      const bytes = makePdf(4321);
      const fields = {
        TypeScan: 'Client',
        DocumentName: 'Facture n°12 – été.pdf',
        DocRef: 'R12',
        SourceId: 'delivery-2',
      };
      const { body } = await inqom.push(token, { bytes, fields });
      expect(Object.keys(body as object)).toEqual(answerFields);
      expect(body).toMatchObject({
        AccountingFolderId: 48211,
        Name: 'Facture n°12 – été.pdf',
        Type: 'Client',
        Size: 4321,
        OrigineId: null,
        CreatedAt: new Date(clock.now).toISOString(),
        Source: 'Api',
        SourceId: 'delivery-2',
        DocRef: 'R12',
        Status: 'Received',
        StatusReasons: [],
      });
    },
    misread: {
      as: 'the origin is spelt in English',
      distort: distortObjects(({ OrigineId, ...rest }) => ({ ...rest, OriginId: OrigineId })),
    },
  },
  {
    fact: 'Checksum (40 hex, SHA-1)',
    async check({ inqom }) {
      const token = await inqom.token();
      const bytes = makePdf(70_000);
      const { body } = await inqom.push(token, { bytes });
      const { Checksum } = body as { Checksum: string };
      expect(Checksum).toMatch(/^[0-9a-f]{40}$/i);
      expect(Checksum.toLowerCase()).toBe(createHash('sha1').update(bytes).digest('hex'));
    },
    misread: {
      as: 'the checksum is another one',
      distort: distortObjects((object) => ({ ...object, Checksum: 'A'.repeat(40) })),
    },
  },
  {
    fact: 'Expense notes: POST /api/v1/accounting-folders/{id}/expense-bills, multipart File, BeneficiaryFullName, FileNameWithExtension, DocumentReference → {DocumentId}',
    async check({ inqom }) {
      const token = await inqom.token();
      const { status, body } = await inqom.pushExpense(token, { DocumentReference: 'delivery-3' });
      expect({ status, body }).toEqual({ status: 200, body: { DocumentId: expect.any(Number) } });
      for (const fields of [
        { BeneficiaryFullName: undefined },
        { FileNameWithExtension: undefined },
        { FileNameWithExtension: 'repas' },
        { SourceId: 'no such field here' },
      ]) {
        expect((await inqom.pushExpense(token, fields)).status).toBe(400);
      }
      const received = await inqom.order('GET', '/received?partner=inqom');
      expect(received.body).toMatchObject([
        { type: 'expense', name: 'repas.pdf', dossier: '48211', deliveryId: 'delivery-3' },
      ]);
    },
    misread: {
      as: 'the answer has a SourceId too',
      distort: distortObjects((object) => ({ ...object, SourceId: 'delivery-3' })),
    },
  },
  {
    fact: 'manifest default PDF, JPEG, PNG, TIFF, 20 MB, editable',
    async check({ inqom }) {
      const token = await inqom.token();
      const accepted = ['255044462d', 'ffd8ffe0', '89504e470d0a1a0a', '49492a00', '4d4d002a'];
      for (const start of accepted) {
        const bytes = Uint8Array.from([...Buffer.from(start, 'hex'), 0, 0, 0]);
        expect((await inqom.push(token, { bytes })).status).toBe(201);
      }
      const xml = Uint8Array.from(Buffer.from('<?xml version="1.0"?><Invoice/>'));
      expect(await inqom.push(token, { bytes: xml })).toMatchObject({
        status: 400,
        body: { Message: expect.stringContaining('Format') },
      });
      expect((await inqom.push(token, { bytes: new Uint8Array() })).status).toBe(400);
      expect((await inqom.push(token, { bytes: makePdf(20_000_000) })).status).toBe(201);
      expect(await inqom.push(token, { bytes: makePdf(20_000_001) })).toMatchObject({
        status: 400,
        body: { Message: expect.stringContaining('taille') },
      });
    },
    misread: { as: 'too large answers 413', distort: distortStatus(400, 413) },
  },
];

import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { makePdf } from '../../../testing/make-document.ts';
import type { InqomFact } from './inqom-fact.ts';

const documents = '/api/accounting-documents/accounting-folders/48211/Documents';

export const afterFacts: readonly InqomFact[] = [
  {
    fact: 'After: GET …/Documents and GET …/Documents/{id}: Status = Received, ToReview, Processing, Duplicate, Done, ManualProcessing, Deleted',
    async check({ inqom, clock }) {
      const token = await inqom.token();
      const { body } = await inqom.push(token);
      const { Id } = body as { Id: number };
      const readStatus = async () => {
        const one = await inqom.call('GET', `${documents}/${Id}`, { token });
        const all = await inqom.call('GET', documents, { token });
        expect(all.body).toEqual([one.body]);
        return (one.body as { Status: string }).Status;
      };
      expect(await readStatus()).toBe('Received');
      clock.now += 1000;
      expect(await readStatus()).toBe('Processing');
      clock.now += 2000;
      expect(await readStatus()).toBe('Done');
      for (const status of ['ToReview', 'ManualProcessing', 'Deleted']) {
        await inqom.order('PUT', `/inqom/documents/${Id}`, { status });
        expect(await readStatus()).toBe(status);
      }
      expect((await inqom.call('GET', `${documents}/1`, { token })).status).toBe(404);
    },
    misread: {
      as: 'a document is done at once',
      distort: distortObjects((object) => (object.Status ? { ...object, Status: 'Done' } : object)),
    },
  },
  {
    fact: 'StatusReasons = ExerciseLockedForDates, ExercisesNotFound, JournalNotFound, …',
    async check({ inqom, clock }) {
      const token = await inqom.token();
      await inqom.push(token, { dossier: 48216 });
      clock.now += 3000;
      const list = await inqom.call('GET', documents.replace('48211', '48216'), { token });
      expect(list.body).toMatchObject([
        { Status: 'ManualProcessing', StatusReasons: ['ExerciseLockedForDates'] },
      ]);
    },
    misread: {
      as: 'one reason, as text',
      distort: distortObjects((object) => ({ ...object, StatusReasons: String(object.StatusReasons) })),
    },
  },
  {
    fact: 'A duplicate is accepted first and marked Duplicate seconds later, with OrigineId of the first',
    async check({ inqom, clock }) {
      const token = await inqom.token();
      const bytes = makePdf();
      const first = (await inqom.push(token, { bytes })).body as { Id: number };
      const second = await inqom.push(token, { bytes, fields: { DocumentName: 'autre nom.pdf' } });
      expect(second).toMatchObject({ status: 201, body: { Status: 'Received', OrigineId: null } });
      const elsewhere = await inqom.push(token, { bytes, dossier: 48212 });
      clock.now += 1999;
      const early = await inqom.call('GET', documents, { token });
      expect(early.body).toMatchObject([{ OrigineId: null }, { Status: 'Processing', OrigineId: null }]);
      clock.now += 1001;
      const late = await inqom.call('GET', documents, { token });
      expect(late.body).toMatchObject([
        { Id: first.Id, Status: 'Done', OrigineId: null },
        { Status: 'Duplicate', OrigineId: first.Id },
      ]);
      const { Id } = elsewhere.body as { Id: number };
      const other = await inqom.call('GET', `${documents.replace('48211', '48212')}/${Id}`, { token });
      expect(other.body).toMatchObject({ Status: 'Done' });
    },
    misread: { as: 'a duplicate is refused', distort: distortStatus(201, 409) },
  },
  {
    fact: 'After a time-out, look for our SourceId in the list before sending again',
    async check({ inqom }) {
      const token = await inqom.token();
      await inqom.order('POST', '/faults', {
        partner: 'inqom',
        kind: 'drop',
        when: 'after',
        count: 1,
        match: 'push',
      });
      await expect(inqom.push(token, { fields: { SourceId: 'delivery-4' } })).rejects.toThrow();
      await inqom.pushExpense(token, { DocumentReference: 'delivery-5' });
      const list = await inqom.call('GET', documents, { token });
      expect((list.body as { SourceId: string }[]).map(({ SourceId }) => SourceId)).toEqual(['delivery-4']);
    },
    misread: {
      as: 'the list does not give the SourceId',
      distort: distortObjects(({ SourceId: _, ...rest }) => rest),
    },
  },
  {
    fact: 'Limits: 15 requests/s per client and user, sliding window, then 429',
    async check({ inqom, clock }) {
      const other = await inqom.token({ username: 'collaborateur@cabinet.example' });
      const token = await inqom.token();
      const read = (bearer: string) => inqom.call('GET', documents, { token: bearer });
      clock.now += 1000;
      for (let request = 0; request < 10; request++) expect((await read(token)).status).toBe(200);
      clock.now += 600;
      for (let request = 0; request < 5; request++) expect((await read(token)).status).toBe(200);
      expect(await read(token)).toMatchObject({ status: 429, retryAfter: '1', body: null });
      expect((await read(other)).status).toBe(200);
      // The ten have left the window, the five and the one refused have not.
      clock.now += 500;
      for (let request = 0; request < 9; request++) expect((await read(token)).status).toBe(200);
      expect((await read(token)).status).toBe(429);
      await inqom.order('PUT', '/inqom/behaviour', { retryAfterS: null });
      expect(await read(token)).toMatchObject({ status: 429, retryAfter: null });
    },
    misread: { as: 'too fast answers 503', distort: distortStatus(429, 503) },
  },
];

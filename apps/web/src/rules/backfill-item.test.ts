import { expect, it } from 'vitest';
import { documentOf, whyLeft } from './backfill-item.ts';

it('reads a document of the job', () => {
  const payload = {
    name: 'Facture.pdf',
    clientName: 'Garage',
    path: '/Achats',
    type: 'purchase',
    ruleId: '1',
  };
  expect(documentOf({ payload })).toEqual({
    name: 'Facture.pdf',
    clientName: 'Garage',
    folderPath: '/Achats',
    documentType: 'purchase',
  });
});

it('leaves empty what the job did not keep', () => {
  expect(documentOf({ payload: { type: 'weather', name: 3 } })).toEqual({
    name: '',
    clientName: '',
    folderPath: '',
    documentType: undefined,
  });
});

it('knows why a document was left', () => {
  expect(whyLeft({ detail: { why: 'given' } })).toBe('given');
  for (const detail of [null, {}, { why: 'weather' }]) expect(whyLeft({ detail })).toBeUndefined();
});

import { expect, it } from 'vitest';
import { maxPreviewBytes, planFetch } from './plan-fetch.ts';

it.each([
  ['application/pdf', 1_000, { kind: 'whole' }],
  ['application/pdf', maxPreviewBytes, { kind: 'whole' }],
  ['application/pdf', maxPreviewBytes + 1, { kind: 'nothing', why: 'tooLarge' }],
  ['text/csv', 1_000_000, { kind: 'whole' }],
  ['text/csv', 2_000_000_000, { kind: 'start', bytes: 1_000_000 }],
  ['application/zip', 10, { kind: 'nothing', why: 'unsupported' }],
  [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    10,
    { kind: 'nothing', why: 'unsupported' },
  ],
  ['text/html', 10, { kind: 'nothing', why: 'unsupported' }],
  ['image/svg+xml', 10, { kind: 'nothing', why: 'unsupported' }],
  ['application/octet-stream', 10, { kind: 'whole' }],
  ['application/pdf', 0, { kind: 'nothing', why: 'empty' }],
])('%s of %i bytes', (mediaType, sizeBytes, plan) => {
  expect(planFetch(mediaType, sizeBytes)).toEqual(plan);
});

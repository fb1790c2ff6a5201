import type { Application } from '@navette/api';
import { documentTypes } from '@navette/model';
import { expect, test } from 'vitest';
import { describeApplication } from './describe-application.ts';

const limitsOf = (maxBytes: number, ...mediaTypes: string[]): Application['limits'] => ({
  ...{ maxBytes, mediaTypes, maxImageBytes: null, minBytes: null },
});
const typeOf = (
  type: Application['types'][number]['type'],
  limits: Application['limits'],
): Application['types'][number] => ({ ...{ type, limits }, partnerValue: '', isConfirmed: true });
const field = (name: string, change: Partial<Application['fields'][number]> = {}) => ({
  ...{ name, label: { fr: name, en: name }, help: null, isSecret: false, isRequired: true, choices: null },
  ...{ defaultValue: null, isMultiline: false, isLearned: false, expects: 'text' as const },
  ...change,
});

test('names single formats, and gathers pictures and office files', () => {
  const formats = (...mediaTypes: string[]) =>
    describeApplication({ types: [], fields: [], limits: limitsOf(1, ...mediaTypes) }).formats;
  expect(formats('application/pdf', 'image/jpeg')).toEqual([{ name: 'PDF' }, { name: 'JPEG' }]);
  expect(formats('image/png', 'application/pdf', 'image/jpeg')).toEqual([
    { name: 'PDF' },
    { word: 'images' },
  ]);
  expect(formats('application/xml', 'text/xml', 'application/msword')).toEqual([
    { name: 'XML' },
    { word: 'office' },
  ]);
  expect(formats('*')).toEqual([{ word: 'any' }]);
});

test('tells the largest document that any of its types takes', () => {
  const limits = limitsOf(10, 'application/pdf');
  const types = [typeOf('purchase', limits), typeOf('sales', limitsOf(25, 'application/pdf'))];
  expect(describeApplication({ types, fields: [], limits })).toMatchObject({
    ...{ types: ['purchase', 'sales'], maxBytes: 25 },
  });
  const all = documentTypes.map((type) => typeOf(type, limits));
  expect(describeApplication({ types: all, fields: [], limits }).types).toBe('all');
});

test('needs what must be typed, not what has a default or may stay empty', () => {
  const fields = [
    field('secret'),
    field('port', { defaultValue: '22' }),
    field('folder', { isRequired: false }),
  ];
  const { needs } = describeApplication({ types: [], limits: limitsOf(1, '*'), fields });
  expect(needs).toEqual([{ fr: 'secret', en: 'secret' }]);
});

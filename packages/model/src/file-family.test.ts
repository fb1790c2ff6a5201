import { expect, it } from 'vitest';
import { familyOf } from './file-family.ts';

it.each([
  ['application/pdf', 'pdf'],
  ['image/heic', 'image'],
  ['text/xml', 'xml'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'office'],
  ['application/msword', 'office'],
  ['text/csv', 'text'],
  ['application/zip', 'archive'],
  ['message/rfc822', 'mail'],
  ['application/x-msdownload', null],
  ['application/x-elf', null],
  ['application/octet-stream', null],
])('puts %s in %s', (mediaType, family) => {
  expect(familyOf(mediaType)).toBe(family);
});

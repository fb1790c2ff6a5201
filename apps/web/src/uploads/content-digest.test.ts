import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentDigest } from './content-digest.ts';

test('hashes the bytes as the server will', async () => {
  const bytes = new Uint8Array([0, 255, 10, 37, 80, 68, 70]);
  const expected = createHash('sha256').update(bytes).digest('base64');
  expect(await contentDigest(new Blob([bytes]))).toBe(`sha-256=:${expected}:`);
});

test('gives none for a file that memory should not hold twice', async () => {
  const huge = { size: 300 * 1024 * 1024 } as Blob;
  expect(await contentDigest(huge)).toBeNull();
});

import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentDigest, hashFile, toHex } from './hash-file.ts';
import { hashInPieces } from './hash-in-pieces.ts';

const never = { signal: new AbortController().signal, onProgress: () => undefined };

test('hashes the bytes as the server will', async () => {
  const bytes = new Uint8Array([0, 255, 10, 37, 80, 68, 70]);
  const sha256 = await hashFile(new Blob([bytes]), never);
  expect(contentDigest(sha256)).toBe(`sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`);
  expect(toHex(sha256)).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('hashes a large file piece by piece to the same value, and tells how far it is', async () => {
  const bytes = randomBytes(9 * 1024 * 1024 + 7);
  const seen: number[] = [];
  const sha256 = await hashInPieces(new Blob([bytes]), (hashedBytes) => seen.push(hashedBytes));
  expect(toHex(sha256)).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(seen).toEqual([4 * 1024 * 1024, 8 * 1024 * 1024, bytes.length]);
});

test('stops when it is cancelled', async () => {
  const signal = AbortSignal.abort();
  await expect(hashFile(new Blob(['x']), { ...never, signal })).rejects.toThrow('abort');
});

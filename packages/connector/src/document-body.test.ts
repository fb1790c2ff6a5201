import { expect, test } from 'vitest';
import { encodeRaw } from './document-body.ts';

const still = new AbortController().signal;

function sourceOf(pieces: readonly Uint8Array[], sizeBytes: number) {
  return { mediaType: 'application/pdf', sizeBytes, open: () => ReadableStream.from(pieces) };
}

test('sends a document as it is', async () => {
  const pieces = [new Uint8Array([1, 2]), new Uint8Array([3])];
  const raw = encodeRaw(sourceOf(pieces, 3), still);
  expect(raw).toMatchObject({ contentType: 'application/pdf', sizeBytes: 3 });
  expect([...(await new Response(raw.body).bytes())]).toEqual([1, 2, 3]);
  expect(raw.progress).toEqual({ isComplete: true, sourceFailure: null });
});

test('never hands over the announced number of bytes of a document that is longer', async () => {
  const raw = encodeRaw(sourceOf([new Uint8Array(10), new Uint8Array(10), new Uint8Array(1)], 20), still);
  const reader = raw.body.getReader();
  let handedOver = 0;
  await expect(
    (async () => {
      for (;;) handedOver += (await reader.read()).value?.length ?? expect.fail('it ended well');
    })(),
  ).rejects.toThrow(/announced/);
  expect(handedOver).toBeLessThan(20);
  expect(raw.progress.isComplete).toBe(false);
});

test('tells a document that cannot be read from one that was cut short by an abort', async () => {
  const broken = new Error('the disk gave up');
  const open = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken) });
  const raw = encodeRaw({ mediaType: 'image/png', sizeBytes: 3, open }, still);
  await expect(new Response(raw.body).bytes()).rejects.toThrow('the disk gave up');
  expect(raw.progress.sourceFailure).toMatchObject({ code: 'bytes_missing', cause: broken });
});

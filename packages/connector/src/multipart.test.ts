import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeMultipart, type MultipartFile } from './multipart.ts';

const still = new AbortController().signal;

function fileOf(bytes: Uint8Array, changes: Partial<MultipartFile> = {}): MultipartFile {
  return {
    fieldName: 'Document',
    fileName: 'facture.pdf',
    mediaType: 'application/pdf',
    sizeBytes: bytes.length,
    open: () => new Blob([Uint8Array.from(bytes)]).stream(),
    ...changes,
  };
}

/** Read by another implementation than ours. */
async function parse({ contentType, body }: ReturnType<typeof encodeMultipart>): Promise<FormData> {
  return new Response(body, { headers: { 'content-type': contentType } }).formData();
}

describe('a multipart body', () => {
  test('is read back by another parser: any name, any value, any bytes', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const plain = text.map((each) => each.replace(/[\r\n"%\0]/g, '_'));
    await fc.assert(
      fc.asyncProperty(plain, plain, fc.uint8Array({ maxLength: 3_000 }), async (value, fileName, bytes) => {
        const form = await parse(
          encodeMultipart([['DocumentName', value]], fileOf(bytes, { fileName }), still),
        );
        expect(form.get('DocumentName')).toBe(value);
        const file = form.get('Document') as File;
        expect(file.name).toBe(fileName);
        expect(file.type).toBe('application/pdf');
        expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
      }),
    );
  });

  test('has the length it announces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.uint8Array({ maxLength: 500 }),
        async (value, fileName, bytes) => {
          const multipart = encodeMultipart([['é', value]], fileOf(bytes, { fileName }), still);
          expect((await new Response(multipart.body).bytes()).length).toBe(multipart.sizeBytes);
        },
      ),
    );
  });

  test('cannot be given another field through a file name', async () => {
    const fileName =
      'a"\r\nContent-Type: text/html\r\n\r\n--x\r\nContent-Disposition: form-data; name="SourceId"\r\n\r\nstolen';
    const form = await parse(
      encodeMultipart([['SourceId', 'ours']], fileOf(new Uint8Array(3), { fileName }), still),
    );
    expect(form.getAll('SourceId')).toEqual(['ours']);
    expect((form.get('Document') as File).type).toBe('application/pdf');
  });

  test('says that all was handed over only with its last piece', async () => {
    const multipart = encodeMultipart([], fileOf(new Uint8Array(200_000)), still);
    const reader = multipart.body.getReader();
    let readBytes = 0;
    while (!multipart.progress.isComplete) {
      expect(readBytes).toBeLessThan(multipart.sizeBytes);
      readBytes += (await reader.read()).value?.length ?? 0;
    }
    expect(readBytes).toBe(multipart.sizeBytes);
  });

  test('reads nothing of the file before it is read itself', async () => {
    let isOpened = false;
    const open = () => {
      isOpened = true;
      return new Blob([]).stream();
    };
    const { body } = encodeMultipart([], fileOf(new Uint8Array(0), { open }), still);
    expect(isOpened).toBe(false);
    await new Response(body).bytes();
    expect(isOpened).toBe(true);
  });

  test.each([
    ['shorter', 4],
    ['longer', 2],
  ])('fails when the file is %s than announced, before its end', async (_what, sizeBytes) => {
    const multipart = encodeMultipart([], fileOf(new Uint8Array(3), { sizeBytes }), still);
    await expect(new Response(multipart.body).bytes()).rejects.toThrow(/announced/);
    expect(multipart.progress.isComplete).toBe(false);
    expect(multipart.progress.sourceFailure).toMatchObject({ code: 'bytes_missing' });
  });

  test('closes a file that is stuck when the signal aborts, and does not blame the file', async () => {
    const opened = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const aborting = new AbortController();
    const open = () => {
      opened.resolve();
      return new ReadableStream<Uint8Array>({
        pull: () => new Promise(() => {}),
        cancel: () => closed.resolve(),
      });
    };
    const multipart = encodeMultipart([], fileOf(new Uint8Array(3), { open }), aborting.signal);
    const reading = expect(new Response(multipart.body).bytes()).rejects.toThrow();
    await opened.promise;
    aborting.abort();
    await closed.promise;
    await reading;
    expect(multipart.progress.sourceFailure).toBeNull();
  });

  test('does not open the file once the signal has aborted', async () => {
    const open = () => expect.fail('the file was opened');
    const multipart = encodeMultipart([], fileOf(new Uint8Array(3), { open }), AbortSignal.abort());
    await expect(new Response(multipart.body).bytes()).rejects.toThrow(/aborted/);
  });
});

import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createInqomClient } from '../partners/inqom/testing/inqom-client.ts';
import { makePdf } from '../testing/make-document.ts';
import { startTestSandbox } from '../testing/test-sandbox.ts';
import { until } from '../testing/until.ts';

it('gives back what was received: bytes, metadata, time', async () => {
  await using started = await startTestSandbox();
  const inqom = createInqomClient(started.sandbox.url);
  const bytes = makePdf(1_000_000);
  await inqom.push(await inqom.token(), {
    bytes,
    fields: { DocumentName: 'été (n°1).pdf', SourceId: 'd-1' },
  });
  const { body } = await inqom.order('GET', '/received?partner=inqom');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(body).toEqual([
    {
      id: expect.any(String),
      partner: 'inqom',
      dossier: '48211',
      name: 'été (n°1).pdf',
      type: 'Supplier',
      size: 1_000_000,
      sha256,
      deliveryId: 'd-1',
      receivedAt: '2026-11-21T09:00:00.000Z',
    },
  ]);
  expect((await inqom.order('GET', '/received?partner=another')).body).toEqual([]);
  const [{ id }] = body as [{ id: string }];
  const content = await fetch(`${started.sandbox.url}/_sandbox/received/${id}/content`);
  expect(content.headers.get('content-type')).toBe('application/pdf');
  expect(content.headers.get('content-disposition')).toBe(
    "inline; filename*=UTF-8''%C3%A9t%C3%A9%20%28n%C2%B01%29.pdf",
  );
  expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true);
});

it.each([
  { how: 'leaves half-way', contentLength: 5_000_000 },
  { how: 'ends its form too early', contentLength: 200_000 },
])('keeps nothing of a sender that $how', async ({ contentLength }) => {
  await using started = await startTestSandbox();
  const inqom = createInqomClient(started.sandbox.url);
  const token = await inqom.token();
  const { port, hostname } = new URL(started.sandbox.url);
  const part = '--edge\r\ncontent-disposition: form-data; name="Document"; filename="a.pdf"\r\n\r\n';
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.write(
    [
      'POST /inqom/api/accounting-documents/accounting-folders/48211/Documents/ HTTP/1.1',
      `host: ${hostname}`,
      `authorization: Bearer ${token}`,
      'content-type: multipart/form-data; boundary=edge',
      `content-length: ${contentLength}`,
      '',
      part,
    ].join('\r\n'),
  );
  const incoming = join(started.dataFolder, 'incoming');
  socket.write(makePdf(200_000 - Buffer.byteLength(part)));
  if (contentLength > 200_000) {
    await until('the upload to begin', async () =>
      (await readdir(incoming)).length === 1 ? true : undefined,
    );
    socket.destroy();
  } else {
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    socket.destroy();
  }
  await until('the half to be removed', async () =>
    (await readdir(incoming)).length === 0 ? true : undefined,
  );
  expect((await inqom.order('GET', '/received')).body).toEqual([]);
});

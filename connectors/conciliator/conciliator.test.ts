import { openScripted, scriptedRequest } from '@navette/connector/conformance';
import type { Reply } from '@navette/testkit';
import { expect, it } from 'vitest';
import { connector } from './conciliator.ts';

const { signal } = new AbortController();
const request = scriptedRequest({ clientKey: '003031' });

const open = (reply: Reply) =>
  openScripted(
    connector,
    (address) => ({ apiKey: 'cle-secrete', address }),
    () => reply,
  );

it('sends the dossier and the file, under the key as it is', async () => {
  const { session, seen } = await open({ status: 200, body: { files: [{ id: 'a-1', name: 'x.pdf' }] } });
  expect(await session.deliver(request, signal)).toMatchObject({ partnerRef: 'a-1', state: 'accepted' });
  expect(seen[0]?.line).toBe('POST /api/v0/files/upload');
  expect(seen[0]?.headers.authorization).toBe('cle-secrete');
  const body = seen[0]?.body.toString('latin1') ?? '';
  expect(body).toContain('name="entity"\r\n\r\n003031\r\n');
  expect(body).toContain('name="file"; filename="');
});

it('keeps the reference of each part when the document was split', async () => {
  const files = ['a', 'b', 'c'].map((id) => ({ id, name: `${id}.pdf` }));
  const { session } = await open({ status: 200, body: { files } });
  expect(await session.deliver(request, signal)).toMatchObject({
    partnerRef: 'a, b, c',
    partnerStatus: 'découpé en 3',
  });
});

it.each<[string, Reply, string]>([
  ['no file in the answer', { status: 200, body: { files: [] } }, 'outcome_unknown'],
  ['a web page', { status: 200, body: '<p>Bonjour</p>' }, 'outcome_unknown'],
  [
    'an unknown entity',
    { status: 422, body: { error: 'unknown_entity', message: 'Unknown' } },
    'dossier_unknown',
  ],
  ['not found', { status: 404, body: {} }, 'dossier_unknown'],
  ['a file that is refused', { status: 422, body: { message: 'identity of the file' } }, 'document_refused'],
  ['a key that is refused', { status: 403, body: {} }, 'credentials_rejected'],
  ['a gateway that gave up', { status: 504, body: {} }, 'outcome_unknown'],
])('%s', async (_, reply, code) => {
  const { session } = await open(reply);
  await expect(session.deliver(request, signal)).rejects.toMatchObject({ code });
});

/** What the suite does not show of a folder. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeliverRequest, openWorld, type Session } from '@navette/connector';
import { expect, onTestFinished, test } from 'vitest';
import { connector } from './folder.ts';

const { signal } = new AbortController();

async function openFolder(template?: string, below = ''): Promise<{ root: string; session: Session }> {
  const root = await mkdtemp(join(tmpdir(), 'navette-folder-'));
  const world = openWorld({ allowedHosts: [], folderRoots: [root] });
  onTestFinished(async () => {
    await world.close();
    await rm(root, { recursive: true });
  });
  const credentials = { folder: join(root, below), ...(template !== undefined && { template }) };
  return { root, session: connector.open(credentials, world.context()) };
}

const bytes = Buffer.from('une facture');
const request: DeliverRequest = {
  deliveryId: '019a0000-0000-7000-8000-000000000001',
  clientKey: 'DUPONT',
  clientName: 'Boulangerie Dupont & Fils',
  type: 'expense',
  document: {
    name: 'Reçu n°12.pdf',
    mediaType: 'application/pdf',
    sizeBytes: bytes.length,
    sha256: 'ee79eefce7a5e9f0d4ee2d44d1ac9ee2a7ee0e7ff1cd9ba6c2d9b1b7a3bb2f44',
    depositor: 'Camille Dupont',
    receivedOn: '2026-11-21',
    readEInvoice: async () => null,
    open: () => new Blob([bytes]).stream(),
  },
};

async function withDigest(): Promise<DeliverRequest> {
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
  return { ...request, document: { ...request.document, sha256: digest } };
}

test.each([
  [undefined, 'DUPONT/notes-de-frais/2026-11-21-Reçu n°12.pdf'],
  [
    '{nom-client}/{millésime}/{mois}/{id}',
    'Boulangerie Dupont & Fils/2026/11/019a0000-0000-7000-8000-000000000001.pdf',
  ],
])('the template %s puts a document at %s', async (template, path) => {
  const { root, session } = await openFolder(template);
  const receipt = await session.deliver(await withDigest(), signal);
  expect(receipt).toEqual({ partnerRef: path, state: 'confirmed' });
  expect(await readFile(join(root, path), 'utf8')).toBe('une facture');
  expect(await session.find?.(await withDigest(), signal)).toEqual(receipt);
});

test('a document that is not what it was said to be is not given a name', async () => {
  const { root, session } = await openFolder();
  await expect(session.deliver(request, signal)).rejects.toMatchObject({ class: 'temporary' });
  expect((await readdir(root, { recursive: true })).filter((name) => name.endsWith('.pdf'))).toEqual([]);
});

test('a template that cannot be read, and a folder that is gone, are matters of connection', async () => {
  const { session } = await openFolder('{siret}/{name}');
  await expect(session.deliver(request, signal)).rejects.toMatchObject({ class: 'connection' });
  const { session: absent } = await openFolder(undefined, 'absent');
  await expect(absent.check(signal)).rejects.toMatchObject({ code: 'destination_missing' });
});

test('check tells which folder was reached, and leaves nothing in it', async () => {
  const { root, session } = await openFolder(undefined, 'dépôt');
  await mkdir(join(root, 'dépôt'));
  expect(await session.check(signal)).toEqual({ identity: join(root, 'dépôt') });
  expect(await readdir(join(root, 'dépôt'))).toEqual([]);
});

test('documents over the limit are refused before anything is written', async () => {
  const { root, session } = await openFolder();
  const document = { ...request.document, sizeBytes: 2_000_000_001 };
  await expect(session.deliver({ ...request, document }, signal)).rejects.toMatchObject({
    code: 'document_too_large',
  });
  expect(await readdir(root)).toEqual([]);
});

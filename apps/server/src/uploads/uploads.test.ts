import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createSetup } from '../firms/setup.ts';
import { buildServer } from '../http/server.ts';
import { pairAgent } from '../testing/firm-of-everything.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf, ledgerOf, treeOf } from '../testing/test-documents.ts';
import { testFirm } from '../testing/test-firm.ts';
import { newIdempotencyKey, testPlatform } from '../testing/test-platform.ts';
import { type TusAnswer, tusClient, untilOnDisk } from '../testing/tus-requests.ts';
import { expireUploads } from './expire-uploads.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const start = new Date('2026-11-21T10:00:00Z');
platform.setClock(start);
const { dataDir } = platform.settings;
const firm = await testFirm(platform);
const tree = treeOf(firm, await firm.addClient('Menuiserie Aubertin'));
await firm.connect('scripted', tree.clientId);
const folder = await tree.folder('/Achats/2026/11');
await platform.server.listen({ host: '127.0.0.1', port: 0 });
const { port } = platform.server.server.address() as AddressInfo;
const endpoint = `${firm.path}/uploads`;
const tus = tusClient(port, endpoint, firm.admin.headers);
const noSignal = new AbortController().signal;

/** A PDF of this many bytes, like no other. */
function pdf(sizeBytes: number): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(sizeBytes - 9)]);
}

function metadataOf(bytes: Buffer, more: Record<string, string> = {}): Record<string, string> {
  return {
    folderId: folder.id,
    name: 'grand.pdf',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    idempotencyKey: newIdempotencyKey(),
    ...more,
  };
}

async function begin(bytes: Buffer, more: Record<string, string> = {}): Promise<string> {
  const answer = await tus.create(metadataOf(bytes, more), bytes.length);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(answer.headers.location);
}

async function storedBytes(answer: TusAnswer): Promise<Buffer> {
  const document = await tree.read(String(answer.headers['navette-document']));
  return buffer(platform.blobs.read(firm.id, document.body.sha256));
}

/** What is kept of uploads: rows that made nothing yet, and files. */
async function unfinished(): Promise<{ rows: number; files: string[] }> {
  const rows = await inFirm(platform.database.app, firm.id, (trx) =>
    trx.selectFrom('uploads').select('id').where('version_id', 'is', null).execute(),
  );
  const root = join(dataDir, 'uploads', firm.id);
  return { rows: rows.length, files: await readdir(root).catch(() => []) };
}

// What a test left, that failed, is not the next one's.
afterEach(async () => {
  platform.setClock(start);
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx.deleteFrom('uploads').where('version_id', 'is', null).execute(),
  );
  await rm(join(dataDir, 'uploads', firm.id), { recursive: true, force: true });
});

describe('a resumable upload', () => {
  it('makes a document like any other, whose id the last answer tells', async () => {
    const bytes = pdf(300_000);
    const counted = await ledgerOf(firm, async () => {
      const path = await begin(bytes);
      const first = await tus.patch(path, 0, bytes.subarray(0, 100_000));
      expect(first).toMatchObject({ status: 204, headers: { 'upload-offset': '100000' } });
      expect(first.headers['upload-expires']).toBe('Sun, 22 Nov 2026 10:00:00 GMT');
      const last = await tus.patch(path, 100_000, bytes.subarray(100_000));
      expect(last).toMatchObject({
        status: 204,
        headers: { 'upload-offset': '300000', 'navette-replayed': 'false', 'tus-resumable': '1.0.0' },
      });
      expect((await storedBytes(last)).equals(bytes)).toBe(true);
      const document = (await tree.read(String(last.headers['navette-document']))).body;
      expect(document).toMatchObject({
        name: 'grand.pdf',
        folderPath: '/Achats/2026/11',
        sizeBytes: 300_000,
      });
      expect(await deliveriesOf(platform, firm, document.id)).toMatchObject([{ state: 'waiting' }]);
    });
    expect(counted).toEqual({ received: 1, onTheWay: 1 });
    expect(await unfinished()).toEqual({ rows: 0, files: [] });
  });

  it('may bring its bytes with its creation', async () => {
    const bytes = pdf(20_000);
    const answer = await tus.create(metadataOf(bytes), bytes.length, bytes);
    expect(answer.status).toBe(201);
    expect((await storedBytes(answer)).equals(bytes)).toBe(true);
  });

  it('that was cut at the half goes on from what came, after the server was started again', async () => {
    const bytes = pdf(2_000_000);
    const path = await begin(bytes);
    const held = tus.hold(path, 0, bytes, 1_000_000);
    await untilOnDisk(dataDir, firm.id, path, 1_000_000);
    await held.cut();
    const again = buildServer(platform, { setup: createSetup(platform), pages: null, version: '0.0.0' });
    await again.listen({ host: '127.0.0.1', port: 0 });
    try {
      const other = tusClient((again.server.address() as AddressInfo).port, endpoint, firm.admin.headers);
      const offset = Number((await other.head(path)).headers['upload-offset']);
      expect(offset).toBe(1_000_000);
      const last = await other.patch(path, offset, bytes.subarray(offset));
      expect(last.status).toBe(204);
      expect((await storedBytes(last)).equals(bytes)).toBe(true);
    } finally {
      await again.close();
    }
  });

  it('tells what it made to who asks again, and makes it once', async () => {
    const bytes = pdf(10_000);
    const path = await begin(bytes);
    const last = await tus.patch(path, 0, bytes);
    const asked = await tus.head(path);
    expect(asked).toMatchObject({
      status: 200,
      headers: { 'upload-offset': '10000', 'upload-length': '10000' },
    });
    expect(asked.headers['navette-document']).toBe(last.headers['navette-document']);
    const repeated = await tus.patch(path, 10_000, Buffer.alloc(0));
    expect(repeated.headers['navette-version']).toBe(last.headers['navette-version']);
    expect((await tus.patch(path, 5, Buffer.alloc(1))).body.code).toBe('upload_offset');
  });

  it('with the key of an earlier drop gives its document again', async () => {
    const bytes = pdf(10_000);
    const metadata = metadataOf(bytes);
    const first = await tus.create(metadata, bytes.length, bytes);
    const second = await tus.create(metadata, bytes.length, bytes);
    expect(second.headers['navette-document']).toBe(first.headers['navette-document']);
    expect([first, second].map(({ headers }) => headers['navette-replayed'])).toEqual(['false', 'true']);
    const other = pdf(10_000);
    const reused = await tus.create({ ...metadata, sha256: '' }, 1);
    expect(reused.body.code).toBe('invalid_request');
    const { sha256: _, ...unchecked } = metadata;
    expect((await tus.create(unchecked, other.length, other)).body.code).toBe('idempotency_key_reused');
  });

  it('makes a new version of a document, and folders below a folder', async () => {
    const { id } = await tree.drop('/Social', 'contrat.pdf');
    const bytes = pdf(5_000);
    const { folderId: _, name: __, ...rest } = metadataOf(bytes);
    const version = await tus.create({ ...rest, documentId: id }, bytes.length, bytes);
    expect((await tree.read(id)).body).toMatchObject({ versions: 2, name: 'contrat.pdf', sizeBytes: 5_000 });
    expect(version.headers['navette-document']).toBe(id);
    const more = pdf(5_000);
    const below = await tus.create(
      metadataOf(more, { subPath: 'lot 1/été', documentType: 'sales' }),
      more.length,
      more,
    );
    const made = (await tree.read(String(below.headers['navette-document']))).body;
    expect(made).toMatchObject({ folderPath: '/Achats/2026/11/lot 1/été', documentType: 'sales' });
  });

  it('is what the firm’s limit and the server say it may be', async () => {
    const { headers, status } = await tus.options();
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'tus-version': '1.0.0',
      'tus-max-size': '2147483648',
      'tus-extension': 'creation,creation-with-upload,termination,expiration',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('two that send at once', () => {
  it('never mix: one goes on, the other is told that it is elsewhere', async () => {
    const bytes = pdf(400_000);
    const path = await begin(bytes);
    const answers = await Promise.all([tus.patch(path, 0, bytes), tus.patch(path, 0, bytes)]);
    const offset = Number((await tus.head(path)).headers['upload-offset']);
    if (offset < bytes.length) await tus.patch(path, offset, bytes.subarray(offset));
    const end = await tus.head(path);
    expect((await storedBytes(end)).equals(bytes)).toBe(true);
    // Who was writing is told when the other takes over from it, unless it was through.
    for (const { status, body } of answers)
      expect([undefined, 'upload_offset', 'upload_interrupted'], `${status}`).toContain(body.code);
  });

  it('the second takes over from one whose connection died without a word', async () => {
    const bytes = pdf(400_000);
    const path = await begin(bytes);
    const stuck = tus.hold(path, 0, bytes, 50_000);
    await untilOnDisk(dataDir, firm.id, path, 50_000);
    expect((await tus.head(path)).headers['upload-offset']).toBe('50000');
    const last = await tus.patch(path, 50_000, bytes.subarray(50_000));
    expect(last.status).toBe(204);
    expect((await storedBytes(last)).equals(bytes)).toBe(true);
    await stuck.cut();
  });
});

describe('what an upload may not be', () => {
  const small = pdf(1_000);

  it.each([
    ['no metadata', {}, 1_000, 400, 'invalid_request'],
    ['no destination', { name: 'a.pdf', idempotencyKey: 'x'.repeat(8) }, 1_000, 400, 'invalid_request'],
    ['an unknown key', metadataOf(small, { autre: 'x' }), 1_000, 400, 'invalid_request'],
    ['no idempotency key', { folderId: folder.id, name: 'a.pdf' }, 1_000, 400, 'invalid_request'],
    ['two destinations', metadataOf(small, { documentId: folder.id }), 1_000, 400, 'invalid_request'],
    ['no name', { folderId: folder.id, idempotencyKey: 'x'.repeat(8) }, 1_000, 400, 'invalid_request'],
    ['no bytes', metadataOf(small), 0, 422, 'empty_file'],
    ['too many bytes', metadataOf(small), 2_147_483_649, 413, 'file_too_large'],
    ['a program by its name', metadataOf(small, { name: 'a.exe' }), 1_000, 415, 'file_type_refused'],
    ['an unknown folder', metadataOf(small, { folderId: platform.newId() }), 1_000, 404, 'not_found'],
  ])('is refused at its creation: %s', async (_, metadata, size, status, code) => {
    expect(await tus.create(metadata, size)).toMatchObject({ status, body: { code } });
    expect(await unfinished()).toEqual({ rows: 0, files: [] });
  });

  it.each([
    ['a length that is no number', { 'upload-length': 'x' }, 400],
    ['a length that is not known', { 'upload-length': '', 'upload-defer-length': '1' }, 400],
    ['another version of the protocol', { 'tus-resumable': '0.2.2' }, 412],
    ['metadata that are not metadata', { 'upload-metadata': 'name ,,' }, 400],
  ])('is refused for its headers: %s', async (_, headers, status) => {
    const answer = await tus.create(metadataOf(small), 1_000, undefined, headers as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(await unfinished()).toEqual({ rows: 0, files: [] });
  });

  it('is refused at its end when it is not what was said, and is then given up', async () => {
    const altered = await begin(pdf(1_000));
    expect((await tus.patch(altered, 0, small)).body.code).toBe('digest_mismatch');
    expect((await tus.head(altered)).status).toBe(404);
    const program = Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff'.padEnd(400, '\0'), 'latin1');
    const path = await begin(program);
    expect((await tus.patch(path, 0, program)).body.code).toBe('file_type_refused');
    expect(await unfinished()).toEqual({ rows: 0, files: [] });
  });

  it('takes neither an offset that is not its own nor more bytes than were said', async () => {
    const path = await begin(small);
    for (const offset of [1, 500, 1_000])
      expect(await tus.patch(path, offset, Buffer.alloc(1))).toMatchObject({
        status: 409,
        body: { code: 'upload_offset' },
      });
    expect((await tus.patch(path, 0, Buffer.concat([small, small]))).body.code).toBe('file_too_large');
    expect((await tus.send('PATCH', path, { 'upload-offset': '0' }, small)).status).toBe(400);
    expect((await tus.head(path)).headers['upload-offset']).toBe('0');
    await tus.remove(path);
  });
});

describe('another’s upload', () => {
  it('is not found, whoever asks: another person, a computer, another firm', async () => {
    const bytes = pdf(1_000);
    const path = await begin(bytes);
    const colleague = await firm.addUser('admin');
    const { token } = await pairAgent(platform, firm.admin, firm.id);
    const stranger = await testFirm(platform);
    for (const headers of [colleague.headers, { authorization: `Bearer ${token}` }, stranger.admin.headers]) {
      const other = tusClient(port, endpoint, headers);
      expect((await other.head(path)).status).toBe(404);
      expect((await other.patch(path, 0, bytes)).status).toBe(404);
      expect((await other.remove(path)).status).toBe(404);
      const elsewhere = path.replace(firm.id, stranger.id);
      expect((await other.head(elsewhere)).status).toBe(404);
    }
    expect((await tusClient(port, endpoint, {}).head(path)).status).toBe(401);
    expect((await tus.head(path)).headers['upload-offset']).toBe('0');
    await tus.remove(path);
  });

  it('does not begin in a client’s tree that one does not see', async () => {
    const user = await firm.addUser('client', [(await firm.addClient('Garage du Lac')).id]);
    const answer = await tusClient(port, endpoint, user.headers).create(metadataOf(pdf(1_000)), 1_000);
    expect(answer.status).toBe(404);
  });
});

describe('an upload that is given up', () => {
  it('leaves nothing when it is cancelled', async () => {
    const bytes = pdf(1_000);
    const path = await begin(bytes);
    await tus.patch(path, 0, bytes.subarray(0, 500));
    expect((await tus.remove(path)).status).toBe(204);
    expect((await tus.head(path)).status).toBe(404);
    expect(await unfinished()).toEqual({ rows: 0, files: [] });
  });

  it('does not take the document that it made with it', async () => {
    const bytes = pdf(1_000);
    const path = await begin(bytes);
    const last = await tus.patch(path, 0, bytes);
    expect((await tus.remove(path)).status).toBe(204);
    expect((await tree.read(String(last.headers['navette-document']))).status).toBe(200);
  });

  it('is forgotten a day after its last bytes, and not before', async () => {
    const bytes = pdf(1_000);
    const path = await begin(bytes);
    platform.setClock(new Date('2026-11-22T09:00:00Z'));
    await tus.patch(path, 0, bytes.subarray(0, 500));
    platform.setClock(new Date('2026-11-23T08:59:59Z'));
    await expireUploads(platform, noSignal);
    expect((await tus.head(path)).headers['upload-offset']).toBe('500');
    platform.setClock(new Date('2026-11-23T09:00:00Z'));
    expect((await tus.head(path)).status).toBe(404);
    expect((await unfinished()).files).toHaveLength(1);
    await expireUploads(platform, noSignal);
    expect(await unfinished()).toEqual({ rows: 0, files: [] });
  });
});

describe('when something is down at the very end', () => {
  it('the bytes are kept, and asking where it stands makes the document', async () => {
    const bytes = pdf(1_000);
    const path = await begin(bytes);
    const { sha256 } = metadataOf(bytes);
    // Bytes that are being collected cannot be kept at this moment.
    const mark = (state: 'stored' | 'deleting') =>
      inFirm(platform.database.app, firm.id, (trx) =>
        trx
          .insertInto('blobs')
          .values({
            firm_id: firm.id,
            sha256: sha256 ?? '',
            size_bytes: 1_000,
            state,
            touched_at: new Date().toISOString(),
          })
          .onConflict((conflict) => conflict.columns(['firm_id', 'sha256']).doUpdateSet({ state }))
          .execute(),
      );
    await mark('deleting');
    expect(await tus.patch(path, 0, bytes)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await tus.head(path)).status).toBe(503);
    await mark('stored');
    const asked = await tus.head(path);
    expect(asked).toMatchObject({
      status: 200,
      headers: { 'upload-offset': '1000', 'navette-replayed': 'false' },
    });
    expect((await storedBytes(asked)).equals(bytes)).toBe(true);
    expect(await unfinished()).toEqual({ rows: 0, files: [] });
  });
});

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rm, truncate } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { FirmCaller } from '../http/caller.ts';
import { readZip } from '../testing/read-zip.ts';
import { limitToHisClients, treeOf } from '../testing/test-documents.ts';
import { distinctPdf, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { receive } from './receive.ts';
import { zipOf } from './zip.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const tree = treeOf(firm, await firm.addClient('Menuiserie Aubertin'));
const scratch = await mkdtemp(join(tmpdir(), 'navette-zip-'));
afterAll(() => rm(scratch, { recursive: true }));
await platform.server.listen({ host: '127.0.0.1', port: 0 });
const { port } = platform.server.server.address() as AddressInfo;

interface Ticket {
  url: string;
  documents: number;
  sizeBytes: number;
  expiresAt: string;
  code?: string;
}

function prepare(body: object, user: TestUser = firm.admin) {
  return user.call<Ticket>('POST', `${firm.path}/downloads`, body);
}

async function unpack(url: string): Promise<Map<string, string>> {
  const path = join(scratch, `${platform.newId()}.zip`);
  await pipeline(await get(url), createWriteStream(path));
  return readZip(path);
}

function get(url: string): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: url, headers: firm.admin.headers })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a zip', () => {
  it('holds a folder with everything below, whole', async () => {
    const bytes = [distinctPdf(), distinctPdf(), Buffer.from('é;1\n'.repeat(10_000))];
    await tree.drop('/Social', 'a.pdf', bytes[0]);
    await tree.drop('/Social/Paie été', 'b.pdf', bytes[1]);
    await tree.drop('/Social/Paie été', 'c.csv', bytes[2]);
    const { id: folderId } = await tree.folder('/Social');
    const { status, body } = await prepare({ folderId });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      documents: 3,
      sizeBytes: bytes.reduce((sum, { length }) => sum + length, 0),
    });
    expect(await unpack(body.url)).toEqual(
      new Map([
        ['Social/a.pdf', hash(bytes[0] as Buffer)],
        ['Social/Paie été/b.pdf', hash(bytes[1] as Buffer)],
        ['Social/Paie été/c.csv', hash(bytes[2] as Buffer)],
      ]),
    );
  });

  it('is named after the client and the folder', async () => {
    await tree.drop('/Juridique', 'a.pdf');
    const { id: folderId } = await tree.folder('/Juridique');
    const { body } = await prepare({ folderId });
    const answer = await platform.server.inject({ url: body.url, headers: firm.admin.headers });
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('Menuiserie Aubertin – Juridique.zip')}`,
    );
    expect(answer.headers['content-type']).toBe('application/zip');
  });

  it('lists the documents whose bytes are missing, and gives the others', async () => {
    const [lost, kept] = [await tree.drop('/Perdu', 'perdu.pdf'), await tree.drop('/Perdu', 'là.pdf')];
    await platform.blobs.remove(firm.id, lost.sha256);
    const { body } = await prepare({ documentIds: [lost.id, kept.id] });
    const files = await unpack(body.url);
    expect([...files.keys()].sort()).toEqual(['Documents manquants.txt', 'là.pdf']);
    expect(files.get('Documents manquants.txt')).toBe(hash(Buffer.from('perdu.pdf\r\n')));
  });

  it('breaks rather than give bytes that are not the document’s', async () => {
    const { id, sha256 } = await tree.drop('/Abîmé', 'a.pdf', distinctPdf('x'.repeat(1_000)));
    const { sizeBytes } = (await tree.read(id)).body;
    const file = { path: 'a.pdf', name: 'a.pdf', mediaType: 'application/pdf', sha256, sizeBytes };
    const zip = zipOf(
      // Cut between the moment it was seen and the moment it is read.
      { blobs: { ...platform.blobs, read: () => Readable.from([Buffer.alloc(10)]) } },
      firm.id,
      [{ ...file, receivedAt: '2026-11-21T10:00:00Z' }],
    );
    await expect(buffer(zip)).rejects.toThrow();
  });

  it('of 300 MB is made without holding it in memory, at the speed of who reads', async () => {
    const size = 300_000_000;
    const path = join(platform.settings.dataDir, 'uploads-of-test');
    const file = await open(path, 'w');
    await file.write('%PDF-1.4\n');
    await file.truncate(size);
    await file.close();
    const documentIds = [await receiveFile(path, size, 'gros.pdf')];
    const { body } = await prepare({ documentIds });
    const before = process.memoryUsage().rss;
    const answer = await get(body.url);
    // Nobody reads for a while: what is made ahead stays small.
    await waitFor(async () => (answer as unknown as { readableLength: number }).readableLength > 0);
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before);
    }, 20);
    const zip = join(scratch, 'gros.zip');
    await pipeline(answer, createWriteStream(zip));
    clearInterval(timer);
    expect([...(await readZip(zip)).keys()]).toEqual(['gros.pdf']);
    expect(most).toBeLessThan(220_000_000);
  }, 120_000);

  it('that nobody waits for any more closes what it had open', async () => {
    const size = 50_000_000;
    const path = join(platform.settings.dataDir, 'uploads-of-test');
    await truncate(path, size);
    const documentIds = [await receiveFile(path, size, 'moyen.pdf')];
    const { body } = await prepare({ documentIds });
    const open = () => readdir('/proc/self/fd').then(({ length }) => length);
    const before = await open();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `GET ${body.url} HTTP/1.1\r\nhost: localhost\r\ncookie: ${firm.admin.headers.cookie}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await waitFor(async () => (await open()) <= before);
  }, 60_000);

  /** Without reading it into memory, which would hide what the zip takes. */
  async function receiveFile(path: string, size: number, name: string): Promise<string> {
    const { id: folderId } = await tree.folder('/Gros');
    const caller: FirmCaller = {
      ...{ firmId: firm.id, userId: firm.admin.userId, name: 'Claire Morvan', email: firm.admin.email },
      ...{ role: 'admin', seesAllClients: true, agent: null, apiKey: null },
    };
    const place = { kind: 'folder', folderId, subPath: null, documentType: null, hotFolder: null } as const;
    const upload = { bytes: path, name, expectedBytes: size, expectedSha256: null };
    const received = await receive(platform, caller, place, { ...upload, idempotencyKey: platform.newId() });
    return received.documentId;
  }
});

describe('a link to a zip', () => {
  it('serves its person alone, for five minutes', async () => {
    const { id } = await tree.drop('/Social', 'seul.pdf');
    const { body } = await prepare({ documentIds: [id] });
    const other = await firm.addUser('admin');
    const read = (user: TestUser) => platform.server.inject({ url: body.url, headers: user.headers });
    expect((await read(other)).statusCode).toBe(404);
    expect((await platform.server.inject({ url: body.url })).statusCode).toBe(401);
    expect((await read(firm.admin)).statusCode).toBe(200);
    platform.setClock(new Date(Date.parse(body.expiresAt) - 1));
    expect((await read(firm.admin)).statusCode).toBe(200);
    platform.setClock(new Date(Date.parse(body.expiresAt)));
    const late = await read(firm.admin);
    expect([late.statusCode, late.json().code]).toEqual([410, 'download_expired']);
    platform.setClock(null);
  });

  it('asks for documents or a folder that one sees, with something in it', async () => {
    const { id, folderId } = await tree.drop('/Social', 'vu.pdf');
    const hidden = treeOf(firm, await firm.addClient('Garage du Lac'));
    const unseen = await hidden.drop('/Social', 'b.pdf');
    const limited = await firm.addUser('collaborator', [tree.clientId]);
    await limitToHisClients(platform, firm, limited);
    const user = await firm.addUser('client', [tree.clientId]);
    expect((await prepare({ documentIds: [id] }, limited)).status).toBe(201);
    expect((await prepare({ documentIds: [id] }, user)).status).toBe(201);
    expect((await prepare({ documentIds: [id, unseen.id] }, limited)).status).toBe(404);
    expect((await prepare({ folderId: unseen.folderId }, user)).status).toBe(404);
    expect((await prepare({})).body.code).toBe('invalid_request');
    expect((await prepare({ documentIds: [id], folderId })).body.code).toBe('invalid_request');
    const { id: empty } = await tree.folder('/Vide');
    expect((await prepare({ folderId: empty })).body.code).toBe('nothing_to_download');
  });
});

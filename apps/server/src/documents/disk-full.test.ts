import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keptOf } from '../testing/kept-bytes.ts';
import { treeOf } from '../testing/test-documents.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { newIdempotencyKey, testPlatform } from '../testing/test-platform.ts';
import { tusClient } from '../testing/tus-requests.ts';

const canMount = process.getuid?.() === 0 && process.platform === 'linux';
const data = await mkdtemp(join(tmpdir(), 'navette-full-'));
if (canMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'none', data]);
afterAll(async () => {
  if (canMount) execFileSync('umount', [data]);
  await rm(data, { recursive: true });
});
const platform = await testPlatform([], {}, { dataFolder: data });
const firm = await testFirm(platform);
const folder = await treeOf(firm, await firm.addClient('Garage du Lac')).folder('/Social');
await platform.server.listen({ host: '127.0.0.1', port: 0 });
const { port } = platform.server.server.address() as AddressInfo;
const tus = tusClient(port, `${firm.path}/uploads`, firm.admin.headers);

/** A PDF of so many megabytes, like no other. */
function pdf(megabytes: number): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(megabytes * 1_000_000)]);
}

function upload(name: string, bytes: Buffer) {
  return firm.admin.upload(`${firm.path}/folders/${folder.id}/documents?name=${name}`, bytes);
}

function begin(sizeBytes: number) {
  const metadata = { folderId: folder.id, name: 'repris.pdf', idempotencyKey: newIdempotencyKey() };
  return tus.create(metadata, sizeBytes);
}

describe.skipIf(!canMount)('a disk that fills', () => {
  it('stops intake with 507 and nothing half-done, and intake goes on once there is room', async () => {
    expect((await upload('a.pdf', pdf(6))).status).toBe(201);
    const before = await keptOf(platform, firm);
    expect(await upload('b.pdf', pdf(8))).toMatchObject({ status: 507, body: { code: 'disk_full' } });
    expect(await keptOf(platform, firm)).toEqual(before);
    expect((await upload('petit.pdf', distinctPdf())).status).toBe(201);
  });

  it('keeps what came of a resumable upload, which then goes on', async () => {
    const bytes = pdf(3);
    const path = String((await begin(bytes.length)).headers.location);
    await writeFile(join(data, 'autre'), Buffer.alloc(5_000_000));
    expect(await tus.patch(path, 0, bytes)).toMatchObject({ status: 507, body: { code: 'disk_full' } });
    // Room that an upload was promised is not promised twice.
    expect(await begin(bytes.length)).toMatchObject({ status: 507, body: { code: 'disk_full' } });
    await rm(join(data, 'autre'));
    const offset = Number((await tus.head(path)).headers['upload-offset']);
    expect(offset).toBeLessThan(bytes.length);
    const last = await tus.patch(path, offset, bytes.subarray(offset));
    expect([last.status, last.headers['navette-replayed']]).toEqual([204, 'false']);
    expect((await keptOf(platform, firm)).staging).toEqual([]);
  });
});

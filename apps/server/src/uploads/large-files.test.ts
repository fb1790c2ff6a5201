/**
 * Files far larger than what the server may hold in memory, by each way in, and its death in the middle. 300 MB here;
 * `NAVETTE_LARGE_BYTES=2147483648 npm test apps/server/src/uploads/large-files` sends the 2 GB that the product must hold.
 */
import { createHash, type Hash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { routes } from '@navette/api';
import { afterAll, describe, expect, it } from 'vitest';
import { startPlatform } from '../testing/running-platform.ts';
import { tusClient } from '../testing/tus-requests.ts';

const sizeBytes = Number(process.env.NAVETTE_LARGE_BYTES ?? 300_000_000);
const pieceBytes = 32_000_000;
/** What one file may take of memory, whatever its size: less than the file, more than what is collected late. */
const memoryBytes = 250_000_000;
const timeoutMs = 60_000 + sizeBytes / 5_000;

const dataDir = await mkdtemp(join(tmpdir(), 'navette-large-'));
const platform = await startPlatform(dataDir);
afterAll(async () => {
  await platform[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});
const { api, firmId: firm } = platform;
const idleBytes = await platform.peakMemory();
const { id: client } = await api.call(routes.createClient, {
  params: { firm },
  body: { name: 'Menuiserie Aubertin' },
});
const folder = await api.call(routes.createFolder, { params: { firm, client }, body: { path: '/Social' } });

const zeros = Buffer.alloc(1_000_000);

/** The bytes of a file from an offset on: a PDF's beginning and a number, then zeros. */
function* bytesOf(serial: number, from = 0, to = sizeBytes): Generator<Buffer> {
  const head = Buffer.from(`%PDF-1.4\n% ${serial}\n`);
  let at = from;
  if (at < head.length) {
    yield head.subarray(at, Math.min(head.length, to));
    at = head.length;
  }
  for (; at < to; at += zeros.length) yield zeros.subarray(0, Math.min(zeros.length, to - at));
}

function hashOf(serial: number): string {
  const hash: Hash = createHash('sha256');
  for (const chunk of bytesOf(serial)) hash.update(chunk);
  return hash.digest('hex');
}

/** What the server gives back. */
async function downloadedHash(document: string): Promise<string> {
  const answer = await fetch(api.address(routes.downloadVersion, { params: { firm, document } }), {
    headers: { cookie: api.cookie },
  });
  const hash = createHash('sha256');
  for await (const chunk of answer.body ?? []) hash.update(chunk);
  return hash.digest('hex');
}

async function leftovers(): Promise<string[]> {
  const staging = await readdir(join(dataDir, 'blobs', 'staging'));
  const uploads = await readdir(join(dataDir, 'uploads', firm)).catch(() => []);
  return [...staging, ...uploads];
}

describe('a large file', () => {
  it(
    'comes in by one request, in bounded memory',
    async () => {
      const sha256 = hashOf(1);
      const path = `/api/v1/firms/${firm}/folders/${folder.id}/documents?name=gros.pdf`;
      const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
        const outgoing = request(
          {
            ...{ host: '127.0.0.1', port: platform.port, path, method: 'POST' },
            headers: {
              cookie: api.cookie,
              'content-type': 'application/octet-stream',
              'content-length': sizeBytes,
              'idempotency-key': 'gros-fichier-1',
              'content-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
            },
          },
          (incoming) => {
            let text = '';
            incoming.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk;
            });
            incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
          },
        );
        pipeline(Readable.from(bytesOf(1)), outgoing).catch(reject);
      });
      expect(answer.status, answer.text).toBe(201);
      const { document } = JSON.parse(answer.text);
      expect(document).toMatchObject({ sizeBytes, sha256 });
      expect(await downloadedHash(document.id)).toBe(sha256);
      expect((await platform.peakMemory()) - idleBytes).toBeLessThan(memoryBytes);
      expect(await leftovers()).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'comes in by pieces, though the server is killed at the half and in the middle of a piece',
    async () => {
      const sha256 = hashOf(2);
      const tus = tusClient(platform.port, `/api/v1/firms/${firm}/uploads`, { cookie: api.cookie });
      const metadata = { folderId: folder.id, name: 'gros 2.pdf', idempotencyKey: 'gros-fichier-2', sha256 };
      const begun = await tus.create(metadata, sizeBytes);
      expect(begun.status, JSON.stringify(begun.body)).toBe(201);
      const path = String(begun.headers.location);
      let [offset, crashes] = [0, 0];
      let last = begun;
      while (offset < sizeBytes) {
        const to = Math.min(offset + pieceBytes, sizeBytes);
        const piece = Buffer.concat([...bytesOf(2, offset, to)]);
        if (offset >= sizeBytes / 2 && crashes === 0) {
          crashes = 1;
          const broken = tus.patch(path, offset, piece).catch(() => null);
          await platform.crash();
          await broken;
          const { headers } = await tus.head(path);
          const kept = Number(headers['upload-offset']);
          expect(kept).toBeGreaterThanOrEqual(offset);
          offset = kept;
          continue;
        }
        last = await tus.patch(path, offset, piece);
        expect(last.status, JSON.stringify(last.body)).toBe(204);
        offset = Number(last.headers['upload-offset']);
      }
      expect(crashes).toBe(1);
      const document = String(last.headers['navette-document']);
      expect(await downloadedHash(document)).toBe(sha256);
      expect((await platform.peakMemory()) - idleBytes).toBeLessThan(memoryBytes);
      expect(await leftovers()).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'that is one byte past the firm’s limit is refused before its bytes',
    async () => {
      const tus = tusClient(platform.port, `/api/v1/firms/${firm}/uploads`, { cookie: api.cookie });
      const metadata = { folderId: folder.id, name: 'trop.pdf', idempotencyKey: 'trop-gros-1' };
      const answer = await tus.create(metadata, 2_147_483_649);
      expect(answer).toMatchObject({ status: 413, body: { code: 'file_too_large' } });
    },
    timeoutMs,
  );
});

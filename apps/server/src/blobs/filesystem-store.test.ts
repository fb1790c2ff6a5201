import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createFilesystemStore } from './filesystem-store.ts';

const root = await mkdtemp(join(tmpdir(), 'navette-blobs-'));
afterAll(() => rm(root, { recursive: true }));
const store = await createFilesystemStore(root, 0);
const limits = { maxBytes: 1_000_000, expectedBytes: null };

/** Bytes in uneven pieces; `failure` cuts the stream after them. */
function streamOf(bytes: Buffer, failure?: NodeJS.ErrnoException): Readable {
  return Readable.from(
    (async function* () {
      for (let at = 0, size = 1; at < bytes.length; at += size, size = size * 3 + 1)
        yield bytes.subarray(at, at + size);
      if (failure !== undefined) throw failure;
    })(),
  );
}

async function read(firmId: string, sha256: string): Promise<Buffer> {
  return Buffer.concat(await store.read(firmId, sha256).toArray());
}

afterEach(async () => {
  expect(await readdir(join(root, 'staging')), 'left in staging').toEqual([]);
});

describe('a blob', () => {
  it('is kept under its own hash, whole, for one firm alone', async () => {
    const bytes = randomBytes(100_000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await using staged = await store.stage('firm', streamOf(bytes), {
      ...limits,
      expectedBytes: bytes.length,
    });
    expect(staged).toMatchObject({ sha256, sizeBytes: bytes.length });
    expect(Buffer.from(staged.head).equals(bytes.subarray(0, 8_192))).toBe(true);
    expect(await store.has('firm', sha256, bytes.length)).toBe(false);
    await staged.keep();
    await staged.keep();
    expect(await store.has('firm', sha256, bytes.length)).toBe(true);
    expect(await store.has('firm', sha256, bytes.length - 1)).toBe(false);
    expect(await store.has('other', sha256, bytes.length)).toBe(false);
    expect((await read('firm', sha256)).equals(bytes)).toBe(true);
    await expect(read('other', sha256)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that was kept twice, from two uploads at once, is there once', async () => {
    const bytes = randomBytes(50_000);
    const staged = await Promise.all([1, 2, 3].map(() => store.stage('firm', streamOf(bytes), limits)));
    await Promise.all(staged.map((each) => each.keep()));
    const [{ sha256 } = { sha256: '' }] = staged;
    expect(await readFile(join(root, 'firm', sha256.slice(0, 2), sha256))).toEqual(bytes);
    for (const each of staged) await each[Symbol.asyncDispose]();
    expect((await read('firm', sha256)).equals(bytes)).toBe(true);
  });

  it('that is not kept leaves nothing', async () => {
    const bytes = randomBytes(10);
    const staged = await store.stage('nobody', streamOf(bytes), limits);
    await staged[Symbol.asyncDispose]();
    expect(await store.has('nobody', staged.sha256, 10)).toBe(false);
    await expect(staged.keep()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('may be empty: that is for the caller to refuse', async () => {
    await using staged = await store.stage('firm', streamOf(Buffer.alloc(0)), {
      ...limits,
      expectedBytes: 0,
    });
    expect(staged.sizeBytes).toBe(0);
  });
});

describe('what cannot be staged leaves nothing behind', () => {
  it('when it is one byte too large, and takes what just fits', async () => {
    const bytes = randomBytes(1_000);
    await expect(store.stage('firm', streamOf(bytes), { ...limits, maxBytes: 999 })).rejects.toMatchObject({
      code: 'file_too_large',
      params: { limit: 999 },
    });
    const staged = await store.stage('firm', streamOf(bytes), { ...limits, maxBytes: 1_000 });
    await staged[Symbol.asyncDispose]();
  });

  it.each([99, 101])('when it is not as long as it said: %i of 100', async (length) => {
    const cut = store.stage('firm', streamOf(randomBytes(length)), { ...limits, expectedBytes: 100 });
    await expect(cut).rejects.toMatchObject({ code: 'upload_interrupted' });
  });

  it.each(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'])(
    'when the stream breaks: %s',
    async (code) => {
      const failure = Object.assign(new Error('cut'), { code });
      const cut = store.stage('firm', streamOf(randomBytes(5_000), failure), limits);
      await expect(cut).rejects.toMatchObject({ code: 'upload_interrupted', cause: failure });
    },
  );

  it('when the sender goes away', async () => {
    const stream = new Readable({ read() {} });
    stream.push(randomBytes(5_000));
    const cut = store.stage('firm', stream, limits);
    stream.destroy();
    await expect(cut).rejects.toMatchObject({ code: 'upload_interrupted' });
  });

  it('when the disk is nearly full', async () => {
    const full = await createFilesystemStore(root, Number.MAX_SAFE_INTEGER);
    await expect(full.stage('firm', streamOf(randomBytes(10)), limits)).rejects.toMatchObject({
      code: 'disk_full',
    });
  });
});

describe('a file that is there already', () => {
  it('is kept without its bytes being written again, and stays where it is', async () => {
    const bytes = randomBytes(100_000);
    const path = join(root, 'upload');
    await writeFile(path, bytes);
    const before = await stat(path);
    await using staged = await store.stageFile('firm', path, { ...limits, expectedBytes: bytes.length });
    await staged.keep();
    await staged.keep();
    expect(staged.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(Buffer.from(staged.head).equals(bytes.subarray(0, 8_192))).toBe(true);
    expect((await read('firm', staged.sha256)).equals(bytes)).toBe(true);
    const kept = await stat(join(root, 'firm', staged.sha256.slice(0, 2), staged.sha256));
    expect(kept.ino).toBe(before.ino);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('is refused when it is too large or not as long as it should be, and nothing is left', async () => {
    const path = join(root, 'upload');
    await writeFile(path, randomBytes(100));
    const stage = (change: object) => store.stageFile('firm', path, { ...limits, ...change });
    await expect(stage({ maxBytes: 99 })).rejects.toMatchObject({ code: 'file_too_large' });
    await expect(stage({ expectedBytes: 101 })).rejects.toMatchObject({ code: 'upload_interrupted' });
  });
});

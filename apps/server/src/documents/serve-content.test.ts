import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const client = await firm.addClient('Atelier Portalis');
const folder = client.folders[0]?.id;

const bytes = randomBytes(10_000);
const tag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
const { body } = await firm.admin.upload(`${firm.path}/folders/${folder}/documents?name=relevé.txt`, bytes);
const address = `${firm.path}/documents/${body.document.id}/content`;

function get(headers: Record<string, string> = {}, url = address) {
  return platform.server.inject({ url, headers: { ...firm.admin.headers, ...headers } });
}

describe('the bytes of a version', () => {
  it('come whole, as an attachment that nothing runs', async () => {
    const { statusCode, headers, rawPayload } = await get();
    expect(statusCode).toBe(200);
    expect(rawPayload.equals(bytes)).toBe(true);
    expect(headers).toMatchObject({
      etag: tag,
      'accept-ranges': 'bytes',
      'content-length': '10000',
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''relev%C3%A9.txt",
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
  });

  it('are asked for again each time, so that nothing opens once one has signed out', async () => {
    expect((await get()).headers['cache-control']).toBe('private, no-cache');
  });

  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=9900-', 9_900, 10_000],
    ['bytes=-1', 9_999, 10_000],
    ['bytes=100-20000', 100, 10_000],
  ])('come in part for %s', async (range, from, to) => {
    const { statusCode, headers, rawPayload } = await get({ range });
    expect(statusCode).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${from}-${to - 1}/10000`);
    expect(headers['content-length']).toBe(String(to - from));
    expect(headers.etag).toBe(tag);
    expect(rawPayload.equals(bytes.subarray(from, to))).toBe(true);
  });

  it('come whole for a range that is to be ignored', async () => {
    for (const range of ['bytes=0-1,5-6', 'lines=0-1', 'bytes=5-2'])
      expect(await get({ range })).toMatchObject({ statusCode: 200, rawPayload: bytes });
  });

  it('go on where they stopped only when they are still the same', async () => {
    const range = 'bytes=5000-';
    expect((await get({ range, 'if-range': tag })).statusCode).toBe(206);
    for (const other of ['"other"', `W/${tag}`, new Date().toUTCString()])
      expect((await get({ range, 'if-range': other })).statusCode).toBe(200);
  });

  it('are refused past their end, with their length', async () => {
    const answer = await get({ range: 'bytes=10000-' });
    expect(answer.statusCode).toBe(416);
    expect(answer.headers['content-range']).toBe('bytes */10000');
    expect(answer.headers['cache-control'] ?? '').not.toContain('max-age');
    expect(answer.json()).toMatchObject({ code: 'range_not_satisfiable' });
  });

  it('are not sent to who has them', async () => {
    for (const named of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const { statusCode, rawPayload, headers } = await get({ 'if-none-match': named });
      expect([statusCode, rawPayload.length]).toEqual([304, 0]);
      expect(headers.etag).toBe(tag);
    }
    expect((await get({ 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('are nobody else’s, whatever tag he names', async () => {
    const stranger = await testFirm(platform);
    for (const headers of [{}, { 'if-none-match': tag }, { range: 'bytes=0-1' }])
      expect((await get({ ...stranger.admin.headers, ...headers })).statusCode).toBe(404);
  });
});

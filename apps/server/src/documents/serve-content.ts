/** The bytes of a version over HTTP: whole, a part of them, or nothing where the caller has them already (RFC 9110 §13–14). */
import { NavetteError } from '@navette/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Platform } from '../platform.ts';
import { readRange } from './read-range.ts';

export interface ServedContent {
  readonly firmId: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What a browser saves it as. */
  readonly name: string;
}

/**
 * Answers with the bytes as an attachment that nothing runs: 200, 206 for a range that the entity tag in `If-Range` still fits, 304
 * where `If-None-Match` names them. A browser keeps them, and asks before it shows them again.
 * @throws NavetteError `unavailable` when the bytes are not there, `range_not_satisfiable`
 */
export async function serveContent(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  content: ServedContent,
): Promise<void> {
  const { firmId, sha256, sizeBytes } = content;
  if (!(await platform.blobs.has(firmId, sha256, sizeBytes))) throw new NavetteError('unavailable');
  const tag = `"${sha256}"`;
  const ifRange = request.headers['if-range'];
  const isCurrent = ifRange === undefined || ifRange === tag;
  const range = isCurrent ? readRange(request.headers.range, sizeBytes) : null;
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${sizeBytes}`);
    throw new NavetteError('range_not_satisfiable');
  }
  reply
    .header('etag', tag)
    // Asked for again each time, which its tag makes cheap: what was read leaves nothing behind once one has signed out.
    .header('cache-control', 'private, no-cache')
    .header('accept-ranges', 'bytes')
    // Never shown in the page: an HTML or SVG document would run there.
    .header('content-security-policy', "sandbox; default-src 'none'");
  if (isNamed(request.headers['if-none-match'], tag)) {
    await reply.code(304).send();
    return;
  }
  if (range !== null)
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  await reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(content.name)}`)
    .header('content-length', range === null ? sizeBytes : range.end - range.start + 1)
    .send(platform.blobs.read(firmId, sha256, range ?? undefined));
}

/** Weak tags match too: a cache in the way may have made it one. */
function isNamed(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === tag);
}

/** Serves the built web page: hashed files for ever, the page itself always fresh, any other address as the page. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { NavetteError } from '@navette/model';
import type { FastifyInstance, FastifyReply } from 'fastify';
import mime from 'mime';
import { createCompressedAssets } from './compressed-assets.ts';

const productPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  // Mantine writes its variables in style elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // Nothing that runs in a frame can take it elsewhere.
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The page in whose frame documents are looked at: files that nobody vouches for (`docs/decisions/0018-preview-in-a-sandboxed-frame.md`). */
const previewPage = '/apercu.html';
const previewPolicy = [
  // Even opened by itself it has no origin.
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  'worker-src blob:',
  "connect-src 'none'",
  'img-src blob: data:',
  "style-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** @param root the folder of the built page */
export function registerStaticPages(app: FastifyInstance, root: string): void {
  const compressed = createCompressedAssets();
  app.get('/*', async (request, reply) => {
    // Two slashes in front would begin the name of a host.
    const { pathname } = new URL(request.url.replace(/^[/\\]+/, '/'), 'http://localhost');
    const path = decodeURIComponent(pathname);
    if (/^\/(api|health)(\/|$)/.test(path)) throw new NavetteError('not_found');
    const file = normalize(join(root, path));
    const isFile = file.startsWith(root + sep) && path.includes('.');
    // By the file, however it is spelled: this page must never run under another policy.
    const isPreview = isFile && file.toLowerCase() === join(root, previewPage).toLowerCase();
    // On scripts too: a worker runs under the policy that came with it.
    reply.header('content-security-policy', isPreview ? previewPolicy : productPolicy);
    if (isFile && path.startsWith('/assets/'))
      return sendAsset(reply, file, await compressed(file, request.headers['accept-encoding']));
    if (isPreview) reply.header('x-frame-options', 'SAMEORIGIN');
    return sendFile(reply.header('cache-control', 'no-cache'), isFile ? file : join(root, 'index.html'));
  });
}

async function sendAsset(
  reply: FastifyReply,
  file: string,
  compressed: Buffer | null,
): Promise<FastifyReply> {
  reply.header('cache-control', 'public, max-age=31536000, immutable');
  reply.header('vary', 'accept-encoding');
  // The frame of previews has no origin: to it, scripts and fonts of the product come from elsewhere. They hold no secret.
  reply.header('access-control-allow-origin', '*');
  if (compressed === null) return sendFile(reply, file);
  return reply.header('content-type', contentType(file)).header('content-encoding', 'gzip').send(compressed);
}

async function sendFile(reply: FastifyReply, file: string): Promise<FastifyReply> {
  const facts = await stat(file).catch(() => null);
  if (!facts?.isFile()) throw new NavetteError('not_found');
  return reply
    .header('content-type', contentType(file))
    .header('content-length', facts.size)
    .send(createReadStream(file));
}

function contentType(file: string): string {
  const type = mime.getType(file) ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}

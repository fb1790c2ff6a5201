/** Serves the built web page: hashed files for ever, the page itself always fresh, any other address as the page. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { NavetteError } from '@navette/model';
import type { FastifyInstance, FastifyReply } from 'fastify';
import mime from 'mime';

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  // Mantine writes its variables in style elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** @param root the folder of the built page */
export function registerStaticPages(app: FastifyInstance, root: string): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'same-origin');
    reply.header('x-frame-options', 'DENY');
  });
  app.get('/*', async (request, reply) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (/^\/(api|health)(\/|$)/.test(path)) throw new NavetteError('not_found');
    const file = normalize(join(root, path));
    if (file.startsWith(root + sep) && path.includes('.'))
      return sendFile(reply, file, path.startsWith('/assets/'));
    return sendFile(reply, join(root, 'index.html'), false);
  });
}

async function sendFile(reply: FastifyReply, file: string, isForEver: boolean): Promise<FastifyReply> {
  const facts = await stat(file).catch(() => null);
  if (!facts?.isFile()) throw new NavetteError('not_found');
  return reply
    .header('content-type', contentType(file))
    .header('content-length', facts.size)
    .header('cache-control', isForEver ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('content-security-policy', contentSecurityPolicy)
    .send(createReadStream(file));
}

function contentType(file: string): string {
  const type = mime.getType(file) ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}

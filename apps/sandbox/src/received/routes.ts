import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { ReceivedDocument, ReceivedDocuments } from './received-documents.ts';

/** `/_sandbox/received`: what the partners hold, for tests and reliability runs to compare with. */
export function addReceivedRoutes(app: FastifyInstance, received: ReceivedDocuments): void {
  app.get<{ Querystring: { partner?: string } }>('/_sandbox/received', async (request) =>
    received.list(request.query.partner).map(listedDocument),
  );

  app.get<{ Params: { id: string } }>('/_sandbox/received/:id/content', async (request, reply) => {
    const document = received.get(Number(request.params.id));
    if (!document) return reply.code(404).send({ error: 'document inconnu' });
    return reply
      .headers(contentHeaders(document))
      .header('content-length', document.size)
      .send(createReadStream(received.bytesPath(document.id)));
  });
}

function listedDocument(document: ReceivedDocument) {
  const { id, partner, dossier, name, type, size, sha256, deliveryId, receivedAt, fate } = document;
  return {
    ...{ id: String(id), partner, dossier, name, type, size, sha256, deliveryId, receivedAt },
    ...(fate === 'lost' ? { lost: true } : {}),
    ...(fate === 'unprocessed' ? { processed: false } : {}),
  };
}

/** What only a browser's own viewers may show: a PDF, a picture. They run nothing, and no other site frames them. */
const shownTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/gif', 'image/bmp'];

/** Headers for bytes that nobody vouches for: shown when the browser can do so without running any of it, else a download. */
export function contentHeaders({ mediaType, name }: { mediaType: string; name: string }) {
  const isShown = shownTypes.includes(mediaType);
  return {
    'content-type': isShown ? mediaType : 'application/octet-stream',
    'content-disposition': `inline; filename*=UTF-8''${encodeName(name)}`,
    'content-security-policy': isShown
      ? "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"
      : "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  };
}

/** RFC 8187: what `encodeURIComponent` leaves and a header value may not hold. A lone surrogate becomes U+FFFD. */
export function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

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
      .type(document.mediaType)
      .header('content-length', document.size)
      .header('content-disposition', `inline; filename*=UTF-8''${encodeName(document.name)}`)
      .header('x-content-type-options', 'nosniff')
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

/** RFC 8187: what `encodeURIComponent` leaves and a header value may not hold. A lone surrogate becomes U+FFFD. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

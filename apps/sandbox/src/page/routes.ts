import type { FastifyInstance } from 'fastify';
import type { OrderedFaults } from '../faults/ordered-faults.ts';
import type { Partner } from '../partners/partner.ts';
import type { ReceivedDocuments } from '../received/received-documents.ts';
import { pageHeaders, sendStyle } from './layout.ts';
import { receivedPage } from './received-page.ts';

/** The page at `/`. `?suivre=1` loads it again by itself. */
export function addPageRoutes(
  app: FastifyInstance,
  partners: readonly Partner[],
  received: ReceivedDocuments,
  faults: OrderedFaults,
  mailboxUrl: string,
): void {
  sendStyle(app);
  app.get<{ Querystring: { suivre?: string } }>('/', async (request, reply) => {
    const content = receivedPage({
      partners,
      received,
      faults: faults.list(),
      mailboxUrl,
      isFollowing: request.query.suivre === '1',
    });
    return reply.headers(pageHeaders).send(content.markup);
  });
}

import type { FastifyInstance } from 'fastify';
import { PartnerRefusal } from './partner.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** The partner refused, whatever the status: nothing was stored, and a fault ordered for afterwards waits for another. */
    isRefusal?: boolean;
  }
}

/** What a partner says of an address it does not have and of a request that nobody can read. */
export interface RefusalWords {
  readonly notFound: () => PartnerRefusal;
  readonly malformed: () => PartnerRefusal;
}

/** Sends every `PartnerRefusal` thrown under `app` as it stands, and the framework's own errors in the partner's words. */
export function answerRefusals(app: FastifyInstance, words: RefusalWords): void {
  app.setNotFoundHandler(async () => {
    throw words.notFound();
  });
  app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    const known = error instanceof PartnerRefusal ? error : translate(error, words);
    reply.isRefusal = true;
    return reply
      .code(known.status)
      .headers(known.headers)
      .send(known.body ?? undefined);
  });
}

function translate(error: Error & { statusCode?: number }, { malformed }: RefusalWords): PartnerRefusal {
  if (error.statusCode !== undefined && error.statusCode < 500) return malformed();
  // A form that busboy cannot read carries no status of its own.
  if (/multipart|terminated early|Boundary/i.test(error.message)) return malformed();
  return new PartnerRefusal(500, { message: error.message });
}

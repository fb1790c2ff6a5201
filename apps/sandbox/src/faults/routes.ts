import type { FastifyInstance } from 'fastify';
import type { Partner } from '../partners/partner.ts';
import { readFaultOrder } from './fault.ts';
import type { OrderedFaults } from './ordered-faults.ts';

/** `/_sandbox/faults`: JSON for tests; the same address takes the page's forms and leads back to it. */
export function addFaultRoutes(
  app: FastifyInstance,
  partners: readonly Partner[],
  faults: OrderedFaults,
): void {
  app.get('/_sandbox/faults', async () =>
    faults.list().map(({ order, ...fault }) => ({ ...fault, ...order })),
  );

  app.post<FromPage>('/_sandbox/faults', async (request, reply) => {
    const order = readFaultOrder(request.body);
    const partner = partners.find((candidate) => candidate.name === order.partner);
    if (!partner) return reply.code(404).send({ error: `partenaire inconnu : ${order.partner}` });
    const answer = order.kind === 'expireTokens' ? expire(partner) : faults.add(order);
    if (isForm(request.headers['content-type'])) {
      const done = order.kind === 'expireTokens' ? '?jetons=perimes' : '';
      return reply.redirect(`${readBack(request.query)}${done}`, 303);
    }
    return reply.code(201).send(answer);
  });

  app.delete('/_sandbox/faults', async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });

  app.delete<{ Params: { id: string } }>('/_sandbox/faults/:id', async (request, reply) => {
    faults.remove(Number(request.params.id));
    return reply.code(204).send();
  });

  // An HTML form has no DELETE.
  app.post<FromPage & { Params: { id: string } }>('/_sandbox/faults/:id/remove', async (request, reply) => {
    faults.remove(Number(request.params.id));
    return reply.redirect(readBack(request.query), 303);
  });
}

/** The page that a form stands on. */
interface FromPage {
  Querystring: { retour?: string };
}

/** @returns a page of the sandbox, whatever the address says. */
function readBack({ retour = '/' }: FromPage['Querystring']): string {
  return /^\/partenaires\/[a-z-]+$/.test(retour) ? retour : '/';
}

function expire(partner: Partner): { expired: true } {
  partner.expireTokens();
  return { expired: true };
}

function isForm(contentType: string | undefined): boolean {
  return contentType?.startsWith('application/x-www-form-urlencoded') ?? false;
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OrderedFaults } from '../faults/ordered-faults.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { Partner } from '../partners/partner.ts';
import type { ReceivedDocuments } from '../received/received-documents.ts';
import { sendAssets } from './assets.ts';
import { documentPage } from './document-page.ts';
import { html } from './html.ts';
import { type PageParts, page, pageHeaders, type RailItem } from './layout.ts';
import { readStart } from './preview.ts';
import { overviewPage, partnerPage, type ReceivedPageInput } from './received-page.ts';

interface Pages {
  readonly partners: readonly Partner[];
  readonly received: ReceivedDocuments;
  readonly faults: OrderedFaults;
  readonly mailbox: Mailbox;
}

type Query = { suivre?: string; jetons?: string };

/** `/`, `/partenaires/{name}` and `/documents/{id}`. `?suivre=1` loads the first two again by themselves. */
export function addPageRoutes(app: FastifyInstance, pages: Pages): void {
  const { partners, received } = pages;
  sendAssets(app);

  const show = (parts: Omit<PageParts, 'rail'>, current: string) =>
    page({ ...parts, rail: makeRail(pages, current) }).markup;

  app.get<{ Querystring: Query }>('/', async (request, reply) =>
    reply.headers(pageHeaders).send(show(overviewPage(makeInput(pages, request)), '/')),
  );

  app.get<{ Params: { name: string }; Querystring: Query }>('/partenaires/:name', async (request, reply) => {
    const partner = partners.find(({ name }) => name === request.params.name);
    if (!partner) return reply.code(404).send({ error: 'partenaire inconnu' });
    const parts = partnerPage(partner, makeInput(pages, request));
    return reply.headers(pageHeaders).send(show(parts, `/partenaires/${partner.name}`));
  });

  app.get<{ Params: { id: string } }>('/documents/:id', async (request, reply) => {
    const document = received.get(Number(request.params.id));
    const partner = partners.find(({ name }) => name === document?.partner);
    if (!document || !partner) return reply.code(404).send({ error: 'document inconnu' });
    const parts = documentPage(partner, document, readStart(received.bytesPath(document.id)));
    return reply.headers(pageHeaders).send(show(parts, `/partenaires/${partner.name}`));
  });
}

function makeInput(
  { partners, received, faults, mailbox }: Pages,
  request: FastifyRequest<{ Querystring: Query }>,
): ReceivedPageInput {
  return {
    partners,
    received,
    faults: faults.list(),
    messages: mailbox.list(),
    mailboxUrl: mailbox.url,
    smtpUrl: mailbox.smtpUrl,
    origin: `${request.protocol}://${request.host}`,
    isFollowing: request.query.suivre === '1',
    done:
      request.query.jetons === 'perimes'
        ? html`<p class="banner quiet-banner" role="status">Les jetons donnés jusqu’ici ne valent plus rien.</p>`
        : null,
  };
}

function makeRail({ partners, received, mailbox }: Pages, current: string): RailItem[] {
  const item = (label: string, href: string, partner?: string): RailItem => {
    const documents = received.list(partner);
    const lost = documents.filter(({ fate }) => fate === 'lost').length;
    return { label, href, count: documents.length, lost, isCurrent: href === current };
  };
  return [
    item('Tous les partenaires', '/'),
    ...partners.map(({ name, title }) => item(title, `/partenaires/${name}`, name)),
    { label: 'Boîte aux lettres', href: mailbox.url, count: mailbox.list().length, isCurrent: false },
  ];
}

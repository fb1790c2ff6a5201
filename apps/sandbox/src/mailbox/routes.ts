import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { pageHeaders, sendStyle } from '../page/layout.ts';
import type { Messages } from './messages.ts';
import { listPage, messagePage } from './pages.ts';

type ById = { Params: { id: string } };

// The mail's own styles and pictures that it carries; no script, no form, nothing fetched from elsewhere.
const mailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The mailbox: `/` for people, `/messages` for tests. */
export function addMailboxRoutes(app: FastifyInstance, messages: Messages, smtpUrl: string): void {
  sendStyle(app);

  app.get('/', async (_request, reply) =>
    reply.headers(pageHeaders).send(listPage(messages.list().reverse(), smtpUrl).markup),
  );

  app.get<ById>('/mail/:id', async (request, reply) => {
    const message = messages.get(Number(request.params.id));
    if (!message) return reply.code(404).send({ error: 'message inconnu' });
    const { html } = await messages.read(message.id);
    return reply.headers(pageHeaders).send(messagePage(message, html).markup);
  });

  app.get<ById>('/mail/:id/html', async (request, reply) => {
    const message = messages.get(Number(request.params.id));
    if (!message) return reply.code(404).send({ error: 'message inconnu' });
    const { html } = await messages.read(message.id);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', mailPolicy)
      .header('x-content-type-options', 'nosniff')
      .send(html ?? '');
  });

  app.get<{ Params: { id: string; index: string } }>(
    '/mail/:id/attachments/:index',
    async (request, reply) => {
      const message = messages.get(Number(request.params.id));
      const attachment = message
        ? (await messages.read(message.id)).attachments[Number(request.params.index)]
        : undefined;
      if (!attachment) return reply.code(404).send({ error: 'pièce jointe inconnue' });
      const { content } = attachment;
      return reply
        .type('application/octet-stream')
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename ?? 'piece-jointe')}`,
        )
        .send(content instanceof ArrayBuffer ? Buffer.from(content) : Buffer.from(content as Uint8Array));
    },
  );

  app.get<ById>('/mail/:id/raw', async (request, reply) => {
    const message = messages.get(Number(request.params.id));
    if (!message) return reply.code(404).send({ error: 'message inconnu' });
    return reply.type('text/plain; charset=utf-8').send(createReadStream(messages.rawPath(message.id)));
  });

  app.get('/messages', async () => messages.list().map(listedMessage));

  app.get<ById>('/messages/:id', async (request, reply) => {
    const message = messages.get(Number(request.params.id));
    if (!message) return reply.code(404).send({ error: 'message inconnu' });
    const { html, headers } = await messages.read(message.id);
    return {
      ...listedMessage(message),
      html: html ?? null,
      headers: headers.map(({ key, value }) => ({ key, value })),
    };
  });

  app.delete('/messages', async (_request, reply) => {
    messages.clearMessages();
    return reply.code(204).send();
  });
}

function listedMessage(message: ReturnType<Messages['list']>[number]) {
  return { ...message, id: String(message.id) };
}

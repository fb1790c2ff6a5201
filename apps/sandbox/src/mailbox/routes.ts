import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { sendAssets } from '../page/assets.ts';
import { pageHeaders } from '../page/layout.ts';
import { detectMediaType, signatureBytes } from '../received/media-type.ts';
import { contentHeaders, encodeName } from '../received/routes.ts';
import type { Messages } from './messages.ts';
import { type Attachment, attachmentPage, listPage, type MailboxFrame, messagePage } from './pages.ts';

type ById = { Params: { id: string } };
type ByIndex = { Params: { id: string; index: string } };

// The mail's own styles and pictures that it carries; no script, no form, nothing fetched from elsewhere.
const mailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The mailbox: `/` for people, `/messages` for tests. */
export function addMailboxRoutes(
  app: FastifyInstance,
  messages: Messages,
  frame: () => Omit<MailboxFrame, 'messages'>,
): void {
  sendAssets(app);
  const makeFrame = (): MailboxFrame => ({ ...frame(), messages: messages.list() });

  app.get('/', async (_request, reply) => reply.headers(pageHeaders).send(listPage(makeFrame()).markup));

  app.get<ById>('/mail/:id', async (request, reply) => {
    const message = messages.get(Number(request.params.id));
    if (!message) return reply.code(404).send({ error: 'message inconnu' });
    const { html } = await messages.read(message.id);
    return reply.headers(pageHeaders).send(messagePage(makeFrame(), message, html).markup);
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

  app.get<ByIndex>('/mail/:id/attachments/:index', async (request, reply) => {
    const attachment = await readAttachment(messages, request.params);
    if (!attachment) return reply.code(404).send({ error: 'pièce jointe inconnue' });
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeName(attachment.name)}`)
      .send(Buffer.from(attachment.bytes));
  });

  app.get<ByIndex>('/mail/:id/attachments/:index/content', async (request, reply) => {
    const attachment = await readAttachment(messages, request.params);
    if (!attachment) return reply.code(404).send({ error: 'pièce jointe inconnue' });
    return reply.headers(contentHeaders(attachment)).send(Buffer.from(attachment.bytes));
  });

  app.get<ByIndex>('/mail/:id/attachments/:index/view', async (request, reply) => {
    const message = messages.get(Number(request.params.id));
    const attachment = await readAttachment(messages, request.params);
    if (!message || !attachment) return reply.code(404).send({ error: 'pièce jointe inconnue' });
    return reply.headers(pageHeaders).send(attachmentPage(makeFrame(), message, attachment).markup);
  });

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

async function readAttachment(
  messages: Messages,
  { id, index }: ByIndex['Params'],
): Promise<Attachment | null> {
  const message = messages.get(Number(id));
  const found = message ? (await messages.read(message.id)).attachments[Number(index)] : undefined;
  if (!found) return null;
  const { content, filename } = found;
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  const mediaType = detectMediaType(bytes.subarray(0, signatureBytes));
  return { index: Number(index), name: filename ?? 'piece-jointe', mediaType, bytes };
}

function listedMessage(message: ReturnType<Messages['list']>[number]) {
  return { ...message, id: String(message.id) };
}

/** Software of a firm that receives documents, and knows Navette by the signature that Standard Webhooks specifies. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Copy } from './copy.ts';

const event = z.object({
  type: z.string(),
  data: z.object({
    deliveryId: z.string().optional(),
    client: z.object({ key: z.string() }).optional(),
    documentType: z.string().optional(),
    document: z.object({ content: z.base64(), sha256: z.string() }).optional(),
  }),
});

export interface WebhookReceiver extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly copies: readonly Copy[];
}

/** @param secret `whsec_…` @param clients whose documents it takes */
export async function startWebhookReceiver(
  secret: string,
  authorization: string,
  clients: readonly string[],
): Promise<WebhookReceiver> {
  const copies: Copy[] = [];

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const say = (status: number, answer: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    if (request.headers.authorization !== authorization) return void say(401, { message: 'Qui êtes-vous ?' });
    if (!isSigned(secret, request.headers, body)) return void say(401, { message: 'Signature inconnue' });
    const { deliveryId, client, document, documentType } = event.parse(JSON.parse(body.toString())).data;
    if (document === undefined || client === undefined) return void say(200, {});
    if (!clients.includes(client.key))
      return void say(422, { code: 'client_unknown', message: `Aucun client ${client.key}` });
    const sha256 = createHash('sha256').update(Buffer.from(document.content, 'base64')).digest('hex');
    copies.push({ dossier: client.key, sha256, type: documentType ?? '', deliveryId: deliveryId ?? null });
    say(200, { id: `piece-${copies.length}` });
  }

  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    copies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Standard Webhooks 1.0.0: HMAC-SHA-256 of `id.timestamp.body`, by the bytes that the secret holds. */
function isSigned(secret: string, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const head = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`;
  const expected = createHmac('sha256', key).update(head).update(body).digest();
  const given = Buffer.from(String(headers['webhook-signature']).replace(/^v1,/, ''), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A server that answers as a test tells it to, for what the sandbox does not do. It signs in whoever asks. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DeliverRequest, openWorld, type Session } from '@navette/connector';
import { onTestFinished } from 'vitest';
import { connector } from './inqom.ts';

export const secrets = { password: 'mot de passe & secret', clientSecret: 'client/secret+1' };
export const account = { username: 'presta@cabinet.example', ...secrets };

export interface SeenRequest {
  /** `POST /identity/connect/token` */
  readonly line: string;
  readonly authorization: string | undefined;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface ScriptedInqom {
  readonly session: Session;
  readonly seen: SeenRequest[];
  readonly clock: { nowMs: number };
}

type Reply = { status: number; body: unknown; headers?: Record<string, string> };
type Script = (request: SeenRequest, response: ServerResponse) => Reply | undefined;

/** @param script what is answered; `undefined` when it answered by itself, or leaves it to the defaults: `[]` to all reads */
export async function openScriptedInqom(script: Script = () => undefined): Promise<ScriptedInqom> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    const { authorization, 'content-type': contentType = '' } = request.headers;
    const asked = { line: `${request.method} ${request.url}`, authorization, contentType, body };
    seen.push(asked);
    const reply = script(asked, response) ?? signIn(asked, seen) ?? { status: 200, body: [] };
    if (response.destroyed || response.headersSent) return;
    const isText = typeof reply.body === 'string';
    const headers = { 'content-type': isText ? 'text/html' : 'application/json', ...reply.headers };
    response.writeHead(reply.status, headers).end(isText ? reply.body : JSON.stringify(reply.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const address = `http://${host}/`;
  const clock = { nowMs: Date.now() };
  const world = openWorld({ allowedHosts: [host], now: () => clock.nowMs });
  const credentials = { ...account, authAddress: address, apiAddress: address };
  const session = connector.open(credentials, world.context());
  onTestFinished(async () => {
    await session.close();
    await world.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { session, seen, clock };
}

/** `token 1`, `token 2`…, an hour each. */
function signIn({ line }: SeenRequest, seen: readonly SeenRequest[]): Reply | undefined {
  if (!isSignIn(line)) return undefined;
  const count = seen.filter((each) => isSignIn(each.line)).length;
  return { status: 200, body: { access_token: `token-${count}`, expires_in: 3_600, token_type: 'Bearer' } };
}

export function isSignIn(line: string): boolean {
  return line === 'POST /identity/connect/token';
}

export function isPush(line: string): boolean {
  return line.startsWith('POST /api/');
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function makeRequest(changes: Partial<DeliverRequest> = {}): DeliverRequest {
  const bytes = Buffer.from('%PDF-1.7 une facture');
  return {
    deliveryId: '019a0000-0000-7000-8000-000000000001',
    clientKey: '48211',
    clientName: 'Boulangerie',
    type: 'purchase',
    document: {
      name: 'Facture d’août.pdf',
      mediaType: 'application/pdf',
      sizeBytes: bytes.length,
      sha256: '0'.repeat(64),
      depositor: 'Camille Dupont',
      receivedOn: '2026-11-21',
      readEInvoice: async () => null,
      open: () => new Blob([bytes]).stream(),
    },
    ...changes,
  };
}

export function deadline(): AbortSignal {
  return AbortSignal.timeout(10_000);
}

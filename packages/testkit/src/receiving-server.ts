/**
 * The platform as an agent sees it, in memory, for fault tests: it keeps the contract of uploads strictly (keys, digests, nothing
 * left of half a body), writes down all that it received, and fails on order.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, type Folder, routes } from '@navette/api';
import { type ErrorCode, errorCatalogue, errorSentence } from '@navette/model';
import { newClient, newFolder, receipt } from './receiving-answers.ts';

/** One document that the platform stored. */
export interface ReceivedFile {
  readonly key: string;
  readonly sha256: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly folderId: string;
  readonly subPath: string | null;
  readonly documentId: string;
}

/** What the server does with an upload instead of receiving it. */
export type UploadFault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: ErrorCode;
      readonly retryAfterS?: number;
    }
  /** A page of a proxy or a hotel. */
  | { readonly kind: 'foreign'; readonly status: number }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'cut' }
  /** Everything is stored, and the answer is lost. */
  | { readonly kind: 'store_then_cut' }
  /** The receipt names other bytes. */
  | { readonly kind: 'lie' };

export interface ReceivingServer extends AsyncDisposable {
  readonly url: string;
  readonly firm: { readonly id: string; readonly name: string; readonly webServiceId: string };
  readonly account: { readonly email: string; readonly password: string };
  /** Of the account's second factor; `null` when it has none. */
  code: string | null;
  readonly client: Client;
  readonly folder: Folder;
  /** In the order of their receipt. */
  readonly received: readonly ReceivedFile[];
  /** Uploads that began, whatever became of them. */
  readonly uploads: number;
  /** Breaches of the contract: a key used for other bytes or another name, a digest or a key missing. */
  readonly breaches: readonly string[];
  /** The last report of the agent. */
  readonly report: Readonly<Record<string, unknown>> | null;
  maxFileBytes: number;
  /** Shown by `about`; the real one unless set. */
  time: string | null;
  /** Asked for each upload, with its number from 1; `null` receives it. */
  onUpload: (number: number, name: string) => UploadFault | null | Promise<UploadFault | null>;
  /** Awaited once the whole body is there, before anything is stored. */
  onWholeBody: (name: string) => Promise<void>;
  revoke(): void;
  /** Nobody listens at the address any more, until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function startReceivingServer(): Promise<ReceivingServer> {
  const firm = { id: randomUUID(), name: 'Cabinet Test', webServiceId: 'WS-TEST-0001' };
  const account = { email: 'agent@cabinet.test', password: 'un-mot-de-passe-secret' };
  const folder = newFolder('/Achats');
  const client = newClient('Boulangerie Martin', '73282932000074');
  const folders = [folder, newFolder('/Ventes')];
  const received: ReceivedFile[] = [];
  const byKey = new Map<string, ReceivedFile>();
  const breaches: string[] = [];
  const tokens = new Set<string>();
  let uploads = 0;
  let report: Record<string, unknown> | null = null;
  let server: Server;
  let port = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const base = `/api/v1/firms/${firm.id}`;
    const at = `${request.method} ${pathname}`;
    if (at === 'GET /api/v1/about') return send(response, 200, about());
    if (at === 'POST /api/v1/agents/pair') return pairAgent(await readJson(request), response);
    const isKnown = pathname === base || pathname.startsWith(`${base}/`);
    if (isKnown && !tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) {
      await drain(request);
      return problem(response, 401, 'agent_revoked');
    }
    if (at === `GET ${base}`) return send(response, 200, firmAnswer());
    if (at === `GET ${base}/clients`) return send(response, 200, listClients(searchParams.get('search')));
    if (at === `GET ${base}/clients/${client.id}`) return send(response, 200, client);
    if (at === `GET ${base}/clients/${client.id}/folders`) return send(response, 200, { items: folders });
    if (at === `POST ${base}/clients/${client.id}/folders`) {
      folders.push(newFolder(String((await readJson(request)).path)));
      return send(response, 201, folders.at(-1));
    }
    if (at === `POST ${base}/agents/report`) {
      report = routes.reportAgent.body.parse(await readJson(request));
      return send(response, 200, { time: new Date().toISOString(), problems: [] });
    }
    const target = folders.find((each) => at === `POST ${base}/folders/${each.id}/documents`);
    if (target !== undefined) return upload(request, response, target, searchParams);
    await drain(request);
    return problem(response, 404, 'not_found');
  }

  function about() {
    return {
      product: 'navette',
      version: '0.1.0',
      time: self.time ?? new Date().toISOString(),
      needsSetup: false,
    };
  }

  function firmAnswer() {
    return { ...firm, timeZone: 'Europe/Paris', maxFileBytes: self.maxFileBytes, role: 'admin' };
  }

  function listClients(search: string | null) {
    const items = [client].filter(({ name, siret }) =>
      `${name} ${siret}`.toLowerCase().includes(search?.toLowerCase() ?? ''),
    );
    return { items, next: null, total: items.length };
  }

  function pairAgent(body: Record<string, unknown>, response: ServerResponse): void {
    const isKnown = body.email === account.email && body.password === account.password;
    if (body.webServiceId !== firm.webServiceId) problem(response, 404, 'unknown_web_service');
    else if (!isKnown) problem(response, 401, 'wrong_credentials');
    else if (self.code !== null && body.code === undefined) problem(response, 401, 'second_factor_needed');
    else if (self.code !== null && body.code !== self.code) problem(response, 422, 'wrong_second_factor');
    else send(response, 201, pairedAnswer());
  }

  function pairedAnswer() {
    const token = `agent-token-${randomUUID()}`;
    tokens.add(token);
    const user = { name: 'Agent', email: account.email };
    return { agentId: randomUUID(), token, firm: { id: firm.id, name: firm.name }, user };
  }

  async function upload(
    request: IncomingMessage,
    response: ServerResponse,
    target: Folder,
    query: URLSearchParams,
  ): Promise<void> {
    const name = query.get('name') ?? '';
    const fault = await self.onUpload(++uploads, name);
    if (fault?.kind === 'cut') return cutInTheMiddle(request);
    const sha256 = await hashBody(request);
    if (sha256 === null) return;
    await self.onWholeBody(name);
    if (fault?.kind === 'answer') return problem(response, fault.status, fault.code, fault.retryAfterS);
    if (fault?.kind === 'foreign') {
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>proxy</html>');
      return;
    }
    const file = { name, folderId: target.id, subPath: query.get('subPath'), ...sha256 };
    const stored = store(request, response, file);
    if (stored === null) return;
    if (fault?.kind === 'store_then_cut') {
      response.destroy();
      return;
    }
    const shown = fault?.kind === 'lie' ? { ...stored.file, sha256: '0'.repeat(64) } : stored.file;
    return send(response, 201, receipt(shown, target, client, stored.replayed));
  }

  /** By the contract of the route: same key and fingerprint → same answer; same key, anything else → 409. */
  function store(
    request: IncomingMessage,
    response: ServerResponse,
    file: Omit<ReceivedFile, 'key' | 'documentId'>,
  ): { file: ReceivedFile; replayed: boolean } | null {
    const key = String(request.headers['idempotency-key'] ?? '');
    const digest = /^sha-256=:(.+):$/.exec(String(request.headers['content-digest']))?.[1] ?? '';
    if (key.length < 8) breaches.push(`no key for ${file.name}`);
    if (digest === '') breaches.push(`no digest for ${file.name}`);
    if (Number(request.headers['content-length']) !== file.sizeBytes) breaches.push(`length of ${file.name}`);
    if (Buffer.from(digest, 'base64').toString('hex') !== file.sha256) {
      problem(response, 400, 'digest_mismatch');
      return null;
    }
    const earlier = byKey.get(key);
    if (earlier !== undefined) {
      const isSame =
        earlier.sha256 === file.sha256 && earlier.name === file.name && earlier.folderId === file.folderId;
      if (isSame) return { file: earlier, replayed: true };
      breaches.push(`key of ${earlier.name} used for ${file.name}`);
      problem(response, 409, 'idempotency_key_reused');
      return null;
    }
    if (file.sizeBytes === 0) {
      problem(response, 422, 'empty_file');
      return null;
    }
    const kept = { ...file, key, documentId: randomUUID() };
    received.push(kept);
    byKey.set(key, kept);
    return { file: kept, replayed: false };
  }

  async function listen(): Promise<void> {
    server = createServer((request, response) => {
      request.on('error', () => undefined);
      answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  await listen();
  const self: ReceivingServer = {
    url: `http://127.0.0.1:${port}`,
    firm,
    account,
    code: null,
    client,
    folder,
    received,
    breaches,
    maxFileBytes: 50_000_000,
    time: null,
    onUpload: () => null,
    onWholeBody: () => Promise.resolve(),
    get uploads() {
      return uploads;
    },
    get report() {
      return report;
    },
    revoke: () => tokens.clear(),
    goAway: close,
    comeBack: listen,
    [Symbol.asyncDispose]: close,
  };
  return self;
}

/** @returns `null` when the body did not come whole: nothing of it is kept */
async function hashBody(request: IncomingMessage): Promise<{ sha256: string; sizeBytes: number } | null> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      hash.update(piece);
      sizeBytes += piece.length;
    }
  } catch {
    return null;
  }
  return request.complete ? { sha256: hash.digest('hex'), sizeBytes } : null;
}

async function cutInTheMiddle(request: IncomingMessage): Promise<void> {
  const { socket } = request;
  const half = Number(request.headers['content-length'] ?? 0) / 2;
  let sizeBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    if (sizeBytes >= half) break;
  }
  socket.destroy();
}

async function drain(request: IncomingMessage): Promise<void> {
  for await (const _ of request);
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as Record<string, unknown>;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, code: ErrorCode, retryAfterS?: number): void {
  const { who, retry } = errorCatalogue[code];
  const [fr, en] = [errorSentence(code, 'fr'), errorSentence(code, 'en')];
  if (retryAfterS !== undefined) response.setHeader('retry-after', String(retryAfterS));
  send(response, status, { type: `urn:${code}`, title: en, status, code, fr, en, who, retry });
}

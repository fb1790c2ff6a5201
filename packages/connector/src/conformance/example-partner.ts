/**
 * A partner that does not exist, for the connector one copies and for the tests of the suite itself. Small on purpose, and
 * real: HTTP on a port of its own.
 *
 *   POST /token {user, secret} → {token, seconds}        GET /me → {name}
 *   GET /dossiers?page=1 → {dossiers, nextPage}          GET /dossiers/{code} → {key, name, siren, nic, active}
 *   GET /dossiers/{code}/documents → [{id, delivery, status}]
 *   POST /dossiers/{code}/documents?delivery=…&name=…&type=… and the bytes → {id, delivery, status}
 *
 * The second document of a delivery is marked `duplicate`. An unknown dossier answers 404. What is wrong with a document may be
 * told inside a 200: {message}.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resetSocket } from '@navette/testkit';
import type { Dossier } from '../contract.ts';
import type { ConformanceHarness, Fault, PartnerUnderTest } from './harness.ts';

const maxBytes = 10_000_000;
const pageSize = 500;
const secret = 'un secret & "des guillemets"';

interface Stored {
  readonly id: string;
  readonly deliveryId: string;
  readonly clientKey: string;
  readonly name: string;
  readonly sha256: string;
  readonly status: 'booked' | 'duplicate';
  readonly bytes: Buffer;
}

interface State {
  readonly dossiers: Dossier[];
  readonly documents: Stored[];
  readonly tokens: Map<string, string>;
  fault: Fault | null;
}

/** The harness of the example partner: every case of the suite can be shown with it. */
export const exampleHarness: ConformanceHarness = {
  start: startExamplePartner,
  shows: ['refusal_inside_success'],
};

async function startExamplePartner(): Promise<PartnerUnderTest> {
  const state: State = {
    dossiers: [{ key: 'D1', name: 'Boulangerie', siren: '732829320', nic: '00074', active: true }],
    documents: [],
    tokens: new Map(),
    fault: null,
  };
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const addressed = { secret, address: `http://${host}` };
  return {
    credentials: { user: 'cabinet', ...addressed },
    emptyCredentials: { user: 'nouveau', ...addressed },
    allowedHosts: [host],
    clientKey: 'D1',
    unknownClientKey: 'D0',
    received: async () =>
      state.documents.map(({ bytes, ...document }) => ({ ...document, readBytes: async () => bytes })),
    async order(fault) {
      if (fault.kind === 'expire_tokens') state.tokens.clear();
      else state.fault = fault;
    },
    async clearFaults() {
      state.fault = null;
    },
    addDossiers: async (dossiers) => void state.dossiers.push(...dossiers),
    repeatDossier: async (dossier) => void state.dossiers.push(dossier, dossier),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://example');
  const [, top, key, isDocuments] = url.pathname.split('/');
  const isPush = request.method === 'POST' && isDocuments === 'documents';
  const { fault } = state;
  if (fault?.kind === 'status' && (fault.on === 'any' || isPush)) {
    const type = fault.body === 'html' ? 'text/html' : 'application/json';
    const headers = { 'content-type': type, ...(fault.retryAfter && { 'retry-after': fault.retryAfter }) };
    response
      .writeHead(fault.status, headers)
      .end(fault.body === 'html' ? '<h1>Erreur</h1>' : '{"message":"non"}');
    request.resume();
    return;
  }
  if (top === 'token') return signIn(state, request, response);
  const user = state.tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
  if (user === undefined) return refuse(request, response, 401);
  if (top === 'me') return send(response, 200, { name: user });
  const known = state.dossiers.find((dossier) => dossier.key === key);
  if (key !== undefined && known === undefined) return refuse(request, response, 404);
  if (isPush) return receive(state, key ?? '', url.searchParams, request, response);
  if (isDocuments)
    return send(response, 200, state.documents.filter(({ clientKey }) => clientKey === key).map(shown));
  if (known !== undefined) return send(response, 200, known);
  const page = Number(url.searchParams.get('page'));
  const dossiers = user === 'cabinet' ? state.dossiers : [];
  const nextPage = dossiers.length > page * pageSize ? page + 1 : null;
  send(response, 200, { dossiers: dossiers.slice((page - 1) * pageSize, page * pageSize), nextPage });
}

async function signIn(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = JSON.parse((await readAll(request)).toString()) as Record<string, string>;
  if (given.secret !== secret) return send(response, 401, { message: `secret ${given.secret} inconnu` });
  const token = randomUUID();
  state.tokens.set(token, given.user ?? '');
  send(response, 200, { token, seconds: 600 });
}

async function receive(
  state: State,
  clientKey: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const cutWhen = state.fault?.kind === 'cut' ? state.fault.when : null;
  const isWithheld = state.fault?.kind === 'withhold';
  const isRefused = state.fault?.kind === 'refusal_inside_success';
  if (cutWhen === 'before') return resetSocket(request.socket);
  const bytes = await readAll(request, cutWhen === 'middle');
  if (isRefused) return send(response, 200, { message: 'illisible' });
  if (bytes.length > maxBytes) return send(response, 413, { message: 'trop gros' });
  const deliveryId = query.get('delivery') ?? '';
  const isRepeated = state.documents.some((document) => document.deliveryId === deliveryId);
  const name = query.get('name') ?? '';
  const status = isRepeated ? 'duplicate' : 'booked';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stored: Stored = { id: randomUUID(), deliveryId, clientKey, name, sha256, status, bytes };
  state.documents.push(stored);
  if (cutWhen === 'after') resetSocket(request.socket);
  else if (!isWithheld) send(response, 201, shown(stored));
}

/** @param isCut resets the connection half-way instead */
async function readAll(request: IncomingMessage, isCut = false): Promise<Buffer> {
  const { socket } = request;
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (isCut && sizeBytes > announced / 2) resetSocket(socket);
  }
  return Buffer.concat(chunks);
}

function shown({ id, deliveryId, status }: Stored) {
  return { id, delivery: deliveryId, status };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  send(response, status, { message: 'non' });
}

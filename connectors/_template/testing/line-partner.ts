/**
 * A second partner that does not exist, reached by a connection of its own instead of HTTP: one line of JSON each way. It greets,
 * then answers; a document's bytes follow once it is ready for them. The same delivery again is kept once.
 *
 *   → {greeting: fingerprint}     {secret} → {ok: name}          {dossier: key} → {ok: label}
 *   {delivery} → {ok: id}         {put: {delivery, key, name, sizeBytes}} → {ok: null}, the bytes → {ok: id}
 *
 * What it refuses is answered {no: secret | key | size | delivery}.
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import {
  type ConformanceHarness,
  type Fault,
  type PartnerUnderTest,
  resetSocket,
} from '@navette/connector/conformance';

const fingerprint = 'SHA256:aGVsbG8gaGVsbG8gaGVsbG8';
const secret = 'un secret & "des guillemets"';
const clientKey = 'cle-du-client-1';
const maxBytes = 10_000_000;

interface Put {
  readonly delivery: string;
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
}

interface Stored extends Put {
  readonly id: string;
  readonly bytes: Buffer;
}

interface State {
  readonly documents: Stored[];
  fault: Fault | null;
}

export const lineHarness: ConformanceHarness = { start: startLinePartner };

async function startLinePartner(): Promise<PartnerUnderTest> {
  const state: State = { documents: [], fault: null };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    serve(state, socket).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    credentials: { host: '127.0.0.1', port: String(port), secret, fingerprint },
    allowedHosts: [`127.0.0.1:${port}`],
    clientKey,
    unknownClientKey: 'cle-inconnue-2',
    received: async () =>
      state.documents.map(({ delivery, key, name, bytes }) => ({
        deliveryId: delivery,
        clientKey: key,
        name,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        readBytes: async () => bytes,
      })),
    order: async (fault) => {
      state.fault = fault;
    },
    clearFaults: async () => {
      state.fault = null;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(state: State, socket: Socket): Promise<void> {
  const say = (answer: object) => void socket.write(`${JSON.stringify(answer)}\n`);
  say({ greeting: fingerprint });
  let put: Put | null = null;
  let chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    const isWhole = put === null ? chunk.at(-1) === 0x0a : sizeBytes >= put.sizeBytes;
    if (put !== null && isCut(state, 'middle') && sizeBytes > put.sizeBytes / 2) resetSocket(socket);
    if (!isWhole) continue;
    const bytes = Buffer.concat(chunks);
    chunks = [];
    sizeBytes = 0;
    if (put === null) {
      put = answer(state, JSON.parse(bytes.toString()) as Record<string, unknown>, say);
      if (put !== null && isCut(state, 'before')) resetSocket(socket);
      continue;
    }
    const stored = { ...put, id: randomUUID(), bytes };
    put = null;
    state.documents.push(stored);
    if (isCut(state, 'after')) resetSocket(socket);
    else if (state.fault?.kind !== 'withhold') say({ ok: stored.id });
  }
}

/** @returns what is put, once its bytes are wanted */
function answer(state: State, asked: Record<string, unknown>, say: (answer: object) => void): Put | null {
  const known = state.documents.find(({ delivery }) => delivery === (asked.put as Put | undefined)?.delivery);
  const found = state.documents.find(({ delivery }) => delivery === asked.delivery);
  if ('secret' in asked) say(asked.secret === secret ? { ok: 'Coffre du cabinet' } : { no: 'secret' });
  else if ('dossier' in asked) say(asked.dossier === clientKey ? { ok: 'Boulangerie' } : { no: 'key' });
  else if ('delivery' in asked) say(found ? { ok: found.id } : { no: 'delivery' });
  else if (known) say({ ok: known.id });
  else {
    const put = asked.put as Put;
    const refusal = put.key !== clientKey ? 'key' : put.sizeBytes > maxBytes ? 'size' : null;
    say(refusal ? { no: refusal } : { ok: null });
    return refusal ? null : put;
  }
  return null;
}

function isCut({ fault }: State, when: 'before' | 'middle' | 'after'): boolean {
  return fault?.kind === 'cut' && fault.when === when;
}

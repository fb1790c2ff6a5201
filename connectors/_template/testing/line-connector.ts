/** The connector of `line-partner.ts`: right in every case, for what the connector over HTTP cannot show. */
import type { Duplex } from 'node:stream';
import {
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  type DocumentBody,
  encodeRaw,
  type Manifest,
  type Receipt,
  readFields,
  readJson,
} from '@navette/connector';
import { safeName } from '@navette/model';
import { z } from 'zod';

const field = { secret: false, required: true, normalise: 'trim' } as const;

const manifest: Manifest = {
  id: 'line',
  name: 'Coffre d’exemple',
  partner: 'Coffre',
  kind: 'transport',
  summary: { fr: 'Un coffre qui n’existe pas.', en: 'A safe that does not exist.' },
  reach: 'tcp',
  fields: [
    { ...field, name: 'host', label: { fr: 'Serveur', en: 'Server' }, normalise: 'host' },
    { ...field, name: 'port', label: { fr: 'Port', en: 'Port' } },
    { ...field, name: 'secret', label: { fr: 'Mot de passe', en: 'Password' }, secret: true },
    {
      ...field,
      name: 'fingerprint',
      label: { fr: 'Empreinte', en: 'Fingerprint' },
      required: false,
      learned: true,
    },
  ],
  clientKey: {
    kind: 'apiKey',
    label: { fr: 'Clé du client', en: 'Key of the client' },
    example: 'cle-1',
    secret: true,
    checked: 'when_connecting',
  },
  listsDossiers: false,
  types: [{ type: 'purchase', partnerValue: 'achat', confirmed: true, afterUnknown: 'lookup' }],
  limits: { maxBytes: 10_000_000, mediaTypes: ['application/pdf'] },
  rate: { requests: 10, windowMs: 1_000, concurrency: 4 },
  requestTimeoutMs: 60_000,
  confirmation: 'none',
  duplicates: 'merged',
  confidence: 'C',
};

const { partner } = manifest;
const line = z.union([
  z.object({ greeting: z.string() }).transform(({ greeting }) => ({ ok: greeting, no: null })),
  z.object({ ok: z.string().nullable() }).transform(({ ok }) => ({ ok, no: null })),
  z.object({ no: z.enum(['secret', 'key', 'size', 'delivery']) }).transform(({ no }) => ({ ok: null, no })),
]);

/** Asks, and reads one line; without a question, only reads. */
type Ask = (question?: object) => Promise<z.output<typeof line>>;

export const lineConnector: Connector = {
  manifest,
  open: (credentials, context) => ({
    check: (signal) =>
      talk(context, credentials, signal, null, async (_ask, { name, fingerprint }) => ({
        identity: name,
        ...(credentials.fingerprint ? {} : { learned: { fingerprint } }),
      })),
    checkClientKey: (clientKey, signal) =>
      talk(context, credentials, signal, null, async (ask) => {
        const { ok, no } = await ask({ dossier: clientKey });
        if (no !== null) throw new DeliveryError('dossier_unknown', { partner, key: '•••' });
        return { label: ok };
      }),
    find: ({ deliveryId }, signal) =>
      talk(context, credentials, signal, null, async (ask) => {
        const { ok } = await ask({ delivery: deliveryId });
        return ok === null ? null : { partnerRef: ok, state: 'accepted' };
      }),
    deliver: (request, signal) => deliver(context, credentials, request, signal),
    close: async () => {},
  }),
};

function deliver(
  context: ConnectorContext,
  credentials: Credentials,
  { deliveryId, clientKey, document }: DeliverRequest,
  signal: AbortSignal,
): Promise<Receipt> {
  const body = encodeRaw(document, signal);
  return talk(context, credentials, signal, body, async (ask, { connection }) => {
    const { sizeBytes } = document;
    const name = safeName(document.name);
    const { ok, no } = await ask({ put: { delivery: deliveryId, key: clientKey, name, sizeBytes } });
    if (no === 'key') throw new DeliveryError('dossier_unknown', { partner, key: '•••' });
    if (no !== null)
      throw new DeliveryError('document_too_large', {
        partner,
        size: sizeBytes,
        limit: manifest.limits.maxBytes,
      });
    if (ok !== null) return { partnerRef: ok, state: 'accepted' };
    for await (const chunk of body.body) await write(connection, chunk);
    return { partnerRef: (await ask()).ok, state: 'accepted' };
  });
}

/** One connection: greeted, signed in, used and ended. What breaks becomes the error that says how far the document had gone. */
async function talk<Value>(
  context: ConnectorContext,
  credentials: Credentials,
  signal: AbortSignal,
  body: DocumentBody | null,
  use: (ask: Ask, reached: { name: string; fingerprint: string; connection: Duplex }) => Promise<Value>,
): Promise<Value> {
  const { host = '', port, secret, fingerprint: known } = readFields(manifest, credentials);
  let connection: Duplex | null = null;
  const end = () => connection?.destroy();
  signal.addEventListener('abort', end);
  try {
    const reached = await context.connect({ host, port: Number(port) }, signal);
    connection = reached;
    reached.on('error', () => {});
    const ask: Ask = async (question) => {
      if (question !== undefined) await write(reached, `${JSON.stringify(question)}\n`);
      return await readLine(reached);
    };
    const found = (await ask()).ok ?? '';
    if (known && found !== known) throw new DeliveryError('host_key_changed', { host, found, known });
    const { ok: name, no } = await ask({ secret });
    if (no !== null) throw new DeliveryError('credentials_rejected', { partner });
    return await use(ask, { name: name ?? '', fingerprint: found, connection: reached });
  } catch (error) {
    if (body?.progress.sourceFailure) throw body.progress.sourceFailure;
    if (body?.progress.isComplete) throw new DeliveryError('outcome_unknown', { partner }, {}, error);
    throw error instanceof DeliveryError
      ? error
      : new DeliveryError('partner_unreachable', { partner }, {}, error);
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

async function write(connection: Duplex, bytes: string | Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  connection.write(bytes, (error) => (error ? reject(error) : resolve()));
  await promise;
}

async function readLine(connection: Duplex): Promise<z.output<typeof line>> {
  let text = '';
  for await (const chunk of connection.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (!text.endsWith('\n')) continue;
    const read = readJson(line, text);
    if (read === null) break;
    return read;
  }
  throw new Error('the partner said nothing readable');
}

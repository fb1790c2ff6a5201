import { type DeliverRequest, DeliveryError, type Receipt } from '@navette/connector';
import {
  type BrokenConnectors,
  breakDeliver,
  breakDeliveryFailure,
  breakSession,
  lineExample,
  recode,
  rewrite,
} from './break-connector.ts';

const receipt: Receipt = { partnerRef: null, state: 'accepted' };
const mebibyte = 1024 * 1024;
const partner = 'Exemple';

export const brokenDeliveries: BrokenConnectors = {
  'the smallest document that is taken arrives whole': breakDeliver(
    'thinks nothing of a document of one byte',
    (deliver) => async (request, signal) =>
      request.document.sizeBytes === 1 ? receipt : await deliver(request, signal),
  ),
  'a document of 1 MiB arrives whole': breakDeliver(
    'loses a byte where a mebibyte is full',
    (deliver) => (request, signal) =>
      deliver(request.document.sizeBytes % mebibyte === 0 ? rewrite(request, blurLast) : request, signal),
  ),
  'a document just under the limit arrives whole': breakDeliver(
    'counts its limit one byte short',
    (deliver) => async (request, signal) => {
      if (request.document.sizeBytes === 9_999_999)
        throw new DeliveryError('document_too_large', { partner });
      return await deliver(request, signal);
    },
  ),
  'a large document is streamed: it is read as it is sent, and not before': breakDeliver(
    'reads far ahead of what it has sent',
    (deliver) => (request, signal) => deliver(rewrite(request, readAhead), signal),
  ),
  'a document just over the limit is refused for what it is, and is not there': breakDeliveryFailure(
    'tries a document that is too large again and again',
    (error) => (error.code === 'document_too_large' ? recode(error, 'partner_error') : null),
  ),
  'a document of each accepted type arrives': breakDeliver(
    'announces a type that it does not take',
    (deliver) => async (request, signal) => {
      if (request.type === 'sales') throw new DeliveryError('type_refused', { partner });
      return await deliver(request, signal);
    },
  ),
  'names of every kind arrive, and change nothing but the name': breakDeliver(
    'chokes on a name with a quotation mark',
    (deliver) => async (request, signal) => {
      if (request.document.name.includes('"')) throw new DeliveryError('document_refused', { partner });
      return await deliver(request, signal);
    },
  ),
  'a source that breaks half-way leaves nothing at the partner': breakDeliveryFailure(
    'blames the network when the document cannot be read',
    (error) =>
      error.code === 'bytes_missing' && !(error.cause instanceof RangeError)
        ? recode(error, 'partner_unreachable')
        : null,
  ),
  'a source shorter than announced leaves nothing at the partner': breakDeliver(
    'fills up a document that is too short',
    (deliver) => (request, signal) =>
      deliver(
        rewrite(request, (chunks) => pad(chunks, request)),
        signal,
      ),
  ),
  'a source longer than announced leaves nothing at the partner': breakDeliver(
    'cuts off a document that is too long',
    (deliver) => (request, signal) =>
      deliver(
        rewrite(request, (chunks) => cutOff(chunks, request)),
        signal,
      ),
  ),
  'a document whose source broke is sent whole the next time': breakSession(
    'never tries again what failed once',
    ({ deliver }) => {
      const failed = new Map<string, unknown>();
      return {
        async deliver(request, signal) {
          if (failed.has(request.deliveryId)) throw failed.get(request.deliveryId);
          return await deliver(request, signal).catch((error: unknown) => {
            failed.set(request.deliveryId, error);
            throw error;
          });
        },
      };
    },
  ),
  'several deliveries at a time through one session each arrive once': breakSession(
    'mixes up deliveries that go on at the same time',
    ({ deliver }) => {
      let underWay: DeliverRequest | null = null;
      return {
        async deliver(request, signal) {
          underWay ??= request;
          const { document } = underWay;
          return await deliver({ ...request, document }, signal).finally(() => {
            underWay = null;
          });
        },
      };
    },
  ),
  'the same delivery twice counts once': breakSession(
    'finds the duplicate instead of the first',
    ({ deliver, find }) => {
      const receipts = new Map<string, Receipt[]>();
      return {
        async deliver(request, signal) {
          const received = await deliver(request, signal);
          receipts.set(request.deliveryId, [...(receipts.get(request.deliveryId) ?? []), received]);
          return received;
        },
        find: async (request, signal) =>
          receipts.get(request.deliveryId)?.at(-1) ?? (await find?.(request, signal)) ?? null,
      };
    },
  ),
  'the same delivery twice leaves one copy': breakSession(
    'sends again, under another id, what it sent before',
    ({ deliver }) => {
      const receipts = new Map<string, Receipt>();
      return {
        async deliver(request, signal) {
          const first = receipts.get(request.deliveryId);
          if (first !== undefined) await deliver({ ...request, deliveryId: crypto.randomUUID() }, signal);
          const received = first ?? (await deliver(request, signal));
          receipts.set(request.deliveryId, received);
          return received;
        },
      };
    },
    lineExample,
  ),
  'a Factur-X arrives whole': breakDeliver(
    'refuses electronic invoices',
    (deliver) => async (request, signal) => {
      if ((await request.document.readEInvoice()) === null) return await deliver(request, signal);
      throw new DeliveryError('format_refused', { partner });
    },
  ),
};

async function* blurLast(chunks: ReadableStream<Uint8Array>) {
  let held: Uint8Array | null = null;
  for await (const chunk of chunks) {
    if (held !== null) yield held;
    held = chunk;
  }
  if (held !== null) yield held.with(-1, 0);
}

async function* pad(chunks: ReadableStream<Uint8Array>, { document }: DeliverRequest) {
  let readBytes = 0;
  for await (const chunk of chunks) {
    readBytes += chunk.length;
    yield chunk;
  }
  if (readBytes < document.sizeBytes) yield new Uint8Array(document.sizeBytes - readBytes);
}

async function* cutOff(chunks: ReadableStream<Uint8Array>, { document }: DeliverRequest) {
  let leftBytes = document.sizeBytes;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, leftBytes);
    leftBytes -= chunk.length;
    if (leftBytes <= 0) return;
  }
}

async function* readAhead(chunks: ReadableStream<Uint8Array>) {
  const ahead: Uint8Array[] = [];
  for await (const chunk of chunks) {
    ahead.push(chunk);
    if (ahead.length > 40) yield* ahead.splice(0, 1);
  }
  yield* ahead;
}

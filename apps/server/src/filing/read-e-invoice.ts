import { Worker } from 'node:worker_threads';
import type { InvoiceFormat } from '@navette/einvoice';

/** A larger document is no invoice that a program wrote. */
const maxBytes = 20_000_000;
const timeoutMs = 10_000;
const maxMemoryMb = 256;

/** A document in the store. */
export interface StoredDocument {
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** A new stream from its first byte. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/**
 * Tells whether a document is an electronic invoice, in a thread of limited memory and time. @returns `null` for what is none, and
 * for what cannot be read within these limits: such a file is delivered as an ordinary document. Rejects only when the bytes do.
 */
export async function readEInvoice({
  mediaType,
  sizeBytes,
  open,
}: StoredDocument): Promise<InvoiceFormat | null> {
  if (sizeBytes > maxBytes || !/^application\/pdf$|^(application|text)\/xml$/.test(mediaType)) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of open()) chunks.push(chunk);
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const worker = new Worker(new URL('./e-invoice-worker.ts', import.meta.url), {
    workerData: { bytes, mediaType },
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb },
    env: {},
  });
  const { promise, resolve } = Promise.withResolvers<InvoiceFormat | null>();
  const timer = setTimeout(() => resolve(null), timeoutMs);
  worker.once('message', resolve);
  worker.once('error', () => resolve(null));
  worker.once('exit', () => resolve(null));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

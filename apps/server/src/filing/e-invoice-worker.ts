/** The thread that unpacks one document: it may be ended at any moment, and its memory is limited. */
import { parentPort, workerData } from 'node:worker_threads';
import { readInvoiceFormat } from '@navette/einvoice';

const { bytes, mediaType } = workerData as { bytes: Uint8Array; mediaType: string };
parentPort?.postMessage(await readInvoiceFormat(bytes, mediaType));

import {
  getDocument,
  type PDFDocumentProxy,
  PDFWorker,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Channel } from '../channel.ts';
import { CannotShow, startWorker, within } from '../worker.ts';

/** How long a PDF may take until its pages are known. */
const openTimeoutMs = 20_000;
/** Larger pictures inside are left out of their page: decoded, they would take more than 400 MB. */
const maxImagePixels = 100_000_000;

const errorsOnly = VerbosityLevel.ERRORS;

export interface OpenedPdf {
  readonly document: PDFDocumentProxy;
  /** Ends the worker at once, whatever it does. */
  stop(): void;
}

/** Opens a PDF in a worker of its own. @throws CannotShow `password`, `broken`, `tooSlow` */
export async function openPdf(channel: Channel, bytes: ArrayBuffer): Promise<OpenedPdf> {
  const port = await startWorker(channel, 'pdf-worker.js');
  const loading = getDocument({
    // pdf.js hands the bytes over to its worker: a view that is drawn again needs them too.
    data: new Uint8Array(bytes.slice(0)),
    worker: PDFWorker.create({ port, verbosity: errorsOnly }),
    BinaryDataFactory: createDataFactory(channel),
    useWorkerFetch: false,
    cMapUrl: 'cmaps/',
    standardFontDataUrl: 'fonts/',
    wasmUrl: 'wasm/',
    maxImageSize: maxImagePixels,
    enableXfa: false,
    verbosity: errorsOnly,
  });
  try {
    return { document: await within(openTimeoutMs, loading.promise), stop: () => port.terminate() };
  } catch (error) {
    port.terminate();
    if (error instanceof CannotShow) throw error;
    throw new CannotShow(
      error instanceof Error && error.name === 'PasswordException' ? 'password' : 'broken',
    );
  }
}

/** pdf.js asks here for its own data: tables of characters, fonts that need not be embedded, decoders. */
function createDataFactory(channel: Channel) {
  const folders: Readonly<Record<string, string>> = {
    cMapUrl: 'cmaps',
    standardFontDataUrl: 'fonts',
    wasmUrl: 'wasm',
  };
  return class {
    async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
      // A copy: pdf.js gives it away to its worker, and may ask again.
      return new Uint8Array((await channel.request(`${folders[kind]}/${filename}`)).slice(0));
    }
  };
}

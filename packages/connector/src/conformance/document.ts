import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DocumentType } from '@navette/model';
import type { DocumentToSend, EInvoiceFormat } from '../contract.ts';

export interface TestDocument extends DocumentToSend {
  /** What was read of it so far, over all the streams opened. */
  readonly reading: Reading;
  /** Letters of its name that no other document has, unless a name was given. */
  readonly mark: string;
  /** Long enough for its content to be that of no other. */
  readonly isDistinct: boolean;
}

export interface Reading {
  openStreams: number;
  bytesRead: number;
}

export interface DocumentOptions {
  readonly name?: string;
  /** Breaks off, or ends, after that many bytes; the size announced stays. */
  readonly breaksAfter?: number;
  readonly endsAfter?: number;
  /** Dwells once after that many bytes, for some seconds or until it is closed: what is cut meanwhile was not all sent. */
  readonly dwellsAfter?: number;
  /** What the document says it is; no electronic invoice unless given. */
  readonly eInvoice?: EInvoiceFormat;
  /** What it will be sent as; the main type of the suite unless given. */
  readonly type?: DocumentType;
  /** What it is made of; a PDF by its first bytes unless given. */
  readonly shape?: DocumentShape;
  /** Called each time a piece has been read. */
  readonly onRead?: (bytesRead: number) => void;
}

/** How a document begins and ends; in between stand letters that no other has, then the same words over and over. */
export interface DocumentShape {
  readonly mediaType: string;
  /** Of its name: `pdf`. */
  readonly extension: string;
  readonly start: string;
  /** Only of documents that are long enough for it. */
  readonly end?: string;
}

const pdf: DocumentShape = { mediaType: 'application/pdf', extension: 'pdf', start: '%PDF-1.7\n' };
const chunkBytes = 64 * 1024;
const dwellMs = 3_000;
const markLetters = 32;
/** As many letters of the mark make a content distinct. */
const distinctLetters = 16;

/**
 * A document of its own content, of any size, which costs no memory however large it is: what grows is the connector's. Shorter
 * than its shape, it is the beginning of it.
 */
export function makeDocument(sizeBytes: number, options: DocumentOptions = {}): TestDocument {
  const mark = randomBytes(markLetters / 2).toString('hex');
  const { breaksAfter, dwellsAfter, endsAfter = sizeBytes, onRead, eInvoice = null, shape = pdf } = options;
  const start = Buffer.from(shape.start);
  const head = Buffer.concat([start, Buffer.from(mark)]).subarray(0, sizeBytes);
  const wantedEnd = Buffer.from(shape.end ?? '');
  const end = wantedEnd.subarray(0, sizeBytes - head.length < wantedEnd.length ? 0 : undefined);
  const filler = Buffer.alloc(chunkBytes, 'navette ');
  const reading: Reading = { openStreams: 0, bytesRead: 0 };
  const endAt = sizeBytes - end.length;
  let sha256: string | null = null;

  function pieceAt(offset: number): Uint8Array {
    if (offset < head.length) return head.subarray(offset);
    if (offset < endAt) return filler.subarray(0, endAt - offset);
    return offset < sizeBytes ? end.subarray(offset - endAt) : filler;
  }

  function open(): ReadableStream<Uint8Array> {
    let offset = 0;
    let isOpen = true;
    let hasDwelt = dwellsAfter === undefined;
    const dwelling = new AbortController();
    reading.openStreams++;
    const close = () => {
      if (isOpen) reading.openStreams--;
      isOpen = false;
      dwelling.abort();
    };
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (!hasDwelt && offset >= (dwellsAfter ?? 0)) {
        hasDwelt = true;
        // Not a handle that somebody forgot.
        await wait(dwellMs, undefined, { signal: dwelling.signal, ref: false }).catch(() => {});
        if (!isOpen) return;
      }
      if (breaksAfter !== undefined && offset >= breaksAfter) {
        close();
        return controller.error(new Error('the disk gave up'));
      }
      if (offset >= endsAfter) {
        close();
        return controller.close();
      }
      const piece = pieceAt(offset);
      const chunk = piece.subarray(0, Math.min(piece.length, endsAfter - offset));
      offset += chunk.length;
      reading.bytesRead += chunk.length;
      onRead?.(offset);
      controller.enqueue(chunk);
    };
    return new ReadableStream({ pull, cancel: close }, { highWaterMark: 0 });
  }

  return {
    name: options.name ?? `facture ${mark.slice(0, 12)}.${shape.extension}`,
    mediaType: shape.mediaType,
    sizeBytes,
    // Of a large document it takes a while, and many cases never look.
    get sha256() {
      sha256 ??= hashOf();
      return sha256;
    },
    depositor: 'Camille Dupont',
    receivedOn: '2026-11-21',
    open,
    readEInvoice: async () => eInvoice,
    reading,
    mark: mark.slice(0, 12),
    isDistinct: sizeBytes >= start.length + distinctLetters,
  };

  function hashOf(): string {
    const hash = createHash('sha256');
    for (let offset = 0; offset < sizeBytes; ) {
      const piece = pieceAt(offset);
      hash.update(piece);
      offset += piece.length;
    }
    return hash.digest('hex');
  }
}

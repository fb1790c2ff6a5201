import { createHash, randomBytes } from 'node:crypto';
import type { DocumentToSend, EInvoiceFormat } from '../contract.ts';

export interface TestDocument extends DocumentToSend {
  /** What was read of it so far, over all the streams opened. */
  readonly reading: Reading;
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
  /** What the document says it is; no electronic invoice unless given. */
  readonly eInvoice?: EInvoiceFormat;
  /** Called each time a piece has been read. */
  readonly onRead?: (bytesRead: number) => void;
}

const chunkBytes = 64 * 1024;

/** From this size on no two documents are the same. */
export const distinctBytes = 32;

/**
 * A document of its own content, of any size: a head that no other has, then one same piece over and over, so that a large
 * document costs no memory here and what grows is the connector's. It looks like a PDF when it is long enough.
 */
export function makeDocument(sizeBytes: number, options: DocumentOptions = {}): TestDocument {
  const head = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(32)]).subarray(0, sizeBytes);
  const filler = Buffer.alloc(chunkBytes, 'navette ');
  const reading: Reading = { openStreams: 0, bytesRead: 0 };
  const {
    name = `facture ${head.toString('hex', 9, 13)}.pdf`,
    breaksAfter,
    endsAfter = sizeBytes,
    onRead,
    eInvoice = null,
  } = options;

  function open(): ReadableStream<Uint8Array> {
    let offset = 0;
    let isOpen = true;
    reading.openStreams++;
    const close = () => {
      if (isOpen) reading.openStreams--;
      isOpen = false;
    };
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (breaksAfter !== undefined && offset >= breaksAfter) {
        close();
        return controller.error(new Error('the disk gave up'));
      }
      if (offset >= endsAfter) {
        close();
        return controller.close();
      }
      const piece = offset < head.length ? head.subarray(offset) : filler;
      const chunk = piece.subarray(0, Math.min(piece.length, endsAfter - offset));
      offset += chunk.length;
      reading.bytesRead += chunk.length;
      onRead?.(offset);
      controller.enqueue(chunk);
    };
    return new ReadableStream({ pull, cancel: close }, { highWaterMark: 0 });
  }

  return {
    name,
    mediaType: 'application/pdf',
    sizeBytes,
    sha256: hashOf(),
    depositor: 'Camille Dupont',
    receivedOn: '2026-11-21',
    open,
    readEInvoice: async () => eInvoice,
    reading,
  };

  function hashOf(): string {
    const hash = createHash('sha256').update(head);
    for (let left = sizeBytes - head.length; left > 0; left -= chunkBytes)
      hash.update(filler.subarray(0, left));
    return hash.digest('hex');
  }
}

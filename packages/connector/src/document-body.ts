/**
 * The bytes of a document on their way into a request: streamed, of a length known beforehand, so that memory stays bounded and
 * what breaks off can never be taken for whole.
 */
import { DeliveryError } from './delivery-error.ts';
import type { DocumentSource } from './document-source.ts';

/** A request's body that holds one document. */
export interface DocumentBody {
  readonly contentType: string;
  /** Of the whole body. */
  readonly sizeBytes: number;
  /** To be read once. Nothing is read from the document before the body is. */
  readonly body: ReadableStream<Uint8Array>;
  readonly progress: BodyProgress;
}

/** How far a body went; tells what a broken connection means. */
export interface BodyProgress {
  /** The last bytes were handed over: from now on the other side may have it all. */
  isComplete: boolean;
  /** The document could not be read, or is not as long as announced. */
  sourceFailure: DeliveryError | null;
}

/** The document alone, as it is: for partners that take raw bytes. */
export function encodeRaw(source: DocumentSource, signal: AbortSignal): DocumentBody {
  const progress = startProgress();
  const complete = () => {
    progress.isComplete = true;
  };
  const body = ReadableStream.from(readExactly(source, signal, progress, complete));
  return { contentType: source.mediaType, sizeBytes: source.sizeBytes, body, progress };
}

export function startProgress(): BodyProgress {
  return { isComplete: false, sourceFailure: null };
}

/**
 * Reads a document, keeping the last piece back until it is known to be the last: one that is longer than announced must not
 * pass for whole. Closes it when the signal aborts, even if it was stuck.
 * @param onLast called before the last piece is handed over
 */
export async function* readExactly(
  source: DocumentSource,
  signal: AbortSignal,
  progress: BodyProgress,
  onLast: () => void = () => {},
): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const reader = source.open().getReader();
  const cancel = () => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener('abort', cancel);
  let readBytes = 0;
  let held: Uint8Array | null = null;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      readBytes += value.length;
      if (readBytes > source.sizeBytes) break;
      if (held !== null) yield held;
      held = value;
    }
    signal.throwIfAborted();
    if (readBytes !== source.sizeBytes)
      throw new RangeError(`the document is not of the ${source.sizeBytes} bytes announced`);
    onLast();
    if (held !== null) yield held;
  } catch (error) {
    if (!signal.aborted) progress.sourceFailure = new DeliveryError('bytes_missing', {}, {}, error);
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

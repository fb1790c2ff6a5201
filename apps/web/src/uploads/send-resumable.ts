import type { UploadMetadata } from '@navette/api';
import type { DetailedError } from 'tus-js-client';
import { readAnswer, serverSilent } from './read-answer.ts';

/** A gateway that keeps a whole request before passing it on would lose one that is cut: pieces of this size are all it can lose. */
const pieceBytes = 16 * 1024 * 1024;

export interface ResumableToSend {
  /** Where uploads are created. */
  readonly address: string;
  readonly file: File;
  readonly metadata: UploadMetadata;
  /** The address that an earlier try was given. One that is over begins anew. */
  readonly resumeAddress: string | undefined;
  readonly signal: AbortSignal;
  readonly onAddress: (address: string) => void;
  readonly onProgress: (sentBytes: number) => void;
  /** What the server has kept: never taken back. */
  readonly onKept: (keptBytes: number) => void;
}

/**
 * Sends a large file in pieces, from where an earlier try stopped. Cancelling gives the upload up on the server too. @throws ApiError
 * with the server's problem; NavetteError `server_unreachable` when no answer came; AbortError when cancelled
 */
export async function sendResumable(options: ResumableToSend): Promise<void> {
  const { file, metadata, signal } = options;
  const { Upload } = await import('tus-js-client');
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: options.address,
      uploadUrl: options.resumeAddress ?? null,
      chunkSize: pieceBytes,
      metadata: Object.fromEntries(Object.entries(metadata).flatMap(written)),
      // Trying again is decided by the queue, which knows whether the computer is online; what resumes is in its own memory.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => upload.url !== null && options.onAddress(upload.url),
      onProgress: (sentBytes) => options.onProgress(sentBytes),
      onChunkComplete: (_piece, keptBytes) => options.onKept(keptBytes),
      onSuccess: () => resolve(),
      onError: (error) => reject(asProblem(error)),
    });
    signal.addEventListener(
      'abort',
      () => {
        // What cannot be given up now, the server forgets after a day.
        upload.abort(upload.url !== null).catch(() => undefined);
        reject(new DOMException('cancelled', 'AbortError'));
      },
      { once: true },
    );
    upload.start();
  });
}

/** What is not said is not sent. */
function written([name, value]: [string, string | undefined]): [string, string][] {
  return value === undefined ? [] : [[name, value]];
}

function asProblem(error: Error | DetailedError): Error {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  return answer && answer.getStatus() !== 0
    ? readAnswer(answer.getStatus(), answer.getBody())
    : serverSilent();
}

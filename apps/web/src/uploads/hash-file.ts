import type { HashMessage } from './hash-worker.ts';

/** Up to this size the browser's own hash is asked, which wants all the bytes at once. */
const largestWholeBytes = 32 * 1024 * 1024;

export interface HashOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (hashedBytes: number) => void;
}

/**
 * @returns the SHA-256 of a file, computed off the page's own thread. @throws DOMException `NotReadableError` when the file can no
 * longer be read, `AbortError` when cancelled
 */
export async function hashFile(file: Blob, options: HashOptions): Promise<Uint8Array> {
  // A page over plain http has no `subtle`.
  if (!globalThis.crypto?.subtle || file.size > largestWholeBytes) return hashInWorker(file, options);
  const bytes = await file.arrayBuffer();
  options.signal.throwIfAborted();
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function hashInWorker(file: Blob, { signal, onProgress }: HashOptions): Promise<Uint8Array> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Uint8Array>((resolve, reject) => {
    const unreadable = () => reject(new DOMException('unreadable', 'NotReadableError'));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.onerror = unreadable;
    worker.onmessage = ({ data }: MessageEvent<HashMessage>) => {
      if (data.kind === 'progress') onProgress(data.hashedBytes);
      else if (data.kind === 'done') resolve(data.sha256);
      else unreadable();
    };
    worker.postMessage(file);
  }).finally(() => worker.terminate());
}

/** @returns `sha-256=:<base64>:`, as the `Content-Digest` header says it. */
export function contentDigest(sha256: Uint8Array): string {
  return `sha-256=:${btoa(String.fromCharCode(...sha256))}:`;
}

/** @returns the 64 hexadecimal digits of a hash. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

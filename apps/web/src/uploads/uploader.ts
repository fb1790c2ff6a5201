import { canRetry } from '@navette/api';
import { NavetteError } from '@navette/model';
import { contentDigest } from './content-digest.ts';
import { sendFile } from './send-file.ts';
import { isActive, type Upload, uploadRetryDelayMs, uploadsToStart } from './upload-queue.ts';

export interface Drop {
  readonly file: File;
  readonly address: string;
}

export interface UploadsView {
  readonly uploads: readonly Upload[];
  /** When the present batch began. */
  readonly startedMs: number;
}

const atOnce = 3;

/** What each upload needs besides what is shown. */
interface Work extends Drop {
  readonly cancelling: AbortController;
}

/**
 * Sends dropped files, a few at once, and tries again with the same key when the link is cut. Lives as long as the page, so that
 * files go on while one looks at another client.
 */
export function createUploader() {
  let view: UploadsView = { uploads: [], startedMs: 0 };
  const work = new Map<string, Work>();
  const watchers = new Set<() => void>();

  function show(uploads: readonly Upload[]) {
    view = { ...view, uploads };
    for (const watcher of watchers) watcher();
  }
  function change(key: string, changes: Partial<Upload>) {
    show(view.uploads.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)));
  }
  function startMore() {
    for (const { key } of uploadsToStart(view.uploads, atOnce)) {
      change(key, { state: 'preparing', sentBytes: 0, error: null });
      void carry(key).then(startMore);
    }
  }
  async function carry(key: string) {
    const { file, address, cancelling } = work.get(key) ?? {};
    if (!file || !address || !cancelling) return;
    const { signal } = cancelling;
    try {
      const digest = await contentDigest(file);
      const headers = {
        'idempotency-key': key,
        'content-type': 'application/octet-stream',
        ...(digest ? { 'content-digest': digest } : {}),
      };
      for (let tries = 1; ; tries++) {
        change(key, { state: 'sending', sentBytes: 0 });
        const onProgress = (sentBytes: number) =>
          change(key, { sentBytes, state: sentBytes < file.size ? 'sending' : 'recording' });
        try {
          await sendFile({ address, file, headers, signal, onProgress });
          break;
        } catch (error) {
          const delayMs = canRetry(error) ? uploadRetryDelayMs(tries) : null;
          if (delayMs === null) throw error;
          change(key, { state: 'retrying', sentBytes: 0 });
          await waitForLink(delayMs, signal);
        }
      }
      work.delete(key);
      change(key, { state: 'done', sentBytes: file.size });
    } catch (error) {
      if (signal.aborted) change(key, { state: 'cancelled' });
      // A file that was moved or is locked cannot be read: the browser says so with an exception of its own.
      else change(key, { state: 'failed', error: asProblem(error, file.name) });
    }
  }

  return {
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    view: (): UploadsView => view,
    /** Begins to send. Each file gets a key of its own: dropping the same file twice sends it twice, on purpose. */
    add(drops: readonly Drop[]): void {
      const wasIdle = !view.uploads.some(isActive);
      const added = drops.map((drop) => {
        const key = randomKey();
        work.set(key, { ...drop, cancelling: new AbortController() });
        const { name, size } = drop.file;
        return { key, name, sizeBytes: size, sentBytes: 0, state: 'queued', error: null } satisfies Upload;
      });
      if (wasIdle)
        view = { uploads: view.uploads.filter(({ state }) => state === 'failed'), startedMs: Date.now() };
      show([...view.uploads, ...added]);
      startMore();
    },
    cancel(key: string): void {
      work.get(key)?.cancelling.abort();
      work.delete(key);
      change(key, { state: 'cancelled' });
      startMore();
    },
    /** Tries a failed file again, with the same key. */
    again(key: string): void {
      if (!work.has(key)) return;
      change(key, { state: 'queued', sentBytes: 0, error: null });
      startMore();
    },
    /** Empties the list; what is under way goes on being shown. */
    clear(): void {
      for (const upload of view.uploads) if (!isActive(upload)) work.delete(upload.key);
      show(view.uploads.filter(isActive));
    },
  };
}

export type Uploader = ReturnType<typeof createUploader>;

/** The uploader of this page. */
export const uploader: Uploader = createUploader();

/** `randomUUID` exists in secure contexts only; a page over plain http has random values all the same. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function asProblem(error: unknown, path: string): unknown {
  return error instanceof DOMException ? new NavetteError('file_unreadable', { path }, error) : error;
}

/** Waits, or less when the computer says that its link is back. */
function waitForLink(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      removeEventListener('online', onOnline);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onOnline = end(resolve);
    const onAbort = end(() => reject(signal.reason));
    const timer = setTimeout(onOnline, delayMs);
    addEventListener('online', onOnline);
    signal.addEventListener('abort', onAbort);
  });
}

import { canRetry } from '@navette/api';
import { NavetteError } from '@navette/model';
import { isSignedOut } from '../api/problem-sentence.ts';
import { type FileToCarry, OtherFileError, type prepareFile } from './carry-file.ts';
import {
  type Destination,
  isSameDestination,
  isSameFile,
  type UnfinishedUploads,
} from './unfinished-uploads.ts';
import {
  addSample,
  isActive,
  type Sample,
  totalsOf,
  type Upload,
  uploadRetryDelayMs,
  uploadsToStart,
} from './upload-queue.ts';

/** A file to send; with an error it is refused before anything is sent, and shown with why. */
export interface Drop {
  readonly firm: string;
  readonly user: string;
  readonly file: File;
  readonly destination: Destination;
  readonly error?: unknown;
}

export interface UploadsView {
  readonly uploads: readonly Upload[];
  /** How much was sent in the last seconds. */
  readonly samples: readonly Sample[];
  /** Files of the system or unfinished ones that were left behind. */
  readonly ignored: number;
  readonly isOnline: boolean;
}

/** What the uploader needs of the browser. */
export interface UploaderSurroundings {
  readonly prepare: typeof prepareFile;
  readonly unfinished: UnfinishedUploads;
  readonly isOnline: () => boolean;
  /** Waits, or less when the computer says that its link is back. */
  readonly waitForLink: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** Runs while other tabs can see that this upload goes on here. */
  readonly hold: (key: string, run: () => Promise<void>) => Promise<void>;
  readonly nowMs: () => number;
}

const atOnce = 3;
/** Watchers are told at most this often: hundreds of files make thousands of changes a second. */
const tellEveryMs = 80;
/** The first report of a resumed file is what the server had already: that was no speed. */
const resumedBytes = 4 * 1024 * 1024;

interface Work {
  readonly carried: FileToCarry;
  readonly cancelling: AbortController;
}

/**
 * Sends dropped files, a few at once, and tries again with the same key when the link is cut. Lives as long as the page, so that
 * files go on while one looks at another client.
 */
export function createUploader(surroundings: UploaderSurroundings) {
  const { prepare, unfinished, isOnline, waitForLink, hold, nowMs } = surroundings;
  const uploads = new Map<string, Upload>();
  const work = new Map<string, Work>();
  const watchers = new Set<() => void>();
  let samples: Sample[] = [];
  let ignored = 0;
  let view: UploadsView = { uploads: [], samples, ignored, isOnline: true };
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell() {
    clearTimeout(timer);
    timer = undefined;
    const shown = [...uploads.values()];
    const { sentBytes } = totalsOf(shown);
    // Hashing and waiting are no speed.
    const isSending = shown.some(({ state }) => state === 'sending' || state === 'recording');
    samples = isSending ? addSample(samples, { atMs: nowMs(), sentBytes }) : [];
    view = { uploads: shown, samples, ignored, isOnline: isOnline() };
    for (const watcher of watchers) watcher();
  }
  function change(key: string, changes: Partial<Upload>) {
    const upload = uploads.get(key);
    if (!upload) return;
    uploads.set(key, { ...upload, ...changes });
    timer ??= setTimeout(tell, tellEveryMs);
  }
  function startMore() {
    // A computer that says it is offline may be wrong: one file goes on trying.
    for (const { key } of uploadsToStart(uploads.values(), isOnline() ? atOnce : 1)) {
      change(key, { state: 'preparing', sentBytes: 0, error: null });
      void hold(key, () => carry(key)).then(startMore);
    }
  }
  async function carry(key: string) {
    const { carried, cancelling } = work.get(key) ?? {};
    if (!carried || !cancelling) return;
    const { signal } = cancelling;
    const { size } = carried.file;
    try {
      const send = await prepare(carried, unfinished, {
        signal,
        onProgress: (sentBytes) => change(key, { sentBytes }),
      });
      for (let tries = 1; ; tries++) {
        change(key, { state: 'sending', sentBytes: 0 });
        let isFirst = true;
        const onProgress = (sentBytes: number) => {
          if (isFirst && sentBytes > resumedBytes) samples = [];
          isFirst = false;
          change(key, { sentBytes, state: sentBytes < size ? 'sending' : 'recording' });
        };
        try {
          await send({ signal, onProgress });
          break;
        } catch (error) {
          const isLinkCut = error instanceof NavetteError && error.code === 'server_unreachable';
          const delayMs = canRetry(error) ? uploadRetryDelayMs(tries, isLinkCut) : null;
          if (delayMs === null) throw error;
          change(key, { state: 'retrying' });
          await waitForLink(delayMs, signal);
        }
      }
      work.delete(key);
      unfinished.forget(key);
      change(key, { state: 'done', sentBytes: size, error: null });
    } catch (error) {
      // Whoever cancelled has said so already.
      if (signal.aborted) return;
      if (error instanceof OtherFileError) {
        const sentBytes = unfinished.find(key)?.keptBytes ?? 0;
        change(key, { state: 'unfinished', sentBytes, error });
        return;
      }
      const problem = asProblem(error, carried.file.name);
      const isHopeful = canRetry(problem) || isSignedOut(problem);
      if (!isHopeful) unfinished.forget(key);
      change(key, { state: isHopeful ? 'failed' : 'refused', error: problem });
    }
  }
  function enqueue(key: string, carried: Omit<FileToCarry, 'key'>) {
    work.set(key, { carried: { ...carried, key }, cancelling: new AbortController() });
    const { file, destination } = carried;
    uploads.set(key, {
      key,
      name: file.name,
      subPath: 'folderId' in destination ? destination.subPath : undefined,
      sizeBytes: file.size,
      sentBytes: 0,
      state: 'queued',
      error: null,
    });
  }
  /** A large file that was begun before a reload and is dropped again in the same place goes on. */
  function keyOf({ firm, user, file, destination }: Drop): string {
    const begun = unfinished
      .list()
      .find(
        (each) =>
          each.firm === firm &&
          each.user === user &&
          uploads.get(each.key)?.state === 'unfinished' &&
          isSameFile(each, file) &&
          isSameDestination(each.destination, destination),
      );
    return begun?.key ?? randomKey();
  }
  function forgetEnded(isKept: (upload: Upload) => boolean) {
    for (const upload of uploads.values()) {
      if (isKept(upload)) continue;
      uploads.delete(upload.key);
      work.delete(upload.key);
    }
  }

  return {
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    view: (): UploadsView => view,
    /** Begins to send. Each file gets a key of its own: dropping the same file twice sends it twice, on purpose. */
    add(drops: readonly Drop[], leftBehind = 0): void {
      if (![...uploads.values()].some(isActive)) {
        forgetEnded(({ state }) => state === 'failed' || state === 'refused' || state === 'unfinished');
        ignored = 0;
      }
      ignored += leftBehind;
      for (const drop of drops) {
        const { error, ...carried } = drop;
        const key = keyOf(drop);
        enqueue(key, carried);
        if (error !== undefined) change(key, { state: 'refused', error });
      }
      startMore();
      tell();
    },
    /** Shows the large files that were begun before the page was reloaded. */
    addUnfinished(keys: readonly string[]): void {
      for (const { key, name, destination, sizeBytes, keptBytes } of unfinished.list()) {
        if (!keys.includes(key) || uploads.has(key)) continue;
        const subPath = 'folderId' in destination ? destination.subPath : undefined;
        uploads.set(key, {
          key,
          name,
          subPath,
          sizeBytes,
          sentBytes: keptBytes,
          state: 'unfinished',
          error: null,
        });
      }
      tell();
    },
    /** Goes on with a large file that the person has chosen again. */
    choose(key: string, file: File): void {
      const begun = unfinished.find(key);
      if (!begun) return;
      if (!isSameFile(begun, file)) change(key, { error: new OtherFileError() });
      else enqueue(key, { firm: begun.firm, user: begun.user, file, destination: begun.destination });
      startMore();
      tell();
    },
    cancel(key: string): void {
      work.get(key)?.cancelling.abort();
      work.delete(key);
      unfinished.forget(key);
      change(key, { state: 'cancelled' });
      startMore();
      tell();
    },
    /** Tries failed files again, with the same keys. */
    again(isWanted: (upload: Upload, user: string) => boolean): void {
      for (const upload of uploads.values()) {
        const user = work.get(upload.key)?.carried.user;
        if (upload.state === 'failed' && user !== undefined && isWanted(upload, user))
          change(upload.key, { state: 'queued', sentBytes: 0, error: null });
      }
      startMore();
      tell();
    },
    /** Empties the list; what is under way goes on being shown. */
    clear(): void {
      forgetEnded(isActive);
      ignored = 0;
      tell();
    },
    /** The link is back, or gone. */
    linkChanged(): void {
      startMore();
      tell();
    },
  };
}

export type Uploader = ReturnType<typeof createUploader>;

/** `randomUUID` exists in secure contexts only; a page over plain http has random values all the same. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** A file that moved, changed or is locked cannot be read: the browser says so with an exception of its own. */
function asProblem(error: unknown, path: string): unknown {
  return error instanceof DOMException ? new NavetteError('file_unreadable', { path }, error) : error;
}

/**
 * Decides when the writer of a file has finished. States of a file, and what moves it:
 *
 *   seen      –unchanged at a second look, and its format shows that it is complete→      settled
 *   seen      –unchanged, but the bytes cannot tell, or its end is missing→               quiet
 *   quiet     –unchanged for the quiet time, and nobody has it open for writing→          settled
 *   any       –changed→ seen      –gone→ forgotten      –cannot be read→ looked at again, reported after a while
 */
import { errorCode } from '../files/error-code.ts';
import { openToRead } from '../files/hash-file.ts';
import { type Identity, isUntouched, lookAt } from '../files/identity.ts';
import { type FormatEnd, readFormatEnd } from './format-end.ts';
import type { IsOpenForWriting } from './open-writers.ts';

export interface SettleOptions {
  /** Unchanged for that long, a file whose bytes cannot tell is complete. */
  readonly quietMs: number;
  /** Between the two looks that every file gets. */
  readonly lookAgainMs: number;
  /** Between two tries of a file that cannot be read. */
  readonly lockedAgainMs: number;
  /** A file that cannot be read for that long is reported. */
  readonly lockedAfterMs: number;
  readonly hasStableInodes: boolean;
  readonly isOpenForWriting: IsOpenForWriting;
  onSettled(path: string, identity: Identity): void;
  /** The file is there and cannot be read: its permissions refuse. Called once; the file is forgotten. */
  onUnreadable(path: string, identity: Identity): void;
}

export interface Settler {
  /** Begins to look at a file; does nothing when it is looked at already. */
  notice(path: string): void;
  has(path: string): boolean;
  readonly count: number;
  /** Files that another program has kept for long. */
  heldFiles(): string[];
  close(): Promise<void>;
}

interface Waiting {
  readonly path: string;
  identity: Identity | null;
  sinceMs: number;
  end: FormatEnd | null;
  /** When it was first found open or unreadable. */
  heldSinceMs: number | null;
  timer: NodeJS.Timeout | undefined;
}

/** A file known to lack its end, or empty, waits longer: its writer has more reason to come back. */
const unfinishedFactor = 3;
const lookersAtOnce = 8;
const longestPauseMs = 1_000;

export function createSettler(options: SettleOptions): Settler {
  const files = new Map<string, Waiting>();
  const due = new Set<Waiting>();
  const looks = new Set<Promise<void>>();
  let isClosed = false;

  function schedule(file: Waiting, inMs: number): void {
    if (isClosed) return;
    file.timer = setTimeout(() => {
      due.add(file);
      startLooks();
    }, inMs);
  }

  function startLooks(): void {
    while (looks.size < lookersAtOnce && due.size > 0 && !isClosed) {
      const [file] = due;
      if (file === undefined) return;
      due.delete(file);
      const look = lookSafely(file).finally(() => {
        looks.delete(look);
        startLooks();
      });
      looks.add(look);
    }
  }

  async function lookSafely(file: Waiting): Promise<void> {
    try {
      await look(file);
    } catch (error) {
      postpone(file, errorCode(error));
    }
  }

  async function look(file: Waiting): Promise<void> {
    const identity = await lookAt(file.path, options.hasStableInodes);
    if (identity === null) {
      files.delete(file.path);
      return;
    }
    const now = performance.now();
    if (file.identity === null || !isUntouched(file.identity, identity)) {
      Object.assign(file, { identity, sinceMs: now, end: null });
      return schedule(file, options.lookAgainMs);
    }
    file.end ??= await readEnd(file.path, identity.sizeBytes);
    const waitMs = file.sinceMs + neededMs(file.end, identity.sizeBytes) - now;
    if (waitMs > 0) return schedule(file, Math.min(waitMs, Math.max(longestPauseMs, options.quietMs / 4)));
    if (await isHeld(file)) {
      file.heldSinceMs ??= now;
      return schedule(file, longestPauseMs);
    }
    files.delete(file.path);
    if (!isClosed) options.onSettled(file.path, identity);
  }

  function neededMs(end: FormatEnd, sizeBytes: number): number {
    if (end === 'complete') return options.lookAgainMs;
    return end === 'incomplete' || sizeBytes === 0 ? options.quietMs * unfinishedFactor : options.quietMs;
  }

  /** On Windows asking is cheap and sure; on Linux it is a walk, spared to files that show their end. */
  async function isHeld(file: Waiting): Promise<boolean> {
    if (file.end === 'complete' && process.platform !== 'win32') return false;
    return options.isOpenForWriting(file.path);
  }

  function postpone(file: Waiting, code: string): void {
    const now = performance.now();
    file.heldSinceMs ??= now;
    const isForbidden = code === 'EACCES' || code === 'EPERM';
    if (isForbidden && file.identity !== null && now - file.heldSinceMs >= options.lockedAfterMs) {
      files.delete(file.path);
      if (!isClosed) options.onUnreadable(file.path, file.identity);
      return;
    }
    schedule(file, options.lockedAgainMs);
  }

  return {
    notice(path) {
      if (isClosed || files.has(path)) return;
      const file = { path, identity: null, sinceMs: 0, end: null, heldSinceMs: null, timer: undefined };
      files.set(path, file);
      due.add(file);
      startLooks();
    },
    has: (path) => files.has(path),
    get count() {
      return files.size;
    },
    heldFiles() {
      const longAgo = performance.now() - options.lockedAfterMs;
      return [...files.values()]
        .filter((file) => file.heldSinceMs !== null && file.heldSinceMs < longAgo)
        .map((file) => file.path);
    },
    async close() {
      isClosed = true;
      for (const file of files.values()) clearTimeout(file.timer);
      await Promise.all(looks);
    },
  };
}

async function readEnd(path: string, sizeBytes: number): Promise<FormatEnd> {
  const file = await openToRead(path);
  try {
    return await readFormatEnd(file, sizeBytes);
  } finally {
    await file.close();
  }
}

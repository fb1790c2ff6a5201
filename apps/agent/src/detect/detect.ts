/**
 * Finds the files of a deposit directory and of its sub-folders. A watch event is only a hint to look at one directory a moment
 * later; the scan is the truth: it finds what no event told. Links, devices and sockets are not followed.
 */
import { type FSWatcher, watch } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence } from '../files/identity.ts';

export interface DetectOptions {
  /** Absolute, without symbolic links. */
  readonly root: string;
  readonly rescanMs: number;
  /** Whether a name is never taken. */
  isIgnored(name: string): boolean;
  /** Whether this file is being looked after already, so that an event about it tells nothing new. */
  isKnown(path: string): boolean;
  /** A regular file is there. Called again at each look, for as long as it is. */
  onFile(path: string): void;
  /** After each scan: whether the deposit directory could be read. When not, nothing follows from what was not found. */
  onScanned(isThere: boolean): void;
}

export interface Detector {
  /** Looks at everything, now. */
  scan(): Promise<void>;
  /** Directories that could not be watched: they are scanned only, more often. */
  readonly unwatched: number;
  close(): Promise<void>;
}

interface Directory {
  watcher: FSWatcher | null;
  inode: bigint;
  timer: NodeJS.Timeout | undefined;
  lookMs: number;
  seenInScan: number;
}

const hintDelayMs = 30;
/** A large directory under constant change is looked at for at most a tenth of the time. */
const restPerLook = 9;
const rescanUnwatchedMs = 10_000;

export function createDetector(options: DetectOptions): Detector {
  const directories = new Map<string, Directory>();
  let scanNumber = 0;
  let scanning: Promise<void> | undefined;
  let scanTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function countUnwatched(): number {
    let count = 0;
    for (const directory of directories.values()) if (directory.watcher === null) count++;
    return count;
  }

  /** Watches a directory before it is read, so that nothing falls between the two. */
  async function enter(path: string): Promise<Directory> {
    const { ino: inode } = await lstat(path, { bigint: true });
    const known = directories.get(path);
    if (known !== undefined && known.inode === inode) return known;
    if (known !== undefined) leave(path, known);
    const directory: Directory = {
      watcher: null,
      inode,
      timer: undefined,
      lookMs: 0,
      seenInScan: scanNumber,
    };
    directories.set(path, directory);
    directory.watcher = startWatch(path, directory);
    return directory;
  }

  function startWatch(path: string, directory: Directory): FSWatcher | null {
    if (isClosed) return null;
    try {
      const watcher = watch(path, (_, name) => {
        if (name !== null && (options.isIgnored(name) || options.isKnown(join(path, name)))) return;
        lookSoon(path, directory);
      });
      watcher.on('error', () => {
        watcher.close();
        if (directory.watcher === watcher) directory.watcher = null;
      });
      return watcher;
    } catch {
      // Too many watches, or a file system without events: the scan finds everything all the same.
      return null;
    }
  }

  function leave(path: string, directory: Directory): void {
    clearTimeout(directory.timer);
    directory.watcher?.close();
    directories.delete(path);
  }

  function lookSoon(path: string, directory: Directory): void {
    if (directory.timer !== undefined || isClosed) return;
    directory.timer = setTimeout(
      () => {
        directory.timer = undefined;
        void lookBelow(path, false);
      },
      Math.max(hintDelayMs, directory.lookMs * restPerLook),
    );
  }

  /** Reads one directory. @returns its sub-directories */
  async function lookInto(path: string): Promise<string[]> {
    const directory = await enter(path);
    directory.seenInScan = scanNumber;
    const startedAt = performance.now();
    const entries = await readdir(path, { withFileTypes: true });
    const below: string[] = [];
    for (const entry of entries) {
      if (isClosed) return [];
      if (options.isIgnored(entry.name)) continue;
      const child = join(path, entry.name);
      if (entry.isFile()) options.onFile(child);
      else if (entry.isDirectory()) below.push(child);
      else if (isUntyped(entry)) await lookUntyped(child, below);
    }
    directory.lookMs = performance.now() - startedAt;
    return below;
  }

  async function lookUntyped(path: string, below: string[]): Promise<void> {
    const stats = await lstat(path).catch(() => null);
    if (stats?.isFile()) options.onFile(path);
    if (stats?.isDirectory()) below.push(path);
  }

  /** Looks at a directory and at those below: all of them in a scan, only the new ones after a hint. */
  async function lookBelow(start: string, isScan: boolean): Promise<void> {
    const stack = [start];
    for (let path = stack.pop(); path !== undefined && !isClosed; path = stack.pop()) {
      try {
        const below = await lookInto(path);
        stack.push(...(isScan ? below : below.filter((each) => !directories.has(each))));
      } catch (error) {
        const directory = directories.get(path);
        if (directory !== undefined && isAbsence(error)) leave(path, directory);
        if (path === options.root && isScan) throw error;
      }
    }
  }

  async function scanOnce(): Promise<void> {
    scanNumber++;
    let isThere = true;
    try {
      await lookBelow(options.root, true);
    } catch {
      isThere = false;
    }
    if (isClosed) return;
    for (const [path, directory] of directories) {
      if (directory.seenInScan !== scanNumber) leave(path, directory);
    }
    options.onScanned(isThere);
  }

  async function scan(): Promise<void> {
    clearTimeout(scanTimer);
    scanning ??= scanOnce().finally(() => {
      scanning = undefined;
      if (isClosed) return;
      clearTimeout(scanTimer);
      const isPartly = directories.size === 0 || countUnwatched() > 0;
      scanTimer = setTimeout(
        () => void scan(),
        isPartly ? Math.min(options.rescanMs, rescanUnwatchedMs) : options.rescanMs,
      );
    });
    await scanning;
  }

  return {
    scan,
    get unwatched() {
      return countUnwatched();
    },
    async close() {
      isClosed = true;
      clearTimeout(scanTimer);
      for (const [path, directory] of directories) leave(path, directory);
      await scanning;
      for (const [path, directory] of directories) leave(path, directory);
    },
  };
}

/** Some file systems give names without their kind. */
function isUntyped(entry: {
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}): boolean {
  return !(
    entry.isSymbolicLink() ||
    entry.isFIFO() ||
    entry.isSocket() ||
    entry.isBlockDevice() ||
    entry.isCharacterDevice()
  );
}

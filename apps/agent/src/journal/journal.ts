/**
 * The journal of one home: an append-only file of steps. What it holds in memory is what is on disk: a step counts once it is
 * flushed. Steps that arrive together share one write and one flush.
 */
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { passCrashPoint } from '../crash.ts';
import { type Identity, isAbsence, isSameFile } from '../files/identity.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { readLines, writeLine } from './line.ts';
import { applyStep, replay, stepsOf } from './replay.ts';
import type { Drop, Step } from './step.ts';

export interface Journal {
  /** Drops that are not done, by id. */
  readonly drops: ReadonlyMap<string, Drop>;
  /** Lines of the file that could not be read when it was opened. */
  readonly damaged: number;
  /** Resolves when the step is on disk. On failure (disk full) nothing has changed, and it may be tried again. */
  append(step: Step): Promise<void>;
  /** Writes a step that nothing relies on: it is flushed soon; when that fails, a later run finds it out again. */
  note(step: Step): void;
  findByPath(path: string): Drop | undefined;
  /** Drops of the same file under another path: it may have been renamed. */
  findByFile(identity: Identity): Drop[];
  close(): Promise<void>;
}

export interface JournalOptions {
  /** The file is rewritten with open drops only once it is this long, and mostly about drops that are done. */
  readonly compactAtBytes?: number;
}

const noteDelayMs = 100;
const ignore = (): void => {};

interface Waiting {
  readonly step: Step;
  readonly line: string;
  resolve(): void;
  reject(error: unknown): void;
}

export function journalFile(home: string): string {
  return join(home, 'journal.jsonl');
}

/** Reads a journal without touching it, while its agent runs or not. */
export async function readJournal(path: string): Promise<{ drops: Map<string, Drop>; damaged: number }> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isAbsence(error)) return '';
    throw error;
  });
  const { steps, damaged } = readLines(text);
  return { drops: replay(steps), damaged };
}

/** Opens a journal to write it, rewritten without what is done. One process at a time: the caller holds the home's lock. */
export async function openJournal(path: string, options: JournalOptions = {}): Promise<Journal> {
  const compactAtBytes = options.compactAtBytes ?? 4 * 1024 * 1024;
  const { drops, damaged } = await readJournal(path);
  const byPath = new Map<string, string>();
  const byInode = new Map<string, Set<string>>();
  for (const drop of drops.values()) index(drop);
  let { file, sizeBytes } = await rewrite(path, drops);
  await syncDirectory(dirname(path));
  passCrashPoint('compacted');
  let isNameDurable = true;
  let liveBytes = sizeBytes;
  let queue: Waiting[] = [];
  let urgent = 0;
  let noteTimer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  function index(drop: Drop): void {
    byPath.set(drop.path, drop.id);
    const { inode } = drop.identity;
    if (inode === null) return;
    const ids = byInode.get(inode) ?? new Set();
    byInode.set(inode, ids.add(drop.id));
  }

  function unindex(drop: Drop): void {
    if (byPath.get(drop.path) === drop.id) byPath.delete(drop.path);
    const ids = byInode.get(drop.identity.inode ?? '');
    ids?.delete(drop.id);
    if (ids?.size === 0) byInode.delete(drop.identity.inode ?? '');
  }

  function apply(step: Step): void {
    const before = drops.get(step.drop);
    const after = applyStep(before, step);
    if (before !== undefined) unindex(before);
    if (after === undefined) drops.delete(step.drop);
    else {
      drops.set(after.id, after);
      index(after);
    }
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    if (!isNameDurable) await makeNameDurable();
    const bytes = Buffer.from(batch.map((each) => each.line).join(''));
    // At the place where the last good line ends: what a failed write left there is overwritten.
    await writeAll(file, bytes, sizeBytes);
    await file.datasync();
    sizeBytes += bytes.length;
    for (const each of batch) apply(each.step);
  }

  async function writeQueue(): Promise<void> {
    clearTimeout(noteTimer);
    noteTimer = undefined;
    while (urgent > 0) {
      const batch = queue;
      queue = [];
      urgent = 0;
      try {
        await writeBatch(batch);
        for (const each of batch) each.resolve();
      } catch (error) {
        await file.truncate(sizeBytes).catch(() => undefined);
        for (const each of batch) each.reject(error);
      }
      if (sizeBytes > compactAtBytes && sizeBytes > 4 * liveBytes) await compact();
    }
    writing = undefined;
    if (queue.length > 0) noteTimer ??= setTimeout(startWriting, noteDelayMs);
  }

  function startWriting(): void {
    urgent++;
    writing ??= writeQueue();
  }

  async function makeNameDurable(): Promise<void> {
    await syncDirectory(dirname(path));
    isNameDurable = true;
  }

  async function compact(): Promise<void> {
    const old = file;
    try {
      ({ file, sizeBytes } = await rewrite(path, drops));
      liveBytes = sizeBytes;
      // From here on the old file has no name any more; nothing is appended before the new one's is durable.
      isNameDurable = false;
    } catch {
      // A full disk: the old file stays in use, and it is tried again when it has doubled.
      liveBytes = sizeBytes / 2;
      return;
    }
    await old.close();
    await makeNameDurable().catch(() => undefined);
    passCrashPoint('compacted');
  }

  function append(step: Step): Promise<void> {
    return new Promise((resolve, reject) => {
      queue.push({ step, line: writeLine(step), resolve, reject });
      startWriting();
    });
  }

  /** Goes with the next step that is waited for: a flush of its own would slow the others down. */
  function note(step: Step): void {
    queue.push({ step, line: writeLine(step), resolve: ignore, reject: ignore });
    if (writing === undefined) noteTimer ??= setTimeout(startWriting, noteDelayMs);
  }

  return {
    drops,
    damaged,
    append,
    note,
    findByPath: (filePath) => {
      const id = byPath.get(filePath);
      return id === undefined ? undefined : drops.get(id);
    },
    findByFile: (identity) =>
      [...(byInode.get(identity.inode ?? '') ?? [])]
        .flatMap((id) => drops.get(id) ?? [])
        .filter((drop) => isSameFile(drop.identity, identity)),
    async close() {
      if (queue.length > 0) startWriting();
      while (writing !== undefined) await writing;
      clearTimeout(noteTimer);
      await file.close();
    },
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

async function rewrite(
  path: string,
  drops: ReadonlyMap<string, Drop>,
): Promise<{ file: FileHandle; sizeBytes: number }> {
  const temporary = `${path}.tmp`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    const bytes = Buffer.from([...drops.values()].flatMap(stepsOf).map(writeLine).join(''));
    await writeAll(file, bytes, 0);
    await file.sync();
    passCrashPoint('compacting');
    await rename(temporary, path);
    return { file, sizeBytes: bytes.length };
  } catch (error) {
    await file.close();
    throw error;
  }
}

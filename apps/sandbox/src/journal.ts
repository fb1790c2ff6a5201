import { closeSync, existsSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs';

/** One line of a journal. `about` names who reads it again at the next start. */
export interface JournalEntry {
  readonly about: string;
  readonly [key: string]: unknown;
}

export interface Journal {
  /** Writes one line. When it returns, a kill −9 of this process no longer loses it (a power cut may). */
  append(entry: JournalEntry): void;
  /** Forgets every line and starts again with `first`: after a kill there is the old journal or the new one. */
  restart(first: JournalEntry): void;
  close(): void;
}

/**
 * Opens the append-only file of JSON lines at `path` and reads what an earlier process wrote in it.
 *
 * A last line that a kill cut short is removed: its answer was never given. A damaged line anywhere else throws, since
 * what was received would otherwise be forgotten without a word.
 */
export function openJournal(path: string): { journal: Journal; entries: JournalEntry[] } {
  const entries = existsSync(path) ? readEntries(path) : [];
  let file = openSync(path, 'a', 0o600);
  const journal: Journal = {
    append(entry) {
      writeSync(file, `${JSON.stringify(entry)}\n`);
    },
    restart(first) {
      const next = openSync(`${path}.new`, 'w', 0o600);
      writeSync(next, `${JSON.stringify(first)}\n`);
      closeSync(next);
      renameSync(`${path}.new`, path);
      closeSync(file);
      file = openSync(path, 'a', 0o600);
    },
    close() {
      closeSync(file);
    },
  };
  return { journal, entries };
}

function readEntries(path: string): JournalEntry[] {
  const bytes = readFileSync(path);
  const wholeLength = bytes.lastIndexOf(0x0a) + 1;
  if (wholeLength < bytes.length) truncateSync(path, wholeLength);
  return bytes
    .subarray(0, wholeLength)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => parseLine(line, `${path}:${index + 1}`));
}

function parseLine(line: string, place: string): JournalEntry {
  const entry = parseJson(line, place);
  if (typeof entry !== 'object' || entry === null || !('about' in entry) || typeof entry.about !== 'string') {
    throw new Error(`journal line without "about": ${place}`);
  }
  return entry as JournalEntry;
}

function parseJson(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`damaged journal line: ${place}`, { cause });
  }
}

/**
 * Whether another program holds a file open for writing, where the system can tell. Windows: opening it to write answers that it
 * is busy. Linux: `/proc` shows the files of this user's programs (of all, for root). Elsewhere, and for programs of other
 * machines on a share, nobody can tell: the quiet time is what is left.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from '../files/error-code.ts';

/** Rests between two walks through `/proc`, so that many waiting files cost no more than one. */
const restMs = 250;

/** @param path without symbolic links */
export type IsOpenForWriting = (path: string) => Promise<boolean>;

export function createOpenWriters(platform = process.platform): IsOpenForWriting {
  if (platform === 'win32') return isBusy;
  if (platform === 'linux') return createWalk();
  return () => Promise.resolve(false);
}

async function isBusy(path: string): Promise<boolean> {
  try {
    await (await open(path, 'r+')).close();
    return false;
  } catch (error) {
    // Anything else (a read-only file, one that is gone) is not for us to judge here.
    return errorCode(error) === 'EBUSY';
  }
}

function createWalk(): IsOpenForWriting {
  let asked: Map<string, ((isOpen: boolean) => void)[]> = new Map();
  let isWalking = false;

  async function walk(): Promise<void> {
    isWalking = true;
    while (asked.size > 0) {
      const wanted = asked;
      asked = new Map();
      const found = await findOpenForWriting(wanted);
      for (const [path, answers] of wanted) for (const answer of answers) answer(found.has(path));
      if (asked.size > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    isWalking = false;
  }

  return (path) =>
    new Promise((resolve) => {
      asked.set(path, [...(asked.get(path) ?? []), resolve]);
      if (!isWalking) void walk();
    });
}

async function findOpenForWriting(wanted: ReadonlyMap<string, unknown>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const pid of list('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    for (const fd of list(`/proc/${pid}/fd`)) {
      const path = readLink(`/proc/${pid}/fd/${fd}`);
      if (wanted.has(path) && isForWriting(`/proc/${pid}/fdinfo/${fd}`)) found.add(path);
    }
    // One process at a time, so that uploads go on meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

/** A process that ended meanwhile, or that belongs to another user, shows nothing. */
function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function isForWriting(path: string): boolean {
  try {
    const flags = /^flags:\s+(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & 3) !== 0;
  } catch {
    return false;
  }
}

import { readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './run-program.ts';

/** What a running PostgreSQL writes about itself in `postmaster.pid`. A hint: only a connection proves anything. */
export interface LockFile {
  readonly text: string;
  readonly pid: number;
  readonly port: number;
  /** The socket folder, or the TCP address. */
  readonly host: string;
  /** Whether it said that it takes connections: neither starting nor stopping. */
  readonly isReady: boolean;
}

/**
 * What the process of that number is now: `ours` works in the cluster's folder, which the system proves; `postgres` cannot be
 * looked into and has the name; `other` is another program, since numbers are used again.
 */
export type ProcessState = 'gone' | 'zombie' | 'ours' | 'postgres' | 'other';

/** The lock file of a cluster; nothing when there is none, or it is still being written. */
export async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const text = await readFile(lockFile(cluster), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const [pid, , , port, socketFolder, address, , status] = text.split('\n');
  if (port === undefined || Number(pid) === 0) return undefined;
  const host = socketFolder || address || '127.0.0.1';
  return { text, pid: Number(pid), port: Number(port), host, isReady: status?.trim() === 'ready' };
}

/** Removes the lock file whose owner is known to be gone, unless a new owner has written it meanwhile. */
export async function removeStaleLockFile(cluster: string, stale: LockFile): Promise<void> {
  const aside = `${lockFile(cluster)}.stale-${process.pid}`;
  try {
    await rename(lockFile(cluster), aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) === stale.text) await rm(aside);
  else await rename(aside, lockFile(cluster));
}

export async function processState(pid: number, cluster: string): Promise<ProcessState> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone';
  }
  if (process.platform === 'win32') return 'postgres';
  const [state, name] = process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
  if (state === undefined) return 'gone';
  if (state.startsWith('Z')) return 'zombie';
  // PostgreSQL steps into its data folder before it writes the lock file. The link follows a folder that is moved.
  const folder = await stat(`/proc/${pid}/cwd`).catch(() => undefined);
  if (folder === undefined) return name?.includes('postgres') ? 'postgres' : 'other';
  const own = await stat(cluster);
  return folder.dev === own.dev && folder.ino === own.ino ? 'ours' : 'other';
}

async function fromProc(pid: number): Promise<[] | [state: string, name: string]> {
  // "pid (name) state …", where the name may hold anything, parentheses included.
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const match = /^\d+ \((.*)\) (\S)/s.exec(text);
  return match === null ? [] : [match[2] ?? '', match[1] ?? ''];
}

async function fromPs(pid: number): Promise<[] | [state: string, name: string]> {
  const { output } = await runProgram({ file: 'ps', args: ['-o', 'state=,comm=', '-p', String(pid)] }, 5_000);
  const match = /^\s*(\S+)\s+(.*)$/m.exec(output);
  return match === null ? [] : [match[1] ?? '', match[2] ?? ''];
}

function lockFile(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}

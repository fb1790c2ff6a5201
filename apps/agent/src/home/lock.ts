/**
 * One owner at a time of something in a home, by a lock that the system drops with the process, so that nothing is left to clean
 * up after a kill −9: on Linux an abstract socket, on Windows a named pipe (both refuse a second listener and vanish with the
 * first), elsewhere a file opened with the BSD exclusive lock. The name comes from a random number kept in the home, which other
 * users cannot read, so they cannot take it; and a home reached by two paths is still one.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { errorCode } from '../files/error-code.ts';

export interface Lock {
  release(): Promise<void>;
}

/** @returns the lock, or `null` when another process has it. */
export async function acquireLock(home: string, what: 'run' | 'configuration'): Promise<Lock | null> {
  const name = createHash('sha256')
    .update(`${await homeId(home)} ${what}`)
    .digest('hex')
    .slice(0, 40);
  if (process.platform === 'linux') return listenOn(`\0navette-agent-${name}`);
  if (process.platform === 'win32') return listenOn(`\\\\.\\pipe\\navette-agent-${name}`);
  return lockFile(join(home, `${what}.lock`));
}

/** The random number of this home, made at the first call; of two processes that make it together, one wins. */
async function homeId(home: string): Promise<string> {
  const path = join(home, 'id');
  const existing = await readFile(path, 'utf8').catch(() => '');
  if (existing !== '') return existing;
  const proposal = join(home, `.navette-${randomUUID()}.tmp`);
  await writeFile(proposal, randomUUID(), { mode: 0o600, flush: true });
  try {
    await link(proposal, path);
  } catch (error) {
    // Without hard links, two first starts at the same instant are the only ones that could both pass.
    if (errorCode(error) !== 'EEXIST')
      await writeFile(path, await readFile(proposal), { mode: 0o600, flag: 'wx' });
  } finally {
    await rm(proposal, { force: true });
  }
  return readFile(path, 'utf8');
}

function listenOn(address: string): Promise<Lock | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => (errorCode(error) === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(address, () => {
      resolve({ release: () => new Promise((released) => server.close(() => released())) });
    });
  });
}

const exclusiveLock = 0x20;

async function lockFile(path: string): Promise<Lock | null> {
  try {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | exclusiveLock;
    const file = await open(path, flags, 0o600);
    return { release: () => file.close() };
  } catch (error) {
    if (errorCode(error) === 'EAGAIN' || errorCode(error) === 'EWOULDBLOCK') return null;
    throw error;
  }
}

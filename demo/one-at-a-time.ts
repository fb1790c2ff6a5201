/** One demo at a time in a folder: it begins by removing what an earlier one recorded. */
import { readFile, readlink, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const shape = z.object({ demo: z.number(), programs: z.array(z.number()) });
const endingMs = 15_000;

/** Notes which processes belong to the demo that starts now. */
export async function noteProcesses(file: string, programs: readonly number[]): Promise<void> {
  await writeFile(file, JSON.stringify({ demo: process.pid, programs }));
}

/**
 * Ends the programs of a demo that was killed before it could. @throws Error when that demo still runs
 * @param root what the command line of each of its programs holds: another process that got the same number is left alone
 */
export async function endEarlierDemo(file: string, root: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return;
  const { demo, programs } = shape.parse(JSON.parse(text));
  if (await isOurs(demo, root))
    throw new Error('The demo already runs in this folder. Stop it first with Ctrl-C in its terminal.');
  const left: number[] = [];
  for (const pid of programs) if (await isOurs(pid, root)) left.push(pid);
  for (const pid of left) process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + endingMs;
  for (const pid of left) {
    while ((await isOurs(pid, root)) && Date.now() < deadline) await delay(50);
  }
}

/** Whether a process lives and is one of this folder's. Without /proc nothing is known, and nothing is ended. */
async function isOurs(pid: number, root: string): Promise<boolean> {
  if (pid === process.pid) return false;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return (
    commandLine.includes(root) ||
    (commandLine.includes('demo/demo.ts') && (await workingFolder(pid)) === root)
  );
}

function workingFolder(pid: number): Promise<string> {
  return readlink(`/proc/${pid}/cwd`).catch(() => '');
}

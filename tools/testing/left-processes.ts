/**
 * Global set-up of the test run: marks the environment, which every process started by a test inherits, and fails the run
 * when one of them outlives it. Reads /proc, so it looks on Linux only.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';

const mark = 'NAVETTE_TEST_RUN';
/** Only a run that leaves something waits that long. */
const endingTimeMs = 30_000;

/** @returns the take-down, which throws when processes of this run are left, after ending them. */
export default function markProcesses(): () => Promise<void> {
  const run = randomUUID();
  process.env[mark] = run;
  return async () => {
    const deadline = performance.now() + endingTimeMs;
    let left = await findProcesses(run);
    while (left.length > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      left = await findProcesses(run);
    }
    if (left.length === 0) return;
    for (const { pid } of left) endProcess(pid);
    const list = left.map(({ pid, command }) => `  ${pid} ${command}`).join('\n');
    throw new Error(`processes started by a test outlived it (now ended):\n${list}`);
  };
}

interface LeftProcess {
  readonly pid: number;
  readonly command: string;
}

async function findProcesses(run: string): Promise<LeftProcess[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(pids.map((pid) => readProcess(pid, run)));
  return found.filter((each) => each !== undefined);
}

/** A process that ended meanwhile, or that is another user's, cannot be read and is not ours to look at. */
async function readProcess(pid: number, run: string): Promise<LeftProcess | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  if (!environment.includes(`${mark}=${run}`)) return undefined;
  if (await isWorkerOfThisRun(pid)) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return { pid, command: command.replaceAll('\0', ' ').slice(0, 200) };
}

/** The runner's own workers end after the take-down. */
async function isWorkerOfThisRun(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  if (parent !== process.pid) return false;
  const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
  return program === process.execPath || program === '';
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause;
  }
}

import { Worker } from 'node:worker_threads';
import { type ErrorCode, type ErrorParams, NavetteError } from '@navette/model';
import { type Cell, type Sheet, sheetLimits } from './sheet.ts';

export type SheetTask =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'write'; readonly name: string; readonly rows: readonly (readonly Cell[])[] };

/** What the thread answers with. */
export type SheetAnswer =
  | { readonly ok: true; readonly value: Sheet | Uint8Array }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams };

type ValueOf<Task extends SheetTask> = Task extends { kind: 'read' } ? Sheet : Buffer;

/** Each thread may take several hundred megabytes. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Does a task of `sheet-worker.ts` in a thread with its own limits: whatever the bytes hold, the process goes on.
 * @throws NavetteError what the task threw; `sheet_too_large` past the time or the memory
 */
export async function runSheetTask<Task extends SheetTask>(
  task: Task,
  signal?: AbortSignal,
): Promise<ValueOf<Task>> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    const answer = await askWorker(task, signal);
    if (!answer.ok) throw new NavetteError(answer.code, answer.params);
    const { value } = answer;
    return (value instanceof Uint8Array ? Buffer.from(value.buffer) : value) as ValueOf<Task>;
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function askWorker(task: SheetTask, signal: AbortSignal | undefined): Promise<SheetAnswer> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 64 },
  });
  const deadline = AbortSignal.timeout(sheetLimits.milliseconds);
  const stop = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  try {
    return await new Promise<SheetAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The thread ended by itself with ${code}`)));
      stop.addEventListener('abort', () => reject(stop.reason), { once: true });
    });
  } catch (error) {
    signal?.throwIfAborted();
    const isTooMuch = deadline.aborted || (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
    throw isTooMuch ? new NavetteError('sheet_too_large', sheetLimits, error) : error;
  } finally {
    await worker.terminate();
  }
}

import { NavetteError } from '@navette/model';
import type { JobHelpers, TaskList } from 'graphile-worker';
import type { Platform } from '../platform.ts';
import type { JobPayload } from './jobs.ts';
import type { Task } from './task.ts';

/**
 * That a job ended is written before graphile-worker stops, and a failure to write it ends its pool. Without these delays it awaits
 * neither: a database that goes away at that moment would end the process.
 */
export const awaitedEnds = { completeJobBatchDelay: 0, failJobBatchDelay: 0 } as const;

/** Our tasks as graphile-worker calls them. @param onFailure is told of what a task threw, besides the log */
export function taskListOf(
  platform: Platform,
  tasks: readonly Task[],
  onFailure: (error: unknown) => void = () => {},
): TaskList {
  return Object.fromEntries(
    tasks.map((task) => [
      task.name,
      (payload: unknown, helpers: JobHelpers) =>
        runTask(platform, task, payload as JobPayload, helpers, onFailure),
    ]),
  );
}

async function runTask(
  platform: Platform,
  task: Task,
  payload: JobPayload,
  { job, abortSignal, addJob }: JobHelpers,
  onFailure: (error: unknown) => void,
): Promise<void> {
  try {
    await task.run(platform, payload, abortSignal);
  } catch (error) {
    if (abortSignal.aborted) {
      // Not a failure: another process takes it at once, with all its tries.
      await addJob(task.name, payload, job.key === null ? {} : { jobKey: job.key });
      return;
    }
    platform.log.error('A background task failed', { task: task.name, attempt: job.attempts, error });
    onFailure(error);
    // What is thrown is kept in the table of jobs, where no one's data belongs: its code says enough.
    throw new Error(codeOf(error));
  }
}

function codeOf(error: unknown): string {
  if (error instanceof NavetteError) return error.code;
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown');
}

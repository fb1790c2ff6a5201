import { runOnce } from 'graphile-worker';
import { graphileLogger } from '../jobs/graphile-logger.ts';
import type { Task } from '../jobs/task.ts';
import { awaitedEnds, taskListOf } from '../jobs/task-list.ts';
import type { Platform } from '../platform.ts';

/** Runs every job that is due, and those they add, until none is. @throws what the first of them threw, once all were run */
export async function runDueJobs(platform: Platform, tasks: readonly Task[]): Promise<void> {
  const failures: unknown[] = [];
  await runOnce({
    pgPool: platform.database.jobs,
    taskList: taskListOf(platform, tasks, (error) => failures.push(error)),
    logger: graphileLogger(platform.log),
    concurrency: 1,
    noHandleSignals: true,
    preset: { worker: awaitedEnds },
  });
  if (failures.length > 0) throw failures[0];
}

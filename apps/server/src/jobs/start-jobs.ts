/** Runs background jobs in this process. Any number of processes may. */
import { setTimeout as delay } from 'node:timers/promises';
import { parseCronItems, type Runner, run } from 'graphile-worker';
import type { Platform } from '../platform.ts';
import { graphileLogger } from './graphile-logger.ts';
import { createLivePools } from './live-pools.ts';
import type { CronLine, Task } from './task.ts';
import { awaitedEnds, taskListOf } from './task-list.ts';

export interface RunningJobs {
  /** No new job; what is under way ends, or is handed back, within the stopping time. Calling twice is safe. */
  stop(): Promise<void>;
}

const jobsAtOnce = 4;
const againMs = 1_000;
const stoppingMs = 8_000;

/** Starts taking jobs. It survives a database that goes away: it waits and goes on. */
export function startJobs(
  platform: Platform,
  { tasks, cronLines }: { readonly tasks: readonly Task[]; readonly cronLines: readonly CronLine[] },
): RunningJobs {
  const { database, log } = platform;
  const { pollMs, heartbeatMs } = platform.settings.timings;
  const stopping = new AbortController();
  const { signal } = stopping;
  const livePools = createLivePools(database, log);
  let runner: Runner | null = null;

  async function runOnce(): Promise<void> {
    runner = await run({
      pgPool: database.jobs,
      logger: graphileLogger(log),
      taskList: taskListOf(platform, tasks),
      parsedCronItems: parseCronItems(cronLines.map(cronItemOf)),
      concurrency: jobsAtOnce,
      pollInterval: pollMs,
      noHandleSignals: true,
      // Told at once that it is time to stop, a task has the whole stopping time to do so.
      gracefulShutdownAbortTimeout: 0,
      preset: {
        worker: awaitedEnds,
        plugins: [
          {
            name: 'navette-live-pools',
            worker: { hooks: { startWorker: (_, { worker }) => livePools.announce(worker.workerPool.id) } },
          },
        ],
      },
    });
    if (signal.aborted) await runner.stop();
    // A pool that ended by itself may have left a job behind: whatever is still its own is handed back.
    await runner.promise.finally(() => livePools.retire());
  }

  /** Does `work` again and again, at these intervals, whatever becomes of it. */
  async function repeat(what: string, everyMs: number, work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await work().catch((error: unknown) => {
        if (!signal.aborted) log.warn('Background jobs could not go on for a moment', { while: what, error });
      });
      await delay(everyMs, undefined, { signal }).catch(() => {});
    }
  }

  const loops = [
    repeat('taking jobs', againMs, runOnce),
    repeat('handing back jobs of dead processes', heartbeatMs, () => livePools.sweep()),
  ];

  async function stop(): Promise<void> {
    stopping.abort();
    const ended = Promise.all([runner?.stop().catch(() => {}), ...loops]);
    await Promise.race([ended, delay(stoppingMs, undefined, { ref: false })]);
    await livePools.close();
  }

  let stopped: Promise<void> | null = null;
  return {
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Late workers add one job for what they missed, not one for each time. */
function cronItemOf({ task, at }: CronLine) {
  return {
    task,
    match: at,
    identifier: task,
    options: { jobKey: task, jobKeyMode: 'preserve_run_at' as const },
  };
}

import type { Platform } from '../platform.ts';
import type { JobPayload } from './jobs.ts';

export interface Task {
  /** `subject.verb`, as `platform.jobs.add` names it. */
  readonly name: string;
  /**
   * Must bear being run twice, and ends soon after `signal` fires: what is left is then run again by another process.
   * @throws to be tried again later, up to 25 times over some days
   */
  run(platform: Platform, payload: JobPayload, signal: AbortSignal): Promise<void>;
}

/** A task that runs by itself. It is given no payload, and must bear running in two processes at once. */
export interface CronLine {
  readonly task: string;
  /** Minute, hour, day, month, day of the week; in UTC. */
  readonly at: string;
}

/** Names the type of a task's payload, which the list of tasks then forgets. */
export function defineTask<Payload extends JobPayload>(
  name: string,
  run: (platform: Platform, payload: Payload, signal: AbortSignal) => Promise<void>,
): Task {
  return { name, run: run as Task['run'] };
}

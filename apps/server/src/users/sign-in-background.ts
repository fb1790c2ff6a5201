import type { Log } from '../log.ts';

export interface Background {
  /** Starts something that nobody waits for. It never throws: the log has what failed. */
  start(what: string, work: () => Promise<void>): void;
  /** Ends when all that was started has ended. */
  settle(): Promise<void>;
}

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    start(what, work) {
      const done = work()
        .catch((error: unknown) => log.warn('Something in the background failed', { what, error }))
        .finally(() => running.delete(done));
      running.add(done);
    },
    async settle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

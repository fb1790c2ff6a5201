/**
 * One system call at a time on one declared folder. A call on a share that froze cannot be called off: it keeps one of the four
 * threads that Node has for files. Those who wait behind it give up when their own signal aborts, so that no more than one thread
 * per declared folder is ever lost.
 */
import { orAborted } from '../placing/or-aborted.ts';

/** The call was under way when the signal aborted: whether it will be done is not known. */
export class AbandonedCall extends Error {
  override readonly name = 'AbandonedCall';
}

export interface Lane {
  /**
   * @param late called with what an abandoned call brought in the end, to be let go
   * @throws AbandonedCall; what the signal was aborted with when the call had not begun; what the call throws
   */
  run<Result>(
    call: () => Promise<Result>,
    signal: AbortSignal,
    late?: (result: Result) => Promise<unknown>,
  ): Promise<Result>;
}

export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async run(call, signal, late = async () => {}) {
      signal.throwIfAborted();
      let hasBegun = false;
      const turn = last.then(() => {
        signal.throwIfAborted();
        hasBegun = true;
        return call();
      });
      last = turn.catch(() => {});
      try {
        return await orAborted(turn, [signal]);
      } catch (error) {
        if (!signal.aborted || !hasBegun) throw error;
        void turn.then(late).catch(() => {});
        throw new AbandonedCall('gave up waiting', { cause: error });
      }
    },
  };
}

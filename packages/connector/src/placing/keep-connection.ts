/** One connection for all the deliveries of a session: opened when first needed, again when it dropped, closed when nobody uses it. */
import { orAborted } from './or-aborted.ts';

export interface Connection {
  /** Aborted once it is closed, by whichever side. */
  readonly gone: AbortSignal;
  close(): Promise<void>;
}

export interface KeptConnection<Kept extends Connection> {
  /**
   * Works with the connection. Several may at a time.
   * @throws what opening throws; what the work throws; what a signal was aborted with while it waited for the connection
   */
  use<Result>(signal: AbortSignal, work: (connection: Kept) => Promise<Result>): Promise<Result>;
  /** Ends it, and what is under way with it. Calling twice is safe. */
  close(): Promise<void>;
}

/** It has a deadline of its own, since several deliveries may wait for it. */
const openTimeoutMs = 30_000;
const defaultIdleMs = 30_000;

/**
 * @param open makes a connection, and ends what it began when its signal aborts
 * @param idleMs how long nobody uses it before it is closed
 */
export function keepConnection<Kept extends Connection>(
  open: (signal: AbortSignal) => Promise<Kept>,
  idleMs: number = defaultIdleMs,
): KeptConnection<Kept> {
  const closing = new AbortController();
  let current: Promise<Kept> | null = null;
  let users = 0;
  let idle: NodeJS.Timeout | undefined;

  function connect(): Promise<Kept> {
    if (current !== null) return current;
    const opening = open(AbortSignal.any([AbortSignal.timeout(openTimeoutMs), closing.signal]));
    const forget = () => {
      if (current === opening) current = null;
    };
    opening.then(({ gone }) => gone.addEventListener('abort', forget, { once: true }), forget);
    current = opening;
    return opening;
  }

  async function leave(): Promise<void> {
    const leaving = current;
    current = null;
    await leaving?.then((connection) => connection.close()).catch(() => {});
  }

  return {
    async use(signal, work) {
      clearTimeout(idle);
      users++;
      try {
        closing.signal.throwIfAborted();
        return await work(await orAborted(connect(), [signal]));
      } finally {
        users--;
        if (users === 0 && !closing.signal.aborted) idle = setTimeout(() => void leave(), idleMs).unref();
      }
    },
    async close() {
      clearTimeout(idle);
      closing.abort(new Error('the session was closed'));
      await leave();
    },
  };
}

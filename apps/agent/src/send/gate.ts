/**
 * Keeps the agent from hammering a server that is away. Open: everyone passes. After a failure it is closed for a while; then one
 * upload passes to try, and its end opens or closes it again.
 */
export interface Gate {
  /** Resolves when one may send. Every pass is given back, by exactly one of its three ways. */
  enter(signal: AbortSignal): Promise<Pass>;
  readonly isOpen: boolean;
}

export interface Pass {
  succeeded(): void;
  /** @param afterMs what the server asked for, if it did */
  failed(afterMs?: number): void;
  /** It ended without telling anything about the server. */
  left(): void;
}

export interface GateOptions {
  readonly firstDelayMs?: number;
  readonly longestDelayMs?: number;
  /** In [0, 1). */
  readonly random?: () => number;
  onChange?(isOpen: boolean): void;
}

const longestAskedMs = 10 * 60_000;

export function createGate(options: GateOptions = {}): Gate {
  const { firstDelayMs = 500, longestDelayMs = 30_000, random = Math.random } = options;
  let failures = 0;
  let opensAtMs = 0;
  let isTrying = false;
  let waiting: (() => void)[] = [];

  function wakeAll(): void {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  }

  function pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const restMs = opensAtMs - performance.now();
      const timer = isTrying ? undefined : setTimeout(end, Math.max(0, restMs));
      function end(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      }
      signal.addEventListener('abort', end, { once: true });
      waiting.push(end);
    });
  }

  function open(): void {
    const wasClosed = failures > 0;
    failures = 0;
    isTrying = false;
    wakeAll();
    if (wasClosed) options.onChange?.(true);
  }

  function close(isTry: boolean, askedMs: number): void {
    // Those who had entered before it closed say nothing new.
    const counts = isTry || failures === 0;
    if (isTry) isTrying = false;
    const delayMs =
      Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 20)) * (0.5 + random() / 2);
    const restMs = Math.max(counts ? delayMs : 0, Math.min(askedMs, longestAskedMs));
    opensAtMs = Math.max(opensAtMs, performance.now() + restMs);
    if (counts) failures++;
    wakeAll();
    if (counts && failures === 1) options.onChange?.(false);
  }

  function createPass(isTry: boolean): Pass {
    return {
      succeeded: open,
      failed: (afterMs = 0) => close(isTry, afterMs),
      left() {
        if (isTry) isTrying = false;
        wakeAll();
      },
    };
  }

  return {
    async enter(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (failures === 0) return createPass(false);
        if (!isTrying && performance.now() >= opensAtMs) {
          isTrying = true;
          return createPass(true);
        }
        await pause(signal);
      }
    },
    get isOpen() {
      return failures === 0;
    },
  };
}

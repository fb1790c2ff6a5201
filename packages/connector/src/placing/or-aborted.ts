/**
 * Waits for something that goes on by itself, or until a signal says to give up.
 * @throws what a signal was aborted with; what the promise throws
 */
export async function orAborted<Result>(
  promise: Promise<Result>,
  signals: readonly AbortSignal[],
): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stops = signals.map((signal) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    return () => signal.removeEventListener('abort', abort);
  });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    for (const stop of stops) stop();
    promise.catch(() => {});
  }
}

import { setTimeout as delay } from 'node:timers/promises';

const defaultTimeoutMs = 50_000;
const everyMs = 15;

/** Polls until `look` gives something. @throws Error past the deadline, with the last failure */
export async function waitFor<T>(
  look: () => Promise<T | null | undefined | false>,
  timeoutMs = defaultTimeoutMs,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Not seen within ${timeoutMs} ms: ${look}`);
    await delay(everyMs);
  }
}

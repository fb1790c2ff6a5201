import { setTimeout as delay } from 'node:timers/promises';

const deadlineMs = 60_000;

/** Asks again until there is an answer. @throws Error after a minute, with `what` */
export async function untilFound<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within a minute`);
    await delay(100);
  }
}

import { setTimeout as wait } from 'node:timers/promises';

/** Asks again and again until `read` gives something, at most `deadlineMs`; then throws, saying what was awaited. */
export async function until<T>(
  what: string,
  read: () => Promise<T | undefined> | T | undefined,
  deadlineMs = 50_000,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited ${deadlineMs} ms for ${what}`);
    await wait(10);
  }
}

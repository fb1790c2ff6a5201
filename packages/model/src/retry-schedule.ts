/** Delays before each retry of a temporary failure: one first attempt, then 8 retries over about 28 h. */
export const retryDelaysMs: readonly number[] = [
  10_000,
  60_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  5 * 3_600_000,
  10 * 3_600_000,
  10 * 3_600_000,
];

const spread = 0.2;
const minRetryAfterMs = 1_000;
const maxRetryAfterMs = 6 * 3_600_000;

/**
 * @param tries attempts already made, at least 1
 * @param random a number in [0, 1)
 * @returns ms until the next try (each delay ±20 %), or `null` when there is none left
 */
export function nextRetryDelayMs(
  tries: number,
  random: number,
  delaysMs: readonly number[] = retryDelaysMs,
): number | null {
  const delayMs = delaysMs[tries - 1];
  if (delayMs === undefined) return null;
  return Math.round(delayMs * (1 - spread + 2 * spread * random));
}

/** A partner's Retry-After, brought within [1 s, 6 h]; what is not a number counts as the least. */
export function boundedRetryAfterMs(retryAfterMs: number): number {
  if (Number.isNaN(retryAfterMs)) return minRetryAfterMs;
  return Math.min(maxRetryAfterMs, Math.max(minRetryAfterMs, retryAfterMs));
}

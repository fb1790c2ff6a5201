import type { RateSeen } from '@navette/connector';

/** Above this a timestamp is in milliseconds: in seconds it would be the year 5138. */
const lowestMs = 100_000_000_000;

/**
 * What MyUnisoft says of its limit: `X-Rate-Limit-Remaining`, and `X-Rate-Limit-Reset`, a timestamp whose unit is not documented.
 * @returns `null` when the headers are not there or not readable; never more than a minute to wait
 */
export function readRate(headers: Headers, nowMs: number): RateSeen | null {
  const remaining = readNumber(headers.get('x-rate-limit-remaining'));
  const reset = readNumber(headers.get('x-rate-limit-reset'));
  if (remaining === null || reset === null) return null;
  const resetAtMs = reset < lowestMs ? reset * 1_000 : reset;
  return { remaining, resetMs: Math.min(60_000, Math.max(0, resetAtMs - nowMs)) };
}

function readNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}

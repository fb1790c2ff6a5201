/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3): a number of seconds, or a date.
 * @param nowMs the time, in ms since 1970
 * @returns ms to wait, 0 when the date has passed, `null` when there is no such header or it cannot be read
 */
export function readRetryAfterMs(header: string | null, nowMs: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1_000);
  // Without a letter it is no date of HTTP, though JavaScript would find one in "-5".
  const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** A sliding window per key. Requests that were refused count too: insisting does not help. */
export class RateLimit {
  readonly #arrivals = new Map<string, number[]>();
  readonly #now: () => number;
  readonly #windowMs: number;

  constructor(now: () => number, windowMs: number) {
    this.#now = now;
    this.#windowMs = windowMs;
  }

  /** Counts one request of `key`; @returns whether it stays within `limit` requests in any window. */
  admit(key: string, limit: number): boolean {
    const recent = [...this.#recent(key), this.#now()];
    // Past the limit only the newest matter.
    this.#arrivals.set(key, recent.slice(-limit - 1));
    return recent.length <= limit;
  }

  /**
   * How many more requests of `key` would be admitted now, how long until one is when none would (`waitMs`), and how long
   * until one more is than now (`resetMs`). Counts nothing.
   */
  look(key: string, limit: number): { remaining: number; waitMs: number; resetMs: number } {
    const recent = this.#recent(key);
    const remaining = Math.max(0, limit - recent.length);
    const now = this.#now();
    const mustLeave = recent[Math.max(0, recent.length - limit)] ?? now - this.#windowMs;
    const resetMs = mustLeave + this.#windowMs - now;
    return { remaining, waitMs: remaining > 0 ? 0 : resetMs, resetMs };
  }

  clear(): void {
    this.#arrivals.clear();
  }

  #recent(key: string): number[] {
    const now = this.#now();
    return (this.#arrivals.get(key) ?? []).filter((arrival) => arrival > now - this.#windowMs);
  }
}

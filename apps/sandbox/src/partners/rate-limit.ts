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

  /** How many more requests of `key` would be admitted now, and how long until one is when none would. Counts nothing. */
  look(key: string, limit: number): { remaining: number; waitMs: number } {
    const recent = this.#recent(key);
    const remaining = Math.max(0, limit - recent.length);
    const mustLeave = recent[recent.length - limit] ?? 0;
    return { remaining, waitMs: remaining > 0 ? 0 : mustLeave + this.#windowMs - this.#now() };
  }

  clear(): void {
    this.#arrivals.clear();
  }

  #recent(key: string): number[] {
    const now = this.#now();
    return (this.#arrivals.get(key) ?? []).filter((arrival) => arrival > now - this.#windowMs);
  }
}

const windowMs = 1000;

/** A sliding window of one second per key. Requests that were refused count too: insisting does not help. */
export class RateLimit {
  readonly #arrivals = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one request of `key`; @returns whether it stays within `limit` requests in any second. */
  admit(key: string, limit: number): boolean {
    const now = this.#now();
    const recent = (this.#arrivals.get(key) ?? []).filter((arrival) => arrival > now - windowMs);
    recent.push(now);
    // Past the limit only the newest matter.
    this.#arrivals.set(key, recent.slice(-limit - 1));
    return recent.length <= limit;
  }

  clear(): void {
    this.#arrivals.clear();
  }
}

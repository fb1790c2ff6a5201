/** Tokens given and still good, each with who holds it. In memory only: a restart expires them all. */
export class GivenTokens<Holder> {
  readonly #holders = new Map<string, { holder: Holder; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes `token` good for that long; the ones given before stay good. */
  give(token: string, holder: Holder, lifetimeMs: number): void {
    const now = this.#now();
    for (const [given, { until }] of this.#holders) if (until <= now) this.#holders.delete(given);
    this.#holders.set(token, { holder, until: now + lifetimeMs });
  }

  holderOf(token: string): Holder | null {
    const found = this.#holders.get(token);
    return found && found.until > this.#now() ? found.holder : null;
  }

  expireAll(): void {
    this.#holders.clear();
  }
}

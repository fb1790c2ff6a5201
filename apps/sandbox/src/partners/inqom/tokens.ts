import { randomBytes } from 'node:crypto';
import type { Account } from './seed.ts';

/** Who a token was given to. */
export interface TokenHolder {
  readonly clientId: string;
  readonly account: Account;
}

/** Access tokens given and still good. In memory only: a restart expires them all. */
export class Tokens {
  readonly #holders = new Map<string, { holder: TokenHolder; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns a new token in the form of a JWT; the ones given before stay good. */
  issue(holder: TokenHolder, lifetimeMs: number): string {
    const now = this.#now();
    for (const [token, { until }] of this.#holders) if (until <= now) this.#holders.delete(token);
    const token = [
      encode({ alg: 'RS256', typ: 'at+jwt' }),
      encode({
        client_id: holder.clientId,
        sub: holder.account.username,
        scope: ['openid', 'apidata'],
        iat: Math.floor(now / 1000),
        jti: randomBytes(16).toString('hex'),
      }),
      randomBytes(256).toString('base64url'),
    ].join('.');
    this.#holders.set(token, { holder, until: now + lifetimeMs });
    return token;
  }

  holderOf(token: string): TokenHolder | null {
    const found = this.#holders.get(token);
    return found && found.until > this.#now() ? found.holder : null;
  }

  expireAll(): void {
    this.#holders.clear();
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

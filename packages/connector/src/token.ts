/** The access token of one session: kept in memory, asked for once however many deliveries wait, renewed before it ends. */
import { untilAborted } from './until-aborted.ts';

export interface Token {
  readonly value: string;
  readonly lifetimeMs: number;
}

export interface TokenKeeper {
  /** @returns a token that is not about to end. @throws what `signIn` throws; DeliveryError `partner_unreachable` on abort */
  use(signal: AbortSignal): Promise<string>;
  /** The same, when the partner refused `refused` before its time. */
  renew(refused: string, signal: AbortSignal): Promise<string>;
  /** The token held now, if any. */
  held(): readonly string[];
  /** Forgets the token. */
  forget(): void;
}

/** Renewed this long before its end, so that a long upload does not outlive it; at most a fifth of its life. */
const marginMs = 60_000;
const maxMarginShare = 0.2;

export interface TokenKeeperOptions {
  readonly partner: string;
  readonly now: () => number;
  /** Asks for a token. Has a deadline of its own: several callers wait for one answer, and one of them may leave. */
  readonly signIn: () => Promise<Token>;
}

export function keepToken({ partner, now, signIn }: TokenKeeperOptions): TokenKeeper {
  let current: { readonly value: string; readonly renewAtMs: number } | null = null;
  let flight: Promise<string> | null = null;

  async function signInOnce(): Promise<string> {
    try {
      const askedAtMs = now();
      const { value, lifetimeMs } = await signIn();
      const margin = Math.min(marginMs, lifetimeMs * maxMarginShare);
      current = { value, renewAtMs: askedAtMs + lifetimeMs - margin };
      return value;
    } finally {
      flight = null;
    }
  }

  function use(signal: AbortSignal): Promise<string> {
    if (current !== null && now() < current.renewAtMs) return Promise.resolve(current.value);
    flight ??= signInOnce();
    return untilAborted(flight, partner, signal);
  }

  return {
    use,
    renew(refused, signal) {
      // Another delivery may have renewed it meanwhile.
      if (current?.value === refused) current = null;
      return use(signal);
    },
    held: () => (current === null ? [] : [current.value]),
    forget() {
      current = null;
    },
  };
}

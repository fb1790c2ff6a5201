import type { Dossier } from './contract.ts';
import { DeliveryError } from './delivery-error.ts';
import { untilAborted } from './until-aborted.ts';

export interface KeptDossiers {
  /**
   * @param maxAgeMs how long ago the partner may have shown the dossier; a minute unless given
   * @returns an open dossier, by its key. @throws DeliveryError `dossier_unknown`, `dossier_inactive`, and what prevents from knowing
   */
  findOpen(key: string, signal: AbortSignal, maxAgeMs?: number): Promise<Dossier>;
  /** Stops asking. Calling twice is safe. */
  close(): void;
}

export interface KeepDossiersOptions {
  readonly partner: string;
  /** Of one look at the whole list. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly list: (signal: AbortSignal) => AsyncIterable<readonly Dossier[]>;
}

const defaultMaxAgeMs = 60_000;
/** A dossier that is missing or closed is looked for anew, in case it has just been made or opened; not more often than this. */
const renewMs = 5_000;

interface Seen {
  readonly atMs: number;
  readonly byKey: ReadonlyMap<string, Dossier>;
}

/**
 * The dossiers of a partner that has no route for one of them, as one session saw them: asked for once however many clients are
 * connected or deliveries wait.
 */
export function keepDossiers({ partner, timeoutMs, now, list }: KeepDossiersOptions): KeptDossiers {
  const closing = new AbortController();
  let seen: Seen | null = null;
  let flight: Promise<Seen> | null = null;

  async function look(): Promise<Seen> {
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closing.signal]);
      const byKey = new Map<string, Dossier>();
      const atMs = now();
      for await (const page of list(signal)) for (const each of page) byKey.set(each.key, each);
      seen = { atMs, byKey };
      return seen;
    } finally {
      flight = null;
    }
  }

  function current(maxAgeMs: number, signal: AbortSignal): Promise<Seen> {
    if (seen !== null && now() - seen.atMs < maxAgeMs) return Promise.resolve(seen);
    flight ??= look();
    return untilAborted(flight, partner, signal);
  }

  return {
    async findOpen(key, signal, maxAgeMs = defaultMaxAgeMs) {
      const known = (await current(maxAgeMs, signal)).byKey.get(key);
      const dossier = known?.active ? known : (await current(renewMs, signal)).byKey.get(key);
      if (dossier === undefined) throw new DeliveryError('dossier_unknown', { partner, key });
      if (!dossier.active) throw new DeliveryError('dossier_inactive', { partner, key });
      return dossier;
    },
    close: () => closing.abort(),
  };
}

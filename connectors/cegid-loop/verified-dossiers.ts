import { DeliveryError, type Dossier, untilAborted } from '@navette/connector';
import { type Access, listDossiers } from './dossiers.ts';
import { manifest } from './manifest.ts';

const { partner, requestTimeoutMs } = manifest;
const dayMs = 86_400_000;
/** A code that is missing is looked for anew, in case it has just been made; not more often than this. */
const renewMs = 60_000;

export interface VerifiedDossiers {
  /**
   * @returns the dossier of a code, seen at Cegid Loop at most a day ago. @throws DeliveryError `dossier_unknown`,
   * `dossier_inactive`, and what prevents from knowing
   */
  verify(key: string, signal: AbortSignal): Promise<Dossier>;
  /** Stops asking. Calling twice is safe. */
  close(): void;
}

interface Seen {
  readonly atMs: number;
  readonly byKey: ReadonlyMap<string, Dossier>;
}

/** The dossiers that the key may enter, as one session saw them; asked for once however many deliveries wait. */
export function verifyDossiers(access: Access): VerifiedDossiers {
  const closing = new AbortController();
  let seen: Seen | null = null;
  let flight: Promise<Seen> | null = null;

  async function look(): Promise<Seen> {
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(requestTimeoutMs), closing.signal]);
      const byKey = new Map<string, Dossier>();
      const atMs = access.context.now();
      for await (const page of listDossiers(access, signal))
        for (const each of page) byKey.set(each.key, each);
      seen = { atMs, byKey };
      return seen;
    } finally {
      flight = null;
    }
  }

  function current(maxAgeMs: number, signal: AbortSignal): Promise<Seen> {
    if (seen !== null && access.context.now() - seen.atMs < maxAgeMs) return Promise.resolve(seen);
    flight ??= look();
    return untilAborted(flight, partner, signal);
  }

  return {
    async verify(key, signal) {
      const known = (await current(dayMs, signal)).byKey.get(key);
      const dossier = known?.active ? known : (await current(renewMs, signal)).byKey.get(key);
      if (dossier === undefined) throw new DeliveryError('dossier_unknown', { partner, key });
      if (!dossier.active) throw new DeliveryError('dossier_inactive', { partner, key });
      return dossier;
    },
    close: () => closing.abort(),
  };
}

/** What is sent blindly may be lost for good: when Cegid Loop cannot be asked, nothing is sent, and it is tried again. */
export function asUnverified(error: unknown, key: string): unknown {
  if (!(error instanceof DeliveryError) || error.class !== 'temporary') return error;
  return new DeliveryError('dossier_unverified', { partner, key }, error.answer, error);
}

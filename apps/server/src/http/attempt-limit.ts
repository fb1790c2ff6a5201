import { NavetteError } from '@navette/model';

export interface AttemptLimit {
  /** Counts one attempt of a caller. @throws NavetteError `too_many_requests` past the limit */
  take(caller: string): void;
}

/** At most `attempts` per caller in any window, in this process. */
export function createAttemptLimit(options: {
  readonly attempts: number;
  readonly windowMs: number;
  readonly clock: () => Date;
}): AttemptLimit {
  const attemptsOf = new Map<string, number[]>();
  return {
    take(caller) {
      const now = options.clock().getTime();
      for (const [each, times] of attemptsOf) {
        const recent = times.filter((time) => time > now - options.windowMs);
        if (recent.length === 0) attemptsOf.delete(each);
        else attemptsOf.set(each, recent);
      }
      const times = attemptsOf.get(caller) ?? [];
      if (times.length >= options.attempts) throw new NavetteError('too_many_requests');
      attemptsOf.set(caller, [...times, now]);
    },
  };
}

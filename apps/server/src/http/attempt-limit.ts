import { isIPv6 } from 'node:net';
import { NavetteError } from '@navette/model';

export interface AttemptLimit {
  /** Counts one attempt of a caller: an address, a person, a firm. @throws NavetteError `too_many_requests` past the limit */
  take(caller: string): void;
}

/** At most `attempts` per caller in any window, in this process. */
export function createAttemptLimit(options: {
  readonly attempts: number;
  readonly windowMs: number;
  readonly clock: () => Date;
}): AttemptLimit {
  const { attempts, windowMs, clock } = options;
  const attemptsOf = new Map<string, number[]>();
  let forgottenAt = 0;

  /** Now and then, so that many callers at once cost no more each than one. */
  function forgetOld(now: number): void {
    if (Math.abs(now - forgottenAt) < windowMs / 10) return;
    forgottenAt = now;
    for (const [each, times] of attemptsOf)
      if (times.every((time) => time <= now - windowMs)) attemptsOf.delete(each);
  }

  return {
    take(caller) {
      const now = clock().getTime();
      forgetOld(now);
      const network = networkOf(caller);
      const times = (attemptsOf.get(network) ?? []).filter((time) => time > now - windowMs);
      if (times.length >= attempts) throw new NavetteError('too_many_requests');
      attemptsOf.set(network, [...times, now]);
    },
  };
}

/** Whoever has an IPv6 address has all those of its network (/64), and could come from another each time. Anything else is itself. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

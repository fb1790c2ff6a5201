import type { Job } from '@navette/api';
import { useRef } from 'react';

interface Sample {
  readonly atMs: number;
  readonly ended: number;
}

/** Long enough for a pace to show. */
const measuredMs = 1_500;

/**
 * @returns how long the rest takes at the pace since the first sample, `null` while that cannot be told
 * @param total how many there are
 */
export function estimateRemainingMs(first: Sample, now: Sample, total: number): number | null {
  const passedMs = now.atMs - first.atMs;
  const ended = now.ended - first.ended;
  if (passedMs < measuredMs || ended <= 0) return null;
  return (passedMs / ended) * Math.max(0, total - now.ended);
}

/** How long a job that is under way still takes, at its pace since this page looks at it. */
export function useRemainingMs({ id, done, failed, skipped, total }: Job): number | null {
  const now = { atMs: performance.now(), ended: done + failed + skipped };
  const first = useRef({ id, ...now });
  if (first.current.id !== id) first.current = { id, ...now };
  return estimateRemainingMs(first.current, now, total);
}

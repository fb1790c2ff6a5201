/**
 * The files that a person dropped, as plain data.
 *
 *   queued ─▶ preparing ─▶ sending ─▶ recording ─▶ done
 *     ▲                       │  ▲         │
 *     │                       ▼  │         ▼
 *     └──asked again── failed ◀─ retrying ◀┘        any that is not done ──▶ cancelled
 */
export type UploadState =
  | 'queued'
  | 'preparing'
  | 'sending'
  | 'recording'
  | 'retrying'
  | 'done'
  | 'failed'
  | 'cancelled';

export interface Upload {
  /** The idempotency key of this drop: the same for every try, so that the server receives it once. */
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  readonly state: UploadState;
  /** Why it failed, as it was thrown. */
  readonly error: unknown;
}

export interface UploadTotals {
  readonly files: number;
  readonly done: number;
  readonly failed: number;
  /** Still going or waiting. */
  readonly active: number;
  readonly sizeBytes: number;
  readonly sentBytes: number;
}

const working: readonly UploadState[] = ['preparing', 'sending', 'recording', 'retrying'];

export function isActive({ state }: Upload): boolean {
  return state === 'queued' || working.includes(state);
}

/** @returns the next uploads to start so that at most `atOnce` are under way, oldest first. */
export function uploadsToStart(uploads: readonly Upload[], atOnce: number): Upload[] {
  const busy = uploads.filter(({ state }) => working.includes(state)).length;
  return uploads.filter(({ state }) => state === 'queued').slice(0, Math.max(0, atOnce - busy));
}

/** Sums over what was dropped; cancelled files no longer count. */
export function totalsOf(uploads: readonly Upload[]): UploadTotals {
  const counted = uploads.filter(({ state }) => state !== 'cancelled');
  const count = (state: UploadState) => counted.filter((upload) => upload.state === state).length;
  return {
    files: counted.length,
    done: count('done'),
    failed: count('failed'),
    active: counted.filter(isActive).length,
    sizeBytes: counted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    sentBytes: counted.reduce((sum, upload) => sum + sentOf(upload), 0),
  };
}

function sentOf({ state, sentBytes, sizeBytes }: Upload): number {
  return state === 'done' || state === 'failed' ? sizeBytes : sentBytes;
}

const shortestMeasureMs = 1_500;

/** @returns ms until all is sent at the rate seen since `startedMs`, or `null` while that cannot be told. */
export function remainingMs(totals: UploadTotals, startedMs: number, nowMs: number): number | null {
  const elapsedMs = nowMs - startedMs;
  if (elapsedMs < shortestMeasureMs || totals.sentBytes === 0 || totals.active === 0) return null;
  return ((totals.sizeBytes - totals.sentBytes) * elapsedMs) / totals.sentBytes;
}

/** Delays before each new try after the link was cut; the last repeats. */
const retryDelaysMs = [1_000, 3_000, 10_000, 30_000];
/** Tries before a person is asked. */
const maxTries = 12;

/** @param tries tries already made, at least 1. @returns ms to wait, or `null` when a person is to be asked */
export function uploadRetryDelayMs(tries: number): number | null {
  if (tries >= maxTries) return null;
  return retryDelaysMs[Math.min(tries, retryDelaysMs.length) - 1] ?? null;
}

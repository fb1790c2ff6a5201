/**
 * The files that a person dropped, as plain data.
 *
 *   queued ─▶ preparing ─▶ sending ─▶ recording ─▶ done
 *     ▲            │          │  ▲         │
 *     │            ▼          ▼  │         ▼
 *     ├─asked── failed ◀─── retrying ◀─────┘        any that is not done ──▶ cancelled
 *     │ again                                       any that no other try would help ──▶ refused
 *     └─chosen again── unfinished   the page was reloaded meanwhile: only the person can name the file again
 */
export type UploadState =
  | 'queued'
  | 'preparing'
  | 'sending'
  | 'recording'
  | 'retrying'
  | 'unfinished'
  | 'done'
  | 'failed'
  | 'refused'
  | 'cancelled';

export interface Upload {
  /** The idempotency key of this drop: the same for every try, so that the server receives it once. */
  readonly key: string;
  readonly name: string;
  /** The folders above it, below the place of the drop. */
  readonly subPath: string | undefined;
  readonly sizeBytes: number;
  /** Of its size: hashed while preparing, sent afterwards. */
  readonly sentBytes: number;
  readonly state: UploadState;
  /** Why it failed or is refused, as it was thrown. */
  readonly error: unknown;
}

export interface UploadTotals {
  readonly files: number;
  readonly done: number;
  readonly failed: number;
  readonly refused: number;
  /** Begun before the page was reloaded. */
  readonly unfinished: number;
  /** Still going or waiting. */
  readonly active: number;
  readonly sizeBytes: number;
  readonly sentBytes: number;
}

const working: ReadonlySet<UploadState> = new Set(['preparing', 'sending', 'recording', 'retrying']);

export function isActive({ state }: Upload): boolean {
  return state === 'queued' || working.has(state);
}

/** @returns the next uploads to start so that at most `atOnce` are under way, oldest first. */
export function uploadsToStart(uploads: Iterable<Upload>, atOnce: number): Upload[] {
  const all = [...uploads];
  const busy = all.filter(({ state }) => working.has(state)).length;
  return all.filter(({ state }) => state === 'queued').slice(0, Math.max(0, atOnce - busy));
}

/** Sums over what was dropped; cancelled files no longer count, those that do not go weigh nothing. */
export function totalsOf(uploads: readonly Upload[]): UploadTotals {
  const totals = {
    files: 0,
    done: 0,
    failed: 0,
    refused: 0,
    unfinished: 0,
    active: 0,
    sizeBytes: 0,
    sentBytes: 0,
  };
  for (const upload of uploads) {
    const { state, sizeBytes } = upload;
    if (state === 'cancelled') continue;
    totals.files++;
    if (state === 'failed' || state === 'refused' || state === 'unfinished') {
      totals[state]++;
      continue;
    }
    if (state === 'done') totals.done++;
    else totals.active++;
    totals.sizeBytes += sizeBytes;
    totals.sentBytes += state === 'preparing' ? 0 : upload.sentBytes;
  }
  return totals;
}

/** How many rows of each kind are shown at most: 20,000 dropped files must not be 20,000 rows. */
const shownAtMost = 30;

/** What the list shows: what a person must act on, what is under way, what is next, what was received last. */
export function uploadsToShow(uploads: readonly Upload[]): { shown: Upload[]; others: number } {
  const of = (...states: readonly UploadState[]) => uploads.filter(({ state }) => states.includes(state));
  const failed = of('unfinished', 'failed', 'refused');
  const moving = uploads.filter(({ state }) => working.has(state));
  const queued = of('queued');
  const done = of('done');
  const shown = [
    ...failed.slice(0, shownAtMost),
    ...moving,
    ...queued.slice(0, shownAtMost),
    ...done.slice(-shownAtMost).toReversed(),
  ];
  return { shown, others: failed.length + moving.length + queued.length + done.length - shown.length };
}

/** How much had been sent at an instant. */
export interface Sample {
  readonly atMs: number;
  readonly sentBytes: number;
}

const windowMs = 8_000;
const shortestMeasureMs = 1_500;

/** The samples of the last seconds with a new one. A batch that begins anew, or bytes that are sent again, starts the measure anew. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && sample.sentBytes < last.sentBytes) return [sample];
  return [...samples.filter(({ atMs }) => sample.atMs - atMs <= windowMs), sample];
}

/** @returns bytes per second over the samples, or `null` while that cannot be told. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs - first.atMs < shortestMeasureMs) return null;
  const sentBytes = last.sentBytes - first.sentBytes;
  return sentBytes <= 0 ? null : (sentBytes * 1000) / (last.atMs - first.atMs);
}

/** @returns ms until all is sent at a rate in bytes per second, or `null` while that cannot be told. */
export function remainingMs(totals: UploadTotals, rate: number | null): number | null {
  if (rate === null || totals.active === 0) return null;
  return ((totals.sizeBytes - totals.sentBytes) * 1000) / rate;
}

/** Delays before each new try after the link was cut; the last repeats. */
const retryDelaysMs = [1_000, 3_000, 10_000, 30_000];
/** Tries before a person is asked, when the server itself answers that it cannot now. */
const maxTries = 12;

/**
 * @param tries tries already made, at least 1
 * @param isLinkCut no answer came: then it is tried for as long as the page is open
 * @returns ms to wait, or `null` when a person is to be asked
 */
export function uploadRetryDelayMs(tries: number, isLinkCut: boolean): number | null {
  if (tries >= maxTries && !isLinkCut) return null;
  return retryDelaysMs[Math.min(tries, retryDelaysMs.length) - 1] ?? null;
}

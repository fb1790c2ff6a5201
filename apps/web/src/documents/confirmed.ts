import { ApiError } from '@navette/api';
import type { ErrorCode } from '@navette/model';

/** What the server refuses until a person has read what it entails. */
const toConfirm: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'move_after_delivery',
  'move_cancels_deliveries',
  'bin_cancels_deliveries',
  'folder_change_to_confirm',
]);

/**
 * Calls; when the server wants it confirmed, asks the person and calls again. @returns the answer, and whether it was confirmed;
 * `null` when the person said no. @throws whatever else the call throws
 */
export async function confirmed<T>(
  call: (isConfirmed: boolean) => Promise<T>,
  ask: (problem: ApiError) => Promise<boolean>,
): Promise<{ readonly answer: T; readonly isConfirmed: boolean } | null> {
  try {
    return { answer: await call(false), isConfirmed: false };
  } catch (error) {
    if (!(error instanceof ApiError) || !toConfirm.has(error.code)) throw error;
    return (await ask(error)) ? { answer: await call(true), isConfirmed: true } : null;
  }
}

/** The most documents that one call takes. */
const batchSize = 1000;

/**
 * Carries out a gesture over any number of documents, a thousand at a time; what was confirmed once holds for the rest.
 * @param onDone called with how many are done so far @returns the answers, fewer when the person said no on the way
 */
export async function inBatches<T>(
  ids: readonly string[],
  call: (ids: string[], isConfirmed: boolean) => Promise<T>,
  ask: (problem: ApiError) => Promise<boolean>,
  onDone: (count: number) => void = () => undefined,
): Promise<T[]> {
  const answers: T[] = [];
  let isAgreed = false;
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize);
    const outcome = await confirmed((isConfirmed) => call(batch, isConfirmed || isAgreed), ask);
    if (!outcome) break;
    isAgreed ||= outcome.isConfirmed;
    answers.push(outcome.answer);
    onDone(start + batch.length);
  }
  return answers;
}

import { setTimeout as delay } from 'node:timers/promises';

/** When the next question may be asked, by whose. */
const turns = new Map<string, number>();

/**
 * Waits so that many questions to one partner, asked by this process, keep to its pace. @param whose the installation
 * @throws what `signal` was aborted with
 */
export async function waitTurn(
  whose: string,
  { requests, windowMs }: { readonly requests: number; readonly windowMs: number },
  signal: AbortSignal,
): Promise<void> {
  const now = performance.now();
  const turn = Math.max(now, turns.get(whose) ?? 0);
  turns.set(whose, turn + windowMs / requests);
  if (turn > now) await delay(turn - now, undefined, { signal });
}

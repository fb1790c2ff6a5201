import { setTimeout as delay } from 'node:timers/promises';
import { DeliveryError } from '@navette/connector';

const maxAsks = 3;
/** Longer than this a person is told that the partner is busy. */
const maxWaitMs = 5_000;

/**
 * Asks a partner while a person waits for the answer: one that asks to slow down, and says for how long, is asked again then.
 * @throws what the last of the asks threw; what the signal was aborted with
 */
export async function askPatiently<Answer>(ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  for (let asks = 1; ; asks++) {
    try {
      return await ask();
    } catch (error) {
      const waitMs =
        error instanceof DeliveryError && error.class === 'limited' ? error.answer.retryAfterMs : undefined;
      if (waitMs === undefined || waitMs > maxWaitMs || asks === maxAsks) throw error;
      await delay(waitMs, undefined, { signal });
    }
  }
}

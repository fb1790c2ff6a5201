import { DeliveryError } from './delivery-error.ts';

/**
 * Waits for work that several deliveries share, as long as this one may: to stop waiting ends nothing for the others.
 * @throws what the work throws; DeliveryError `partner_unreachable` on abort, a connection cut before anything was sent
 */
export async function untilAborted<Value>(
  work: Promise<Value>,
  partner: string,
  signal: AbortSignal,
): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const abort = () =>
    aborted.reject(
      new DeliveryError('partner_unreachable', { partner }, { words: 'AbortError' }, signal.reason),
    );
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

import { inspect } from 'node:util';
import { DeliveryError } from '../delivery-error.ts';

/** @returns what a call throws. @throws TypeError when it succeeds, or throws what no session may */
export async function failureOf(call: Promise<unknown>): Promise<DeliveryError> {
  const thrown = await call.then(
    (value) => new TypeError(`succeeded with ${inspect(value)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof DeliveryError) return thrown;
  throw thrown instanceof TypeError ? thrown : new TypeError(`no DeliveryError: ${inspect(thrown)}`);
}

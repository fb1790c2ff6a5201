import type { Reason } from '@navette/api';
import type { ErrorCode, ErrorParams } from '@navette/model';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';

/** What of somebody decides what he reads. */
export type Reader = Pick<FirmCaller, 'role'>;

/**
 * Why a delivery stands as it does, for somebody: a client user reads what he can act on, and neither the partner's words nor
 * the firm's key there. `null` when there is nothing to say.
 */
export function reasonFor(
  { role }: Reader,
  code: ErrorCode | null,
  params: ErrorParams | null,
): Reason | null {
  if (code === null) return null;
  if (role !== 'client') return reasonOf(code, params ?? {});
  const { words: _words, key: _key, ...readable } = params ?? {};
  return reasonOf(code, readable);
}

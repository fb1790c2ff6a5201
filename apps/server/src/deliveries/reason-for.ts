import type { PartnerReason, Reason } from '@navette/api';
import type { ErrorCode, ErrorParams } from '@navette/model';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';

/** What of somebody decides what he reads. */
export type Reader = Pick<FirmCaller, 'role'>;

/** Why a delivery stands as it does, for somebody: a client user does not read the firm's key at the partner. `null`: nothing to say. */
export function reasonFor(
  { role }: Reader,
  code: ErrorCode | null,
  params: ErrorParams | null,
): Reason | null {
  if (code === null) return null;
  if (role !== 'client') return reasonOf(code, params ?? {});
  const { key: _key, ...readable } = params ?? {};
  return reasonOf(code, readable);
}

/** Nobody answered: what is kept as words is how the connection failed. */
const unanswered: readonly ErrorCode[] = ['partner_unreachable', 'outcome_unknown', 'outcome_unverifiable'];

/** As `reasonFor`, with what the partner said, for the firm's own people. */
export function partnerReasonFor(
  reader: Reader,
  code: ErrorCode | null,
  params: ErrorParams | null,
): PartnerReason | null {
  const reason = reasonFor(reader, code, params);
  if (code === null || reason === null) return null;
  const words = reader.role === 'client' || unanswered.includes(code) ? undefined : params?.words;
  return { ...reason, words: typeof words === 'string' && words !== '' ? words : null };
}

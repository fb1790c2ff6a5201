import type { Delivery } from '@navette/api';
import { errorCatalogue, type HeldReason, isErrorCode } from '@navette/model';

/** What a person can do about a delivery now. */
export type NextStep =
  | { readonly kind: 'retry' }
  /** Sending the same bytes again will not help: another version is what cures. */
  | { readonly kind: 'new_version' }
  /** Held for a person to say: send all the same, or set aside. */
  | { readonly kind: 'decide' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'none' };

/** @returns the step to offer, from the state and the code of the reason, never from its words. */
export function nextStepOf({
  state,
  heldReason,
  reason,
}: Pick<Delivery, 'state' | 'heldReason' | 'reason'>): NextStep {
  if (state === 'held') return { kind: heldReason && decidedByPerson.has(heldReason) ? 'decide' : 'wait' };
  if (state === 'undelivered') {
    return { kind: reason && curedByVersion.has(reason.code) ? 'new_version' : 'retry' };
  }
  return { kind: reason && state !== 'delivered' && state !== 'duplicate' ? 'wait' : 'none' };
}

/** The other reasons are lifted by a repair, not by a click. */
const decidedByPerson: ReadonlySet<HeldReason> = new Set(['duplicate', 'period', 'guard', 'manual']);

const curedByVersion: ReadonlySet<string> = new Set([
  'document_too_large',
  'format_refused',
  'document_refused',
]);

/** Whether sending again without changing anything can help, as the catalogue says. */
export function canRetryHelp(reason: Delivery['reason']): boolean {
  return reason === null || !isErrorCode(reason.code) || errorCatalogue[reason.code].retry;
}

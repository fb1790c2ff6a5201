import type { Attempt, Delivery } from '@navette/api';

/** The three stops of the thread: dropped, sent, at the partner. */
export type StopName = 'dropped' | 'sent' | 'partner';
export type StopState =
  | 'done'
  | 'reached'
  | 'current'
  | 'todo'
  | 'paused'
  | 'failed'
  | 'question'
  | 'cut'
  | 'copy';

export interface Stop {
  readonly name: StopName;
  readonly state: StopState;
  /** When it was reached, or when it is tried next. */
  readonly at: string | null;
}

type Told = Pick<Delivery, 'state' | 'heldReason' | 'nextTryAt' | 'acceptedAt' | 'endedAt'>;

/**
 * @param attempts in any order
 * @returns where a delivery stands on its thread. A stop is done only when it is known: a lost answer is a question at the partner.
 */
export function stopsOf(
  receivedAt: string,
  delivery: Told,
  attempts: readonly Pick<Attempt, 'startedAt'>[],
): readonly [Stop, Stop, Stop] {
  const dropped: Stop = { name: 'dropped', state: 'done', at: receivedAt };
  const sentAt =
    attempts
      .map(({ startedAt }) => startedAt)
      .sort()
      .at(-1) ?? null;
  const sent = (state: StopState, at = sentAt): Stop => ({ name: 'sent', state, at });
  const partner = (state: StopState, at: string | null = null): Stop => ({ name: 'partner', state, at });
  switch (delivery.state) {
    case 'waiting':
      return [dropped, sent('current', delivery.nextTryAt), partner('todo')];
    case 'sending':
      return [dropped, sent('current'), partner('todo')];
    case 'held':
      return [dropped, sent(delivery.heldReason === 'duplicate' ? 'copy' : 'paused', null), partner('todo')];
    case 'cancelled':
      return [dropped, sent('cut', delivery.endedAt), partner('todo')];
    case 'unknown':
      return [dropped, sent('done'), partner('question')];
    case 'accepted':
      return [dropped, sent('done'), partner('reached', delivery.acceptedAt)];
    case 'delivered':
      return [dropped, sent('done'), partner('done', delivery.acceptedAt ?? delivery.endedAt)];
    case 'duplicate':
      return sentAt === null
        ? [dropped, sent('copy', delivery.endedAt), partner('todo')]
        : [dropped, sent('done'), partner('copy', delivery.endedAt)];
    case 'undelivered':
      // Some limits are checked before anything leaves.
      return sentAt === null
        ? [dropped, sent('failed', delivery.endedAt), partner('todo')]
        : [dropped, sent('done'), partner('failed', delivery.endedAt)];
  }
}

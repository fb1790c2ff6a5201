import type { Badge } from '@navette/api';

/**
 * How a state is shown: shape, word, then colour. `thread` shapes are plain text, since what is normal stays quiet; the others are
 * tinted badges.
 */
export type Shape =
  | 'full'
  | 'reached'
  | 'open'
  | 'pause'
  | 'start'
  | 'cut'
  | 'copy'
  | 'triangle'
  | 'question';
export type Tone = 'ok' | 'go' | 'wait' | 'quiet' | 'nt' | 'db';

export interface Status {
  /** The key of the word, and of its explanation. */
  readonly word:
    | 'waiting'
    | 'sending'
    | 'unknown'
    | 'accepted'
    | 'delivered'
    | 'booked'
    | 'held'
    | 'possibleDuplicate'
    | 'undelivered'
    | 'duplicate'
    | 'cancelled'
    | 'nothing_to_send';
  readonly shape: Shape;
  readonly tone: Tone;
  readonly isTinted: boolean;
}

/** @returns how a badge or a delivery is shown. A possible duplicate is held, but it is a question of its own. */
export function statusOf({
  state,
  heldReason,
  booked,
}: Pick<Badge, 'state' | 'heldReason' | 'booked'>): Status {
  switch (state) {
    case 'waiting':
    case 'sending':
      return { word: state, shape: 'open', tone: 'go', isTinted: false };
    case 'unknown':
      return { word: 'unknown', shape: 'question', tone: 'nt', isTinted: true };
    case 'accepted':
      return { word: 'accepted', shape: 'reached', tone: 'ok', isTinted: false };
    case 'delivered':
      return { word: booked ? 'booked' : 'delivered', shape: 'full', tone: 'ok', isTinted: false };
    case 'held':
      return heldReason === 'duplicate'
        ? { word: 'possibleDuplicate', shape: 'copy', tone: 'db', isTinted: true }
        : { word: 'held', shape: 'pause', tone: 'wait', isTinted: false };
    case 'undelivered':
      return { word: 'undelivered', shape: 'triangle', tone: 'nt', isTinted: true };
    case 'duplicate':
      return { word: 'duplicate', shape: 'copy', tone: 'quiet', isTinted: false };
    case 'cancelled':
      return { word: 'cancelled', shape: 'cut', tone: 'quiet', isTinted: false };
    case 'nothing_to_send':
      return { word: 'nothing_to_send', shape: 'start', tone: 'quiet', isTinted: false };
  }
}

/**
 * The states of a delivery: one version on its way to one partner.
 *
 *   waiting ──claimed──▶ sending ──answer──▶ accepted ──confirmed──▶ delivered
 *      ▲                   │  │                 └──later──▶ duplicate | undelivered
 *      │                   │  └──refused──▶ undelivered ──relaunched──▶ waiting
 *      ├──temporary────────┤
 *      │                   └──answer lost──▶ unknown ──found──▶ accepted
 *      └──none found, resend───────────────────┘
 *   waiting ──stopped──▶ held ──released──▶ waiting        waiting | held ──▶ cancelled
 */
export const deliveryStates = [
  'waiting',
  'sending',
  'unknown',
  'accepted',
  'delivered',
  'held',
  'undelivered',
  'duplicate',
  'cancelled',
] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** Why a delivery is held. Each names what releases it. */
export const heldReasons = [
  'paused', // the installation is resumed
  'partner_down', // a probe passes
  'connection', // the credentials are renewed and a check passes
  'no_connection', // the client is connected
  'guard', // a person says the client is right
  'duplicate', // a person sends or sets aside
  'manual', // a person says send
  'period', // a person says send, or the grace is widened
] as const;

export type HeldReason = (typeof heldReasons)[number];

/** From each state, where a delivery may go. Anything else is a bug. */
export const deliveryTransitions: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  waiting: ['sending', 'held', 'undelivered', 'cancelled'],
  sending: ['waiting', 'accepted', 'delivered', 'duplicate', 'held', 'undelivered', 'unknown'],
  unknown: ['accepted', 'delivered', 'duplicate', 'waiting', 'undelivered', 'cancelled'],
  accepted: ['delivered', 'duplicate', 'undelivered'],
  delivered: ['undelivered'],
  held: ['waiting', 'cancelled', 'duplicate', 'undelivered'],
  undelivered: ['waiting', 'cancelled', 'delivered', 'duplicate'],
  duplicate: ['waiting'],
  cancelled: [],
};

/** States that count as "on the way" in the ledger. */
export const onTheWayStates: readonly DeliveryState[] = ['waiting', 'sending', 'unknown', 'accepted'];

/** States after which a document may leave its folder for the archive. */
export const archivableStates: readonly DeliveryState[] = ['accepted', 'delivered', 'duplicate', 'cancelled'];

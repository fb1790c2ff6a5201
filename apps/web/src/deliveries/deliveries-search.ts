import { type DeliveryState, deliveryStates } from '@navette/model';

export interface DeliveriesSearch {
  /** One state; absent means what waits for a person, `tous` everything. */
  readonly etat?: DeliveryState | 'tous';
}

/** Reads the address; what it does not know is left out. */
export function readDeliveriesSearch(search: Record<string, unknown>): DeliveriesSearch {
  const etat = search.etat;
  if (etat === 'tous') return { etat };
  const state = deliveryStates.find((known) => known === etat);
  return state ? { etat: state } : {};
}

/** @returns the state to ask the server for, `undefined` for all. */
export function stateWanted({ etat = 'undelivered' }: DeliveriesSearch): DeliveryState | undefined {
  return etat === 'tous' ? undefined : etat;
}

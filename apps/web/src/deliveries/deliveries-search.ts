import { type DeliveryState, deliveryStates } from '@navette/model';
import { asText } from '../frame/address-search.ts';

export interface DeliveriesSearch {
  /** One state; absent means what waits for a person, `tous` everything. */
  readonly etat?: DeliveryState | 'tous';
  /** One application of the firm, by its id. */
  readonly application?: string;
}

/** The server refuses anything else. */
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the address; what it does not know is left out. */
export function readDeliveriesSearch(search: Record<string, unknown>): DeliveriesSearch {
  const known = asText(search.application);
  const application = known === undefined || !isId.test(known) ? {} : { application: known };
  if (search.etat === 'tous') return { etat: 'tous', ...application };
  const state = deliveryStates.find((each) => each === search.etat);
  return { ...(state ? { etat: state } : {}), ...application };
}

/** @returns the state to ask the server for, `undefined` for all. */
export function stateWanted({ etat = 'undelivered' }: DeliveriesSearch): DeliveryState | undefined {
  return etat === 'tous' ? undefined : etat;
}

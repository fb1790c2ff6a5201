import { asText } from '../frame/address-search.ts';

const periods = ['day', 'week', 'month'] as const;

export interface AuditSearch {
  readonly cherche?: string;
  /** The beginning of an action, `client.`. */
  readonly action?: string;
  readonly periode?: (typeof periods)[number];
}

/** Reads the address; what it does not know is left out. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const cherche = asText(search.cherche);
  const action = asText(search.action);
  const periode = periods.find((known) => known === search.periode);
  return { ...(cherche ? { cherche } : {}), ...(action ? { action } : {}), ...(periode ? { periode } : {}) };
}

const hours = { day: 24, week: 168, month: 720 } as const;

/** @returns the first instant of a period that ends now, to the minute, so that the same list keeps its key; `undefined` for all. */
export function periodStart(period: AuditSearch['periode'], now: Date): string | undefined {
  if (period === undefined) return undefined;
  const minute = Math.floor(now.getTime() / 60_000) * 60_000;
  return new Date(minute - hours[period] * 3_600_000).toISOString();
}

import { z } from 'zod';
import { routeKinds } from '../partners/partner.ts';

const common = {
  partner: z.string().min(1),
  /** Only requests to these kinds of route; all of them when absent. */
  match: z
    .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.enum(routeKinds)))
    .optional(),
  /** Ends after that many requests, */
  count: z.coerce.number().int().positive().optional(),
  /** or that many seconds, whichever comes first; with neither it stays until it is removed. */
  seconds: z.coerce.number().positive().optional(),
};

/** `before`: nothing is stored. `after`: the request was obeyed (its answer would have been 2xx). */
const when = z.enum(['before', 'after']).default('before');

export const faultOrder = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: z.coerce.number().int().min(300).max(599),
    when,
    /** Seconds or an HTTP date, as it stands in the header. */
    retryAfter: z.coerce.string().optional(),
    body: z.enum(['json', 'html', 'empty']).default('json'),
  }),
  z.strictObject({ ...common, kind: z.literal('delay'), ms: z.coerce.number().nonnegative(), when }),
  z.strictObject({
    ...common,
    kind: z.literal('drop'),
    /** Before the body is read, half-way through it (of the answer, when the request has none), or once all is stored. */
    when: z.enum(['before', 'middle', 'after']),
  }),
  z.strictObject({ ...common, kind: z.literal('down'), seconds: z.coerce.number().positive() }),
  z.strictObject({ partner: common.partner, kind: z.literal('expireTokens') }),
]);

export type FaultOrder = z.infer<typeof faultOrder>;

/** What lasts, and waits for requests. Expiring tokens does not: it is done when it is ordered. */
export type LastingOrder = Exclude<FaultOrder, { kind: 'expireTokens' }>;

export interface Fault {
  readonly id: number;
  readonly order: LastingOrder;
  readonly orderedAt: number;
  /** How many requests it has touched. */
  readonly touched: number;
}

/**
 * Reads an order from JSON or from a form, whose empty fields count as absent.
 * `{ partner, expireTokens: true }` and `{ partner, down: 20 }` are short for their kinds.
 */
export function readFaultOrder(body: unknown): FaultOrder {
  const fields = z.record(z.string(), z.unknown()).parse(body);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  const { expireTokens, down, ...rest } = given;
  if (expireTokens === true) return faultOrder.parse({ ...rest, kind: 'expireTokens' });
  if (down !== undefined) return faultOrder.parse({ ...rest, kind: 'down', seconds: down });
  return faultOrder.parse(given);
}

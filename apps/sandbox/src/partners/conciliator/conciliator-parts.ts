import { OrderedState } from '../ordered-state.ts';
import type { PartnerContext } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { conciliatorForm } from './seed.ts';

/** What the routes of Conciliator share. */
export type Conciliator = ReturnType<typeof createConciliator>;

/** Throws when the seed or the journal's orders are not of the expected form. */
export function createConciliator({ seed, received, journal, entries, now }: PartnerContext) {
  return {
    state: new OrderedState(conciliatorForm, 'conciliator', seed ?? defaultSeed, { journal, entries }),
    rateLimit: new RateLimit(now, 1000),
    received,
    now,
  };
}

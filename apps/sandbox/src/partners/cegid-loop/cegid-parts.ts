import { OrderedState } from '../ordered-state.ts';
import type { PartnerContext } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { cegidForm } from './seed.ts';

/** What the routes of Cegid Loop share. */
export type Cegid = ReturnType<typeof createCegid>;

/** Throws when the seed or the journal's orders are not of the expected form. */
export function createCegid({ seed, received, journal, entries, now }: PartnerContext) {
  return {
    state: new OrderedState(cegidForm, 'cegid-loop', seed ?? defaultSeed, { journal, entries }),
    rateLimit: new RateLimit(now, 1000),
    received,
    now,
  };
}

import type { FastifyRequest } from 'fastify';
import { OrderedState } from '../ordered-state.ts';
import type { PartnerContext } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import { refusal } from './answers.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { type Company, pennylaneForm } from './seed.ts';

const windowMs = 5000;

/** What the routes of Pennylane share. */
export type Pennylane = ReturnType<typeof createPennylane>;

/** Throws when the seed or the journal's orders are not of the expected form. */
export function createPennylane({ seed, received, journal, entries, now }: PartnerContext) {
  const state = new OrderedState(pennylaneForm, 'pennylane', seed ?? defaultSeed, { journal, entries });
  return {
    state,
    rateLimit: new RateLimit(now, windowMs),
    received,
    now,
    /** Whose token the request carries. Throws 401. */
    companyOf(request: FastifyRequest): Company {
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      const company = [...state.current.dossiers.values()].find((candidate) => candidate.token === token);
      if (!company) throw refusal(401, 'unauthorized', 'The access token is invalid');
      return company;
    },
  };
}

import type { FastifyRequest } from 'fastify';
import type { ReceivedDocuments } from '../../received/received-documents.ts';
import { GivenTokens } from '../given-tokens.ts';
import type { PartnerContext } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import { forbidden, tooManyRequests } from './answers.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import type { TokenHolder } from './make-token.ts';
import { inqomSeed } from './seed.ts';
import { InqomState } from './state.ts';

/** What the routes of Inqom share. */
export interface Inqom {
  readonly state: InqomState;
  readonly tokens: GivenTokens<TokenHolder>;
  readonly rateLimit: RateLimit;
  /** Counts a request of a client and user. Throws 429. */
  admit(clientId: string, username: string): void;
  readonly received: ReceivedDocuments;
  readonly now: () => number;
  /** Whose token the request carries. Throws 403. */
  holderOf(request: FastifyRequest): TokenHolder;
}

/** Puts them together. Throws when the seed or the journal's orders are not of the expected form. */
export function createInqom({ seed, journal, entries, received, now }: PartnerContext): Inqom {
  const tokens = new GivenTokens<TokenHolder>(now);
  const state = new InqomState(inqomSeed.parse(seed ?? defaultSeed), journal, entries);
  const rateLimit = new RateLimit(now, 1000);
  return {
    state,
    tokens,
    rateLimit,
    admit(clientId, username) {
      const { requestsPerSecond, retryAfterS } = state.behaviour;
      if (!rateLimit.admit(`${clientId} ${username}`, requestsPerSecond)) throw tooManyRequests(retryAfterS);
    },
    received,
    now,
    holderOf(request) {
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      const holder = token === undefined ? null : tokens.holderOf(token);
      if (!holder) throw forbidden();
      return holder;
    },
  };
}

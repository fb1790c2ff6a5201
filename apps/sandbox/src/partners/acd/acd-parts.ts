import type { FastifyRequest } from 'fastify';
import type { ReceivedDocuments } from '../../received/received-documents.ts';
import { GivenTokens } from '../given-tokens.ts';
import { OrderedState } from '../ordered-state.ts';
import type { PartnerContext, PartnerRefusal } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import { type BusinessProblem, businessError, tooManyRequests, uuidExpired } from './answers.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { type Account, type AcdDossier, acdForm } from './seed.ts';

/** Who a UUID was given to, as they were then. */
export interface UuidHolder {
  readonly cnx: string;
  readonly account: Account;
}

/** What the routes of i-Suite share. */
export interface Acd {
  readonly state: ReturnType<typeof openState>;
  readonly uuids: GivenTokens<UuidHolder>;
  readonly rateLimit: RateLimit;
  readonly received: ReceivedDocuments;
  readonly now: () => number;
}

/** Puts them together. Throws when the seed or the journal's orders are not of the expected form. */
export function createAcd(context: PartnerContext): Acd {
  return {
    state: openState(context),
    uuids: new GivenTokens<UuidHolder>(context.now),
    rateLimit: new RateLimit(context.now, 1000),
    received: context.received,
    now: context.now,
  };
}

function openState(context: PartnerContext) {
  return new OrderedState(acdForm, 'acd', context.seed ?? defaultSeed, context);
}

/** A business error, in the form that is in force. */
export function refuse({ state }: Acd, ...problems: readonly BusinessProblem[]): PartnerRefusal {
  return businessError(state.current.behaviour.errorForm, ...problems);
}

/** The account whose UUID the request carries, and counts it. Throws 401, or 429 when too many were ordered. */
export function readAccount(acd: Acd, request: FastifyRequest): Account {
  const { state, uuids, rateLimit } = acd;
  const { uuid, cnx } = request.headers;
  const holder = typeof uuid === 'string' ? uuids.holderOf(uuid) : null;
  if (!holder || cnx !== holder.cnx) throw refuseUuid(acd);
  const { credentials, behaviour } = state.current;
  // New credentials end what was given for the old ones.
  const account = credentials.accounts.find(({ identifiant }) => identifiant === holder.account.identifiant);
  if (credentials.cnx !== holder.cnx || account?.motDePasse !== holder.account.motDePasse) {
    throw refuseUuid(acd);
  }
  const { requestsPerSecond, retryAfterS } = behaviour;
  if (requestsPerSecond !== null && !rateLimit.admit(account.identifiant, requestsPerSecond)) {
    throw tooManyRequests(retryAfterS);
  }
  return account;
}

function refuseUuid(acd: Acd): PartnerRefusal {
  if (!acd.state.current.behaviour.badUuidIsBusinessError) return uuidExpired();
  return refuse(acd, {
    erreur: 'jetonNonRecu',
    description: 'Le jeton n’a pas été reçu ou n’est plus valide.',
  });
}

/** The dossiers an account reaches, closed ones included. */
export function dossiersOf({ state }: Acd, account: Account): AcdDossier[] {
  return [...state.current.dossiers.values()].filter(
    ({ code }) => account.dossiers === null || account.dossiers.includes(code),
  );
}

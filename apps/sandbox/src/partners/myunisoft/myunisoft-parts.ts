import type { FastifyRequest } from 'fastify';
import type { ReceivedDocuments } from '../../received/received-documents.ts';
import { OrderedState } from '../ordered-state.ts';
import type { PartnerContext } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import { keyNotFound, refusal } from './answers.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { type Key, myunisoftForm, type Society } from './seed.ts';

/** What the routes of MyUnisoft share. */
export interface MyUnisoft {
  readonly state: ReturnType<typeof openState>;
  readonly rateLimit: RateLimit;
  /** Requests under way, by route. */
  readonly underWay: Map<string, number>;
  readonly received: ReceivedDocuments;
  readonly now: () => number;
}

/** Puts them together. Throws when the seed or the journal's orders are not of the expected form. */
export function createMyUnisoft(context: PartnerContext): MyUnisoft {
  return {
    state: openState(context),
    rateLimit: new RateLimit(context.now, 10_000),
    underWay: new Map(),
    received: context.received,
    now: context.now,
  };
}

function openState(context: PartnerContext) {
  return new OrderedState(myunisoftForm, 'myunisoft', context.seed ?? defaultSeed, context);
}

/** The text after `Bearer`, whether it is a key or not; `''` when there is none. */
export function bearerOf(request: FastifyRequest): string {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Whose request it is, activated or not. Throws 401 without the partner's secret or a key, `ERR-API-TOKEN-NOT-FOUND` for a key that is none. */
export function readKey({ state }: MyUnisoft, request: FastifyRequest): Key {
  const { thirdPartySecret, keys } = state.current.credentials;
  if (request.headers['x-third-party-secret'] !== thirdPartySecret) {
    throw refusal(401, 'L’en-tête X-Third-Party-Secret est absent ou inconnu.');
  }
  const bearer = bearerOf(request);
  if (bearer === '') throw refusal(401, 'L’en-tête Authorization est absent ou mal formé.');
  const key = keys.find((candidate) => candidate.key === bearer);
  if (!key) throw keyNotFound();
  return key;
}

/** The same, for what only an activated key may do. Throws 401 for one that is not. */
export function readActivatedKey(myunisoft: MyUnisoft, request: FastifyRequest): Key {
  const key = readKey(myunisoft, request);
  if (!key.activated) {
    throw refusal(401, 'Cette clé n’est pas activée\u00a0: GET /key/info?mode=extended l’active.');
  }
  return key;
}

/** The companies that a key reaches. */
export function societiesOf({ state }: MyUnisoft, key: Key): Society[] {
  return [...state.current.dossiers.values()].filter(
    ({ id, firm }) => firm === key.firm && (key.society === null || key.society === id),
  );
}

/**
 * Where a document goes: the key's company, or with a firm-wide key the one of `society-id`, which is then required (400).
 * Throws 403 for a company that does not exist or that the key does not reach, which nothing tells apart; 400 for a closed one.
 */
export function readOpenSociety(myunisoft: MyUnisoft, request: FastifyRequest): Society {
  const key = readActivatedKey(myunisoft, request);
  const asked = request.headers['society-id'] ?? (key.society === null ? undefined : String(key.society));
  if (asked === undefined)
    throw refusal(400, 'L’en-tête society-id est obligatoire avec une clé de cabinet.');
  const society = societiesOf(myunisoft, key).find(({ id }) => String(id) === asked);
  if (!society) throw refusal(403, 'Cette clé ne donne pas accès à cette société.');
  if (!society.active) throw refusal(400, `La société ${society.name} est fermée.`);
  return society;
}

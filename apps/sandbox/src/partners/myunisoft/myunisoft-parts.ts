import type { FastifyRequest } from 'fastify';
import type { ReceivedDocuments } from '../../received/received-documents.ts';
import { OrderedState } from '../ordered-state.ts';
import type { PartnerContext } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import { keyNotFound, refusal, societyOutOfReach } from './answers.ts';
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

/**
 * Whose request it is, activated or not. Throws 401 without the partner's secret or a `Bearer`,
 * `ERR-API-TOKEN-NOT-FOUND` for a key that is none, and whatever every request was ordered to be answered.
 */
export function readKey({ state }: MyUnisoft, request: FastifyRequest): Key {
  const { credentials, behaviour } = state.current;
  if (behaviour.refuses !== null) throw refusal(behaviour.refuses, 'Toutes les requêtes sont refusées.');
  const secret = request.headers['x-third-party-secret'];
  if (secret === undefined) {
    throw refusal('ERR-SECRET-HEADER-NOT-SET', 'L’en-tête X-Third-Party-Secret est absent.');
  }
  if (secret !== credentials.thirdPartySecret) {
    throw refusal('ERR-INVALID-SECRET', 'L’en-tête X-Third-Party-Secret est inconnu.');
  }
  const bearer = bearerOf(request);
  if (bearer === '') {
    throw refusal('ERR-INVALID-AUTH-HEADER', 'L’en-tête Authorization commence par Bearer.');
  }
  const key = credentials.keys.find((candidate) => candidate.key === bearer);
  if (!key) throw keyNotFound();
  return key;
}

/** The same, for what only an activated key may do. Throws for one that is not, and for that of a company now closed. */
export function readActivatedKey(myunisoft: MyUnisoft, request: FastifyRequest): Key {
  const key = readKey(myunisoft, request);
  if (!key.activated) {
    throw refusal(
      'ERR-INVALID-API-JWT',
      'Cette clé n’est pas activée\u00a0: GET /key/info?mode=extended l’active.',
    );
  }
  if (key.society !== null && !societiesOf(myunisoft, key)[0]?.active) {
    throw refusal('ERR-FOLDER-NOT-FOUND', 'Aucun dossier actif n’est lié à cette clé.');
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
  if (asked === undefined) {
    throw refusal('SOCIETE10', 'L’en-tête society-id est obligatoire avec une clé de cabinet.');
  }
  const society = societiesOf(myunisoft, key).find(({ id }) => String(id) === asked);
  if (!society) throw societyOutOfReach();
  if (!society.active) throw refusal('SOCIETE12', `Le dossier ${society.name} est inactif.`);
  return society;
}

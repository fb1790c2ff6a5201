import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReceivedDocuments } from '../../received/received-documents.ts';
import { type OpenPartner, type PartnerContext, PartnerRefusal } from '../partner.ts';
import { badRequest, forbidden, notFound, tooManyRequests } from './answers.ts';
import { addControl } from './control.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { addDocuments } from './documents.ts';
import { addDossierLists } from './dossiers.ts';
import { addExpenseBills } from './expense-bills.ts';
import { RateLimit } from './rate-limit.ts';
import { inqomSeed } from './seed.ts';
import { addSignIn } from './sign-in.ts';
import { standingOf } from './standing.ts';
import { InqomState } from './state.ts';
import { type TokenHolder, Tokens } from './tokens.ts';

/** What the routes of Inqom share. */
export interface Inqom {
  readonly state: InqomState;
  readonly tokens: Tokens;
  readonly rateLimit: RateLimit;
  readonly received: ReceivedDocuments;
  readonly now: () => number;
  /** Whose token the request carries. Throws 403. */
  holderOf(request: FastifyRequest): TokenHolder;
}

/** Inqom – PushDoc API, played from the facts page (section 1). Choices made where it is silent: `README.md`. */
export const openInqom: OpenPartner = (context) => {
  const inqom = createInqom(context);
  const { state, tokens, rateLimit } = inqom;
  return {
    name: 'inqom',
    title: 'Inqom – PushDoc API',
    routes: async (app) => {
      await app.register(multipart, {
        throwFileSizeLimit: false,
        limits: { fileSize: Number.POSITIVE_INFINITY },
      });
      answerInItsWords(app);
      addSignIn(app, inqom);
      await app.register(async (api) => {
        limitRate(api, inqom);
        addDossierLists(api, inqom);
        addDocuments(api, inqom);
        addExpenseBills(api, inqom);
      });
    },
    control: async (app) => addControl(app, inqom),
    access: () => [
      { label: 'Identifiant', value: state.accounts[0]?.username ?? '' },
      { label: 'Mot de passe', value: state.accounts[0]?.password ?? '' },
      { label: 'Client id', value: state.client.id },
      { label: 'Client Secret', value: state.client.secret },
    ],
    describe: (document) => ({
      dossierName: state.dossiers.get(Number(document.dossier))?.name ?? '',
      status: document.type === 'expense' ? '' : standingOf(inqom, document).status,
    }),
    expireTokens: () => tokens.expireAll(),
    reset() {
      state.reset();
      tokens.expireAll();
      rateLimit.clear();
    },
  };
};

function createInqom({ seed, journal, entries, received, now }: PartnerContext): Inqom {
  const tokens = new Tokens(now);
  return {
    state: new InqomState(inqomSeed.parse(seed ?? defaultSeed), journal, entries),
    tokens,
    rateLimit: new RateLimit(now),
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

function limitRate(app: FastifyInstance, { state, rateLimit, holderOf }: Inqom): void {
  app.addHook('onRequest', async (request) => {
    const { clientId, account } = holderOf(request);
    if (!rateLimit.admit(`${clientId} ${account.username}`, state.behaviour.requestsPerSecond)) {
      throw tooManyRequests(state.behaviour.retryAfterS);
    }
  });
}

function answerInItsWords(app: FastifyInstance): void {
  app.setNotFoundHandler(async () => {
    throw notFound();
  });
  app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    const known = error instanceof PartnerRefusal ? error : malformed(error);
    return reply
      .code(known.status)
      .headers(known.headers)
      .send(known.body ?? undefined);
  });
}

function malformed(error: Error & { statusCode?: number }): PartnerRefusal {
  if (error.statusCode !== undefined && error.statusCode < 500) return badRequest('Requête mal formée.');
  // A form that busboy cannot read carries no status of its own.
  if (/multipart|terminated early|Boundary/i.test(error.message)) return badRequest('Requête mal formée.');
  return new PartnerRefusal(500, { Message: error.message });
}

/** @returns the number in an address. Throws 404 for anything else. */
export function readId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

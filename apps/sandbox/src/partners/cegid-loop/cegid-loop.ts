import type { FastifyInstance } from 'fastify';
import { takeAnyBody } from '../../received/upload.ts';
import { answerRefusals } from '../answer-refusals.ts';
import { OrderedState } from '../ordered-state.ts';
import type { OpenPartner, PartnerContext } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import { addStateControl } from '../state-control.ts';
import { refusal, tooManyRequests, unauthorized } from './answers.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { addDossierList } from './dossiers.ts';
import { cegidForm } from './seed.ts';
import { addStoreDocument } from './store-document.ts';

export const name = 'cegid-loop';

/** What the routes of Cegid Loop share. */
export type Cegid = ReturnType<typeof createCegid>;

/** Cegid Loop, played from the facts page (section 3). Choices made where it is silent: `README.md`. */
export const openCegidLoop: OpenPartner = (context) => {
  const cegid = createCegid(context);
  const { state, rateLimit } = cegid;
  return {
    name,
    title: 'Cegid Loop',
    routes: async (app) => {
      takeAnyBody(app);
      answerRefusals(app, {
        notFound: () => refusal(404, 'Resource not found'),
        malformed: () => refusal(400, 'Bad request'),
      });
      checkKey(app, cegid);
      addDossierList(app, cegid);
      addStoreDocument(app, cegid);
    },
    control: async (app) => addStateControl(app, state),
    access: () => [
      { label: 'Clé d’API', value: state.current.credentials.apiKey },
      { label: 'Codes des dossiers', value: [...state.current.dossiers.keys()].slice(0, 20).join(', ') },
    ],
    describe: (document) => ({
      dossierName: state.current.dossiers.get(document.dossier)?.name ?? '',
      status: document.fate === undefined ? 'Traité' : document.fate === 'lost' ? 'Perdu' : 'Jamais traité',
    }),
    givesNoToken: true,
    expireTokens: () => undefined,
    reset() {
      state.reset();
      rateLimit.clear();
    },
  };
};

function createCegid({ seed, received, journal, entries, now }: PartnerContext) {
  return {
    state: new OrderedState(cegidForm, name, seed ?? defaultSeed, { journal, entries }),
    rateLimit: new RateLimit(now, 1000),
    received,
    now,
  };
}

function checkKey(app: FastifyInstance, { state, rateLimit }: Cegid): void {
  app.addHook('onRequest', async (request) => {
    const { credentials, behaviour } = state.current;
    if (request.headers['x-apikey'] !== credentials.apiKey) throw unauthorized();
    const { requestsPerSecond, retryAfterS } = behaviour;
    if (requestsPerSecond !== null && !rateLimit.admit(name, requestsPerSecond)) {
      throw tooManyRequests(retryAfterS);
    }
  });
}

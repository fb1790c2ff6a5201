import type { FastifyInstance } from 'fastify';
import { takeAnyBody } from '../../received/upload.ts';
import { answerRefusals } from '../answer-refusals.ts';
import type { OpenPartner } from '../partner.ts';
import { addStateControl } from '../state-control.ts';
import { refusal, tooManyRequests, unauthorized } from './answers.ts';
import { type Cegid, createCegid } from './cegid-parts.ts';
import { addDossierList } from './dossiers.ts';
import { addStoreDocument } from './store-document.ts';

const name = 'cegid-loop';

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

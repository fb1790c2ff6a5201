import type { FastifyInstance } from 'fastify';
import { takeForms } from '../../received/upload.ts';
import { answerRefusals } from '../answer-refusals.ts';
import type { OpenPartner } from '../partner.ts';
import { addStateControl } from '../state-control.ts';
import { refusal } from './answers.ts';
import { type Conciliator, createConciliator } from './conciliator-parts.ts';
import { addEntities } from './entities.ts';
import { addFileUpload } from './file-upload.ts';

const name = 'conciliator';

/** Conciliator, played from the facts page (section 5). Choices made where it is silent: `README.md`. */
export const openConciliator: OpenPartner = (context) => {
  const conciliator = createConciliator(context);
  const { state, rateLimit } = conciliator;
  return {
    name,
    title: 'Conciliator',
    routes: async (app) => {
      await takeForms(app);
      answerRefusals(app, {
        notFound: () => refusal(404, 'not_found', 'Not found'),
        malformed: () => refusal(400, 'bad_request', 'Malformed request'),
      });
      checkKey(app, conciliator);
      addEntities(app, conciliator);
      addFileUpload(app, conciliator);
    },
    control: async (app) => addStateControl(app, state),
    access: () => [
      { label: 'Clé d’API', value: state.current.credentials.apiKey },
      {
        label: 'Identifiants des dossiers',
        value: [...state.current.dossiers.keys()].slice(0, 20).join(', '),
      },
    ],
    describe: ({ dossier, details }) => ({
      dossierName: state.current.dossiers.get(dossier)?.name ?? '',
      status: Number(details.files) > 1 ? `Découpé en ${details.files} fichiers` : 'Reçu',
    }),
    givesNoToken: true,
    expireTokens: () => undefined,
    reset() {
      state.reset();
      rateLimit.clear();
    },
  };
};

function checkKey(app: FastifyInstance, { state, rateLimit }: Conciliator): void {
  app.addHook('onRequest', async (request) => {
    const { credentials, behaviour } = state.current;
    if (request.headers.authorization !== credentials.apiKey) {
      throw refusal(401, 'unauthorized', 'Invalid API key');
    }
    const { requestsPerSecond, retryAfterS } = behaviour;
    if (requestsPerSecond !== null && !rateLimit.admit(name, requestsPerSecond)) {
      const headers = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) };
      throw refusal(429, 'too_many_requests', 'Too many requests', headers);
    }
  });
}

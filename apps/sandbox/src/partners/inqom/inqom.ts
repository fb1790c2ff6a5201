import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { type OpenPartner, PartnerRefusal } from '../partner.ts';
import { badRequest, notFound, tooManyRequests } from './answers.ts';
import { addControl } from './control.ts';
import { addDocuments } from './documents.ts';
import { addDossierLists } from './dossiers.ts';
import { addExpenseBills } from './expense-bills.ts';
import { createInqom, type Inqom } from './inqom-parts.ts';
import { addSignIn } from './sign-in.ts';
import { standingOf } from './standing.ts';

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

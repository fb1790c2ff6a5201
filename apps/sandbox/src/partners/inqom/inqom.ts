import type { FastifyInstance } from 'fastify';
import { takeForms } from '../../received/upload.ts';
import { answerRefusals } from '../answer-refusals.ts';
import type { OpenPartner } from '../partner.ts';
import { badRequest, notFound } from './answers.ts';
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
      await takeForms(app);
      answerRefusals(app, { notFound, malformed: () => badRequest('Requête mal formée.') });
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

function limitRate(app: FastifyInstance, { admit, holderOf }: Inqom): void {
  app.addHook('onRequest', async (request) => {
    const { clientId, account } = holderOf(request);
    admit(clientId, account.username);
  });
}

import { answerRefusals } from '../answer-refusals.ts';
import type { OpenPartner } from '../partner.ts';
import { addStateControl } from '../state-control.ts';
import { nameAnswers } from './answer-names.ts';
import { refusal } from './answers.ts';
import { addInvoice } from './invoice.ts';
import { addKeyInfo } from './key-info.ts';
import { limitRequests } from './limits.ts';
import { createMyUnisoft } from './myunisoft-parts.ts';
import { addSocieties } from './societies.ts';
import { addVariousDocuments } from './various-documents.ts';

/** MyUnisoft, played from the facts page (section 2). Choices made where it is silent: `README.md`. */
export const openMyUnisoft: OpenPartner = (context) => {
  const myunisoft = createMyUnisoft(context);
  const { state, rateLimit } = myunisoft;
  return {
    name: 'myunisoft',
    title: 'MyUnisoft',
    routes: async (app) => {
      answerRefusals(app, {
        notFound: () => refusal('ERR-HTTP', 'Ressource introuvable.', { status: 404 }),
        malformed: () => refusal('ERR-HTTP', 'Requête mal formée.'),
      });
      nameAnswers(app, context.now);
      limitRequests(app, myunisoft);
      await app.register(
        async (api) => {
          addKeyInfo(api, myunisoft);
          addSocieties(api, myunisoft);
          // Each reads bodies its own way.
          await api.register(async (scope) => addInvoice(scope, myunisoft));
          await api.register(async (scope) => addVariousDocuments(scope, myunisoft));
        },
        { prefix: '/api/v1' },
      );
    },
    control: async (app) => addStateControl(app, state),
    access: () => [
      { label: 'Adresse, à la suite de celle de cette page', value: '/myunisoft/api/v1' },
      { label: 'X-Third-Party-Secret', value: state.current.credentials.thirdPartySecret },
      ...state.current.credentials.keys.map(({ name, key }) => ({
        label: `Clé «\u00a0${name}\u00a0»`,
        value: key,
      })),
    ],
    describe: (document) => ({
      dossierName: state.current.dossiers.get(document.dossier)?.name ?? '',
      // No route of MyUnisoft says what became of a document.
      status: '',
    }),
    // Keys are made by the firm and have no end; revoking one is an order to its credentials.
    expireTokens: () => undefined,
    reset() {
      state.reset();
      rateLimit.clear();
    },
  };
};

import { takeForms } from '../../received/upload.ts';
import { answerRefusals } from '../answer-refusals.ts';
import type { OpenPartner } from '../partner.ts';
import { addStateControl } from '../state-control.ts';
import { createAcd } from './acd-parts.ts';
import { notFound, technicalError } from './answers.ts';
import { addAuthentication } from './authentication.ts';
import { addBasketDocuments } from './basket-documents.ts';
import { addDossiers } from './dossiers.ts';

/** ACD – i-Suite, played from the facts page (section 4). Choices made where it is silent: `README.md`. */
export const openAcd: OpenPartner = (context) => {
  const acd = createAcd(context);
  const { state, uuids, rateLimit } = acd;
  return {
    name: 'acd',
    title: 'ACD – i-Suite',
    routes: async (app) => {
      await takeForms(app);
      answerRefusals(app, { notFound, malformed: technicalError });
      await app.register(
        async (api) => {
          addAuthentication(api, acd);
          addDossiers(api, acd);
          addBasketDocuments(api, acd);
        },
        { prefix: '/CNX/api' },
      );
    },
    control: async (app) => addStateControl(app, state),
    access: () => [
      { label: 'Adresse du serveur, à la suite de celle de cette page', value: '/acd' },
      { label: 'CNX', value: state.current.credentials.cnx },
      ...state.current.credentials.accounts.flatMap(({ identifiant, motDePasse, secondFactor }) => [
        { label: secondFactor ? 'Identifiant (double authentification)' : 'Identifiant', value: identifiant },
        { label: 'Mot de passe', value: motDePasse },
      ]),
    ],
    describe: (document) => ({
      dossierName: state.current.dossiers.get(document.dossier)?.name ?? '',
      // No route of i-Suite says what became of a document.
      status: '',
    }),
    expireTokens: () => uuids.expireAll(),
    reset() {
      state.reset();
      uuids.expireAll();
      rateLimit.clear();
    },
  };
};

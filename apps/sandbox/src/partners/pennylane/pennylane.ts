import type { FastifyInstance } from 'fastify';
import { takeForms } from '../../received/upload.ts';
import { answerRefusals } from '../answer-refusals.ts';
import { type OpenPartner, PartnerRefusal } from '../partner.ts';
import { addStateControl } from '../state-control.ts';
import { notFound, refusal } from './answers.ts';
import { addCompany } from './company.ts';
import { addDedicatedImports } from './dedicated-imports.ts';
import { addImports } from './imports.ts';
import { createPennylane, type Pennylane } from './pennylane-parts.ts';

const name = 'pennylane';

/** Pennylane, played from the facts page (section 6). Choices made where it is silent: `README.md`. */
export const openPennylane: OpenPartner = (context) => {
  const pennylane = createPennylane(context);
  const { state, rateLimit } = pennylane;
  return {
    name,
    title: 'Pennylane',
    routes: async (app) => {
      await takeForms(app);
      answerRefusals(app, {
        notFound,
        malformed: () => refusal(400, 'bad_request', 'Malformed request'),
      });
      limitRate(app, pennylane);
      addCompany(app, pennylane);
      addImports(app, pennylane);
      addDedicatedImports(app, pennylane);
    },
    control: async (app) => addStateControl(app, state),
    access: () =>
      [...state.current.dossiers.values()].slice(0, 20).map((company) => ({
        label: `Jeton de ${company.name}${company.mayImport ? '' : ' (sans droit d’import)'}`,
        value: company.token,
      })),
    describe: ({ dossier, details }) => ({
      dossierName: state.current.dossiers.get(dossier)?.name ?? '',
      status: `Importé${details.format ? ` (${details.format})` : ''}`,
    }),
    givesNoToken: true,
    expireTokens: () => undefined,
    reset() {
      state.reset();
      rateLimit.clear();
    },
  };
};

/** 25 requests in 5 s for each token; every answer says how many are left, a refusal how long to wait. */
function limitRate(app: FastifyInstance, { state, rateLimit, companyOf, now }: Pennylane): void {
  app.addHook('onRequest', async (request, reply) => {
    const { token } = companyOf(request);
    const limit = state.current.behaviour.requestsPer5Seconds;
    const isAdmitted = rateLimit.admit(token, limit);
    const { remaining, waitMs } = rateLimit.look(token, limit);
    reply.headers({
      'ratelimit-limit': limit,
      'ratelimit-remaining': remaining,
      'ratelimit-reset': Math.ceil((now() + waitMs) / 1000),
    });
    if (isAdmitted) return;
    const waitS = Math.max(1, Math.ceil(waitMs / 1000));
    const message = `Rate limit exceeded. Please retry in ${waitS} seconds.`;
    throw new PartnerRefusal(429, { error: 'rate_limited', message }, { 'retry-after': String(waitS) });
  });
}

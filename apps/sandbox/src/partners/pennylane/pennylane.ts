import type { FastifyInstance, FastifyRequest } from 'fastify';
import { takeForms } from '../../received/upload.ts';
import { answerRefusals } from '../answer-refusals.ts';
import { OrderedState } from '../ordered-state.ts';
import { type OpenPartner, type PartnerContext, PartnerRefusal } from '../partner.ts';
import { RateLimit } from '../rate-limit.ts';
import { addStateControl } from '../state-control.ts';
import { notFound, refusal } from './answers.ts';
import { addCompany } from './company.ts';
import defaultSeed from './default-seed.json' with { type: 'json' };
import { addImports } from './imports.ts';
import { type Company, pennylaneForm } from './seed.ts';

const name = 'pennylane';
const windowMs = 5000;

/** What the routes of Pennylane share. */
export type Pennylane = ReturnType<typeof createPennylane>;

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

function createPennylane({ seed, received, journal, entries, now }: PartnerContext) {
  const state = new OrderedState(pennylaneForm, name, seed ?? defaultSeed, { journal, entries });
  return {
    state,
    rateLimit: new RateLimit(now, windowMs),
    received,
    now,
    /** Whose token the request carries. Throws 401. */
    companyOf(request: FastifyRequest): Company {
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      const company = [...state.current.dossiers.values()].find((candidate) => candidate.token === token);
      if (!company) throw refusal(401, 'unauthorized', 'The access token is invalid');
      return company;
    },
  };
}

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

import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Acd, refuse } from './acd-parts.ts';
import { technicalError } from './answers.ts';

const signIn = z.strictObject({
  identifiant: z.string().min(1),
  motDePasse: z.string().min(1),
  CNX: z.string().min(1),
});

const fieldsExpected = {
  erreur: 'parametreInvalide',
  description: 'Les champs identifiant, motDePasse et CNX sont attendus.',
};
const wrongAccount = {
  erreur: 'identifiantsIncorrects',
  description: 'Identifiant, mot de passe ou CNX incorrect.',
};
const secondFactorIsOn = {
  erreur: 'doubleAuthentificationActive',
  description: 'La double authentification est active sur ce compte\u00a0: connexion impossible.',
};

/** `POST …/v1/authentification`: a UUID, or a business error. */
export function addAuthentication(app: FastifyInstance, acd: Acd): void {
  const { state, uuids } = acd;
  app.post('/v1/authentification', { config: { routeKind: 'token' } }, async (request) => {
    if (!request.headers['content-type']?.startsWith('application/json')) throw technicalError();
    const parsed = signIn.safeParse(request.body);
    if (!parsed.success) throw refuse(acd, fieldsExpected);
    const { identifiant, motDePasse, CNX } = parsed.data;
    const { credentials, behaviour } = state.current;
    const account = credentials.accounts.find((candidate) => candidate.identifiant === identifiant);
    if (CNX !== credentials.cnx || account?.motDePasse !== motDePasse) {
      throw refuse(acd, wrongAccount);
    }
    if (account.secondFactor) {
      throw refuse(acd, secondFactorIsOn);
    }
    const uuid = randomUUID();
    uuids.give(uuid, { cnx: CNX, account }, behaviour.uuidLifetimeS * 1000);
    return { UUID: uuid };
  });
}

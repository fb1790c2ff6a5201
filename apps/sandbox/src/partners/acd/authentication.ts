import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Acd } from './acd-parts.ts';
import { businessError, technicalError } from './answers.ts';

const signIn = z.strictObject({
  identifiant: z.string().min(1),
  motDePasse: z.string().min(1),
  CNX: z.string().min(1),
});

/** `POST …/v1/authentification`: a UUID, or a business error. */
export function addAuthentication(app: FastifyInstance, { state, uuids }: Acd): void {
  app.post('/v1/authentification', { config: { routeKind: 'token' } }, async (request) => {
    if (!request.headers['content-type']?.startsWith('application/json')) throw technicalError();
    const parsed = signIn.safeParse(request.body);
    if (!parsed.success) throw businessError('Les champs identifiant, motDePasse et CNX sont attendus.');
    const { identifiant, motDePasse, CNX } = parsed.data;
    const { credentials, behaviour } = state.current;
    const account = credentials.accounts.find((candidate) => candidate.identifiant === identifiant);
    if (CNX !== credentials.cnx || account?.motDePasse !== motDePasse) {
      throw businessError('Identifiant, mot de passe ou CNX incorrect.');
    }
    if (account.secondFactor) {
      throw businessError('La double authentification est active sur ce compte\u00a0: connexion impossible.');
    }
    const uuid = randomUUID();
    uuids.give(uuid, { cnx: CNX, account }, behaviour.uuidLifetimeS * 1000);
    return { UUID: uuid };
  });
}

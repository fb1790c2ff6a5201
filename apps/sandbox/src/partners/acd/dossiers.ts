import type { FastifyInstance } from 'fastify';
import { type Acd, dossiersOf, readAccount } from './acd-parts.ts';
import type { AcdDossier } from './seed.ts';

/** `GET …/v1/dossiers`: all that the account reaches, without paging. */
export function addDossiers(app: FastifyInstance, acd: Acd): void {
  app.get('/v1/dossiers', { config: { routeKind: 'list' } }, async (request) =>
    dossiersOf(acd, readAccount(acd, request)).map(dossierAnswer),
  );
}

function dossierAnswer({ code, name, siret, closed }: AcdDossier) {
  return { CodeDossier: code, Nom: name, Siret: siret, Cloture: closed };
}

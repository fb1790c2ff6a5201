import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from './answers.ts';
import type { Cegid } from './cegid-parts.ts';
import type { CegidDossier } from './seed.ts';

const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const listQuery = z.strictObject({ skip: count.optional(), take: count.optional() });

/** `GET /loop-api-publiques/dossiers?skip=&take=`: in the order of the codes, a page at a time. */
export function addDossierList(app: FastifyInstance, { state }: Cegid): void {
  app.get('/loop-api-publiques/dossiers', { config: { routeKind: 'list' } }, async (request) => {
    const query = listQuery.safeParse(request.query);
    if (!query.success) throw refusal(400, z.prettifyError(query.error));
    const { dossiers, behaviour } = state.current;
    const { skip = 0, take = behaviour.pageSize } = query.data;
    return [...dossiers.values()]
      .sort((one, other) => (one.code < other.code ? -1 : 1))
      .slice(skip, skip + Math.min(take, behaviour.pageSize))
      .map(dossierAnswer);
  });
}

function dossierAnswer({ code, name, siret }: CegidDossier) {
  return { objectId: makeObjectId(code), code, libelle: name, siret };
}

/** The same UUID for the same code at every start. */
function makeObjectId(code: string): string {
  const hex = createHash('sha256').update(code).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

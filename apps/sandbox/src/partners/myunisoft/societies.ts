import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from './answers.ts';
import { type MyUnisoft, readActivatedKey, societiesOf } from './myunisoft-parts.ts';

const listQuery = z.strictObject({
  siret: z
    .string()
    .regex(/^\d{9}(\d{5})?$/)
    .optional(),
});

/** `GET /society?siret=`: a SIRET finds that company, a SIREN all of its companies, nothing lists those the key reaches. */
export function addSocieties(app: FastifyInstance, myunisoft: MyUnisoft): void {
  app.get('/society', { config: { routeKind: 'list' } }, async (request) => {
    const key = readActivatedKey(myunisoft, request);
    const query = listQuery.safeParse(request.query);
    const { siretRequired } = myunisoft.state.current.behaviour;
    if (!query.success || (siretRequired && query.data.siret === undefined)) {
      throw refusal(400, 'Le paramètre siret est un SIRET (14 chiffres) ou un SIREN (9 chiffres).');
    }
    const { siret: asked } = query.data;
    return societiesOf(myunisoft, key)
      .filter(
        ({ siret }) =>
          asked === undefined || (asked.length === 14 ? siret === asked : siret.startsWith(asked)),
      )
      .map(({ id, name, siret }) => ({ id, name, siret }));
  });
}

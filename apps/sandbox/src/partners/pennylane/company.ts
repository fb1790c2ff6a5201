import type { FastifyInstance } from 'fastify';
import type { Pennylane } from './pennylane-parts.ts';

/** `GET …/me`: whom the token belongs to; any good one may ask. */
export function addCompany(app: FastifyInstance, { companyOf }: Pennylane): void {
  app.get('/api/external/v2/me', { config: { routeKind: 'list' } }, async (request) => {
    const { id, name, siren } = companyOf(request);
    return {
      user: {
        id: id + 800_000,
        first_name: 'Camille',
        last_name: 'Morvan',
        email: 'camille.morvan@cabinet.example',
        locale: 'fr',
      },
      company: { id, name, reg_no: siren },
    };
  });
}

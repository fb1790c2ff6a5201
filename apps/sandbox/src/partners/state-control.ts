import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { OrderedState } from './ordered-state.ts';
import { explainImpossibleChanges } from './remembered-orders.ts';

const fields = z.record(z.string(), z.unknown());

/** Orders to a partner whose state is an `OrderedState`: `/dossiers`, `/credentials`, `/behaviour`. A wrong one is answered 400. */
export function addStateControl<C, D, B>(app: FastifyInstance, state: OrderedState<C, D, B>): void {
  explainImpossibleChanges(app);
  const listDossiers = () => [...state.current.dossiers.values()];

  app.get('/dossiers', async () => listDossiers());

  app.put('/dossiers', async (request) => {
    state.order({ change: 'dossiers', dossiers: z.array(fields).min(1).parse(request.body) });
    return listDossiers();
  });

  app.get('/behaviour', async () => state.current.behaviour);

  app.put('/behaviour', async (request) => {
    state.order({ change: 'behaviour', fields: fields.parse(request.body) });
    return state.current.behaviour;
  });

  app.put('/credentials', async (request, reply) => {
    state.order({ change: 'credentials', fields: fields.parse(request.body) });
    return reply.code(204).send();
  });
}

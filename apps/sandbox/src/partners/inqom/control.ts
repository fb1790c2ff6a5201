import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { explainImpossibleChanges, ImpossibleChange } from '../remembered-orders.ts';
import type { Inqom } from './inqom-parts.ts';
import { outcome } from './seed.ts';
import { type Change, change } from './state.ts';

/** Orders to Inqom: dossiers, credentials, behaviour, and how one document ends. */
export function addControl(app: FastifyInstance, { state, tokens, received, now }: Inqom): void {
  const obey = (order: unknown): Change => {
    const parsed = change.parse(order);
    state.change(parsed);
    return parsed;
  };

  explainImpossibleChanges(app);

  app.get('/dossiers', async () => [...state.dossiers.values()]);

  app.put('/dossiers', async (request) => {
    obey({ change: 'dossiers', dossiers: request.body });
    return [...state.dossiers.values()];
  });

  app.put('/credentials', async (request, reply) => {
    obey({ change: 'credentials', ...z.looseObject({}).parse(request.body) });
    // Else nobody would notice before the token ends.
    tokens.expireAll();
    return reply.code(204).send();
  });

  app.put('/behaviour', async (request) => {
    obey({ change: 'behaviour', behaviour: request.body });
    return state.behaviour;
  });

  app.put<{ Params: { id: string } }>('/documents/:id', async (request, reply) => {
    const id = Number(request.params.id);
    if (received.get(id)?.partner !== 'inqom') throw new ImpossibleChange('document inconnu');
    const asked = outcome.parse(request.body);
    obey({ change: 'document', id, outcome: asked, at: new Date(now()).toISOString() });
    return reply.code(204).send();
  });
}

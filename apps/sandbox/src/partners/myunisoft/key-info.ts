import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from './answers.ts';
import { type MyUnisoft, readKey, societiesOf } from './myunisoft-parts.ts';

const extended = z.strictObject({ mode: z.literal('extended') });

/** `GET /key/info?mode=extended`: says what a key opens, and activates it. */
export function addKeyInfo(app: FastifyInstance, myunisoft: MyUnisoft): void {
  const { state } = myunisoft;
  app.get('/key/info', { config: { routeKind: 'token' } }, async (request) => {
    const key = readKey(myunisoft, request);
    if (!extended.safeParse(request.query).success) throw refusal(400, 'Le paramètre mode vaut extended.');
    if (!key.activated) {
      const keys = state.current.credentials.keys.map((candidate) =>
        candidate.key === key.key ? { ...candidate, activated: true } : candidate,
      );
      state.order({ change: 'credentials', fields: { keys } });
    }
    const society = key.society === null ? undefined : societiesOf(myunisoft, key)[0];
    return {
      name: key.name,
      firm: key.firm,
      society: society ? { id: society.id, name: society.name } : null,
    };
  });
}

import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refusal } from './answers.ts';
import type { Conciliator } from './conciliator-parts.ts';
import type { Entity } from './seed.ts';

const query = z.strictObject({ q: z.string().optional() });

/** `GET /api/v0/entities?q=`: the dossiers whose identifier, name or SIRET holds `q`; all of them without it. */
export function addEntities(app: FastifyInstance, { state }: Conciliator): void {
  app.get('/api/v0/entities', { config: { routeKind: 'list' } }, async (request) => {
    const asked = query.safeParse(request.query);
    if (!asked.success) throw refusal(400, 'bad_request', z.prettifyError(asked.error));
    const { q = '' } = asked.data;
    return [...state.current.dossiers.values()]
      .filter(({ identifier, name, siret }) => [identifier, name, siret].some((text) => text.includes(q)))
      .map(entityAnswer);
  });
}

/** Its `id` is not what `entity` wants. */
function entityAnswer({ identifier, name, siret }: Entity) {
  const hex = createHash('sha256').update(identifier).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { id, identifier, name, siret };
}

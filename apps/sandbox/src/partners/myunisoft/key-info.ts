import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { invalidParameter } from './answers.ts';
import { type MyUnisoft, readKey } from './myunisoft-parts.ts';
import type { Key } from './seed.ts';

const infoQuery = z.strictObject({ mode: z.literal('extended').optional() });

const routes = [
  { path: '/api/v1/society', method: 'get' },
  { path: '/api/v1/invoice', method: 'post' },
  { path: '/api/v1/variousDocuments', method: 'post' },
];

/** `GET /key/info`: the routes that a key opens; with `mode=extended` also what it is, and that activates it. */
export function addKeyInfo(app: FastifyInstance, myunisoft: MyUnisoft): void {
  app.get('/key/info', { config: { routeKind: 'token' } }, async (request) => {
    const key = readKey(myunisoft, request);
    const query = infoQuery.safeParse(request.query);
    if (!query.success) throw invalidParameter('mode vaut extended.');
    if (query.data.mode === undefined) return routes;
    activate(myunisoft, key);
    return {
      target: {
        type: key.society === null ? 'firm' : 'api',
        schemaId: numberOfFirm(key.firm),
        thirdPartyId: 101,
        // Of no company with a firm-wide key, and yet a number.
        societyId: key.society ?? 0,
      },
      version: { current: 1, latest: 1, beta: false },
      canBeActivated: true,
      isActivated: true,
      routes,
    };
  });
}

function activate({ state }: MyUnisoft, key: Key): void {
  if (key.activated) return;
  const keys = state.current.credentials.keys.map((candidate) =>
    candidate.key === key.key ? { ...candidate, activated: true } : candidate,
  );
  state.order({ change: 'credentials', fields: { keys } });
}

/** The same number each time for a firm, which the seed only names. */
function numberOfFirm(firm: string): number {
  return [...Buffer.from(firm)].reduce((sum, byte) => (sum * 31 + byte) % 9973, 7);
}

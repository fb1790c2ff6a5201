import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { listClients } from '../clients/list-clients.ts';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { findDocuments } from './find-documents.ts';

const maxClients = 8;
const maxDocuments = 12;

export function registerSearchRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.searchEverywhere, async ({ caller, query }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      const text = query.query.replaceAll('\0', '').trim();
      if (text === '') return { clients: [], documents: [] };
      const clients = await listClients(platform, trx, caller, { search: text, limit: maxClients });
      return {
        clients: clients.items.map(({ id, name, code }) => ({ id, name, code })),
        documents: await findDocuments(trx, caller, text, maxDocuments),
      };
    }),
  );
}

import { z } from 'zod';
import { admins, everyone, route, staff } from './route.ts';
import { documentType, firmParams, id, page, pageQuery, reason, time } from './shapes.ts';

const siretState = z.enum(['valid', 'overridden', 'missing']);

/** What a row of the list shows. */
export const client = z.object({
  id,
  name: z.string(),
  code: z.string().nullable(),
  siret: z.string().nullable(),
  siretState,
  siretOverrideReason: z.string().nullable(),
  connections: z.array(
    z.object({ installationId: id, name: z.string(), kind: z.enum(['api', 'email', 'transport']) }),
  ),
  undelivered: z.number().int(),
  onTheWay: z.number().int(),
  lastReceivedAt: time.nullable(),
  collaborators: z.array(z.object({ id, name: z.string() })),
  createdAt: time,
});

export const folder = z.object({
  id,
  parentId: id.nullable(),
  name: z.string(),
  path: z.string(),
  /** Documents in this folder and below. */
  documents: z.number().int(),
  undelivered: z.number().int(),
  /** Where a document dropped here would go now. */
  destinations: z.array(z.object({ installationId: id, partner: z.string(), documentType })),
});

const clientParams = firmParams.extend({ client: id });

const clientBody = {
  name: z.string().trim().min(1).max(200),
  code: z.string().trim().max(50).nullable().optional(),
  siret: z.string().max(40).nullable().optional(),
  /** Saves a SIRET that fails its check. */
  siretOverrideReason: z.string().trim().min(3).max(500).nullable().optional(),
};

export const clientRoutes = {
  getFirm: route('getFirm', {
    method: 'GET',
    path: '/api/v1/firms/:firm',
    summary: 'The firm, and what a computer needs to be paired with it.',
    who: everyone,
    params: firmParams,
    answer: z.object({
      id,
      name: z.string(),
      webServiceId: z.string(),
      timeZone: z.string(),
      maxFileBytes: z.number().int(),
      role: z.enum(['admin', 'collaborator', 'client']),
    }),
  }),
  listClients: route('listClients', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients',
    summary: 'Clients the caller may see, by name. `search` looks in the name, the code and the SIRET.',
    who: everyone,
    params: firmParams,
    query: z.object({
      ...pageQuery,
      search: z.string().max(200).optional(),
      withUndelivered: z.enum(['true', 'false']).optional(),
    }),
    answer: page(client),
  }),
  createClient: route('createClient', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients',
    summary: 'Creates a client with the folders of the firm’s template.',
    who: staff,
    params: firmParams,
    body: z.strictObject(clientBody),
    answer: client,
    status: 201,
  }),
  getClient: route('getClient', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/:client',
    summary: 'One client.',
    who: everyone,
    params: clientParams,
    answer: client,
  }),
  updateClient: route('updateClient', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/clients/:client',
    summary: 'Changes the name, the code or the SIRET.',
    who: staff,
    params: clientParams,
    body: z.strictObject(clientBody).partial(),
    answer: client,
  }),
  listFolders: route('listFolders', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/:client/folders',
    summary: 'The whole tree of a client, parents before children.',
    who: everyone,
    params: clientParams,
    answer: z.object({ items: z.array(folder) }),
  }),
  createFolder: route('createFolder', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/:client/folders',
    summary:
      'Creates a folder by its path, with the missing ones above it. The same path again gives the same folder.',
    who: everyone,
    params: clientParams,
    body: z.strictObject({ path: z.string().min(1).max(2000) }),
    answer: folder,
    status: 201,
  }),
  listAgents: route('listAgents', {
    method: 'GET',
    path: '/api/v1/firms/:firm/agents',
    summary: 'Paired computers.',
    who: admins,
    params: firmParams,
    answer: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          userName: z.string(),
          version: z.string(),
          platform: z.string(),
          pairedAt: time,
          lastContactAt: time.nullable(),
          hotFolders: z.number().int(),
          waiting: z.number().int(),
          refused: z.number().int(),
        }),
      ),
    }),
  }),
  revokeAgent: route('revokeAgent', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/agents/:agent',
    summary: 'Revokes a computer: its token stops working at once.',
    who: admins,
    params: firmParams.extend({ agent: id }),
  }),
  reportAgent: route('reportAgent', {
    method: 'POST',
    path: '/api/v1/firms/:firm/agents/report',
    summary: 'An agent tells of its hot folders. Once a minute, and when something changes.',
    who: ['agent'],
    params: firmParams,
    body: z.strictObject({
      version: z.string().max(50),
      hotFolders: z
        .array(
          z.strictObject({
            description: z.string().max(200),
            depositDir: z.string().max(4000),
            archiveDir: z.string().max(4000).nullable(),
            clientId: id,
            folderId: id,
            waiting: z.number().int().min(0),
            refused: z.number().int().min(0),
            lastFileAt: time.nullable(),
          }),
        )
        .max(500),
    }),
    answer: z.object({ time, problems: z.array(reason) }),
  }),
};

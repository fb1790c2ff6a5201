import { z } from 'zod';
import { admins, everyone, route, staff } from './route.ts';
import { job } from './routes-jobs.ts';
import { firmParams, id, page, pageQuery, reason, sheetFormat, time } from './shapes.ts';

export const bulkClientActions = ['assign', 'unassign', 'archive', 'restore', 'set_attribute'] as const;

/** `overridden`: fails its check, and somebody gave a reason. */
const valueState = z.enum(['valid', 'overridden']);

/** A client as rows and pages show it. */
export const client = z.object({
  id,
  name: z.string(),
  /** The firm’s first attribute of kind `code`. */
  code: z.string().nullable(),
  /** The firm’s first attribute of kind `siret`. */
  siret: z.string().nullable(),
  siretState: z.enum(['valid', 'overridden', 'missing']),
  siretOverrideReason: z.string().nullable(),
  /** The values it has, in the order of the firm’s attributes. */
  attributes: z.array(
    z.object({
      attributeId: id,
      value: z.string(),
      state: valueState,
      overrideReason: z.string().nullable(),
    }),
  ),
  /** Whether another client the caller sees has the same SIRET: allowed, and shown. */
  isSiretShared: z.boolean(),
  /** Those clients; in `getClient` alone, empty in lists. */
  sameSiret: z.array(z.object({ id, name: z.string() })),
  connections: z.array(
    z.object({ installationId: id, name: z.string(), kind: z.enum(['api', 'email', 'transport']) }),
  ),
  undelivered: z.number().int(),
  onTheWay: z.number().int(),
  lastReceivedAt: time.nullable(),
  collaborators: z.array(z.object({ id, name: z.string() })),
  createdAt: time,
  archivedAt: time.nullable(),
});

/** What a list of clients can be narrowed by; all of it must hold. A selection carries the same. */
export const clientFilter = z.strictObject({
  /** Words, each found in the name or in the value of an attribute; accents and case do not count. */
  search: z.string().max(200).optional(),
  /** With `value`: the clients whose attribute has exactly this value, as the attribute’s kind compares it. */
  attribute: id.optional(),
  value: z.string().max(500).optional(),
  /** An attribute they have no value of. */
  missing: id.optional(),
  /** An installation they are connected to, or to `any`, or to `none`. */
  connected: z.union([z.enum(['any', 'none']), id]).optional(),
  withUndelivered: z.enum(['true', 'false']).optional(),
  /** A person they are assigned to, or `me`, or `none`. */
  collaborator: z.union([z.enum(['me', 'none']), id]).optional(),
  /** `active` unless said. */
  state: z.enum(['active', 'archived', 'all']).optional(),
});

const sortKey = '(name|code|lastReceived|undelivered|created|attribute:[0-9a-f-]{36})';

/** `-` for the largest first. `attribute:<id>` sorts by its values; clients that have none come last either way. */
const clientSort = z.string().regex(new RegExp(`^-?${sortKey}$`));

/** Clients chosen one by one, or everything a filter finds but some. */
export const clientSelection = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(10_000) }),
  z.strictObject({ filter: clientFilter, excludedIds: z.array(id).max(10_000).default([]) }),
]);

const clientParams = firmParams.extend({ client: id });

const clientBody = {
  name: z.string().trim().min(1).max(200),
  /** `null` takes the value away. */
  attributes: z
    .array(
      z.strictObject({
        attributeId: id,
        value: z.string().max(1000).nullable(),
        /** Saves a number whose check digit is wrong. */
        overrideReason: z.string().trim().min(3).max(500).nullable().optional(),
      }),
    )
    .max(200)
    .optional(),
  /** Short for the firm’s first attribute of kind `code`. */
  code: z.string().max(1000).nullable().optional(),
  /** Short for the firm’s first attribute of kind `siret`. */
  siret: z.string().max(1000).nullable().optional(),
  siretOverrideReason: z.string().trim().min(3).max(500).nullable().optional(),
};

export const clientRoutes = {
  getFirm: route('getFirm', {
    method: 'GET',
    path: '/api/v1/firms/:firm',
    summary: 'The firm, and what a computer needs to be paired with it.',
    who: [...everyone, 'api_key'],
    scope: 'clients:read',
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
    summary: 'Clients the caller may see, by name unless `sort` says otherwise.',
    who: [...everyone, 'api_key'],
    scope: 'clients:read',
    params: firmParams,
    query: z.object({
      ...pageQuery,
      ...clientFilter.shape,
      // It holds the sort key of a row, which may be a long name.
      cursor: z.string().max(4000).optional(),
      sort: clientSort.optional(),
    }),
    answer: page(client),
  }),
  createClient: route('createClient', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients',
    summary:
      'Creates a client with the folders of the firm’s template. A refusal names the field it is about: `name`, `siret`, `code`, `attributes.<id>`.',
    who: [...staff, 'api_key'],
    scope: 'clients:write',
    params: firmParams,
    body: z.strictObject(clientBody),
    answer: client,
    status: 201,
  }),
  getClient: route('getClient', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/:client',
    summary: 'One client, and the others that have its SIRET.',
    who: [...everyone, 'api_key'],
    scope: 'clients:read',
    params: clientParams,
    answer: client,
  }),
  updateClient: route('updateClient', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/clients/:client',
    summary: 'Changes what is given: the name, values of attributes. Refusals as in `createClient`.',
    who: [...staff, 'api_key'],
    scope: 'clients:write',
    params: clientParams,
    body: z.strictObject(clientBody).partial(),
    answer: client,
  }),
  archiveClient: route('archiveClient', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/:client/archive',
    summary:
      'Puts a client away: it leaves the lists and receives nothing more (`client_archived`); what is on its way goes on. Again, it changes nothing.',
    who: staff,
    params: clientParams,
    answer: client,
  }),
  restoreClient: route('restoreClient', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/:client/restore',
    summary: 'Takes a client out of the archive, as it was. Again, it changes nothing.',
    who: staff,
    params: clientParams,
    answer: client,
  }),
  listClientMembers: route('listClientMembers', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/:client/members',
    summary: 'Who is assigned to a client, and whom one could assign.',
    who: staff,
    params: clientParams,
    answer: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          email: z.string(),
          role: z.enum(['admin', 'collaborator', 'client']),
          isAssigned: z.boolean(),
        }),
      ),
    }),
  }),
  setClientMembers: route('setClientMembers', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/:client/members',
    summary:
      'Assigns exactly these people to a client: collaborators, and the client’s own users. A collaborator limited to his clients keeps himself.',
    who: staff,
    params: clientParams,
    body: z.strictObject({ userIds: z.array(id).max(500) }),
    answer: client,
  }),
  previewBulkClients: route('previewBulkClients', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/bulk',
    summary:
      'Prepares a change of many clients and freezes which: nothing is changed until the job is confirmed. Those that need nothing, or cannot take it, are said now.',
    who: staff,
    params: firmParams,
    body: z.strictObject({
      action: z.enum(bulkClientActions),
      /** For `assign` and `unassign`. */
      userIds: z.array(id).min(1).max(500).optional(),
      /** For `set_attribute`; a `value` of `null` takes the values away. */
      attributeId: id.optional(),
      value: z.string().max(1000).nullable().optional(),
      selection: clientSelection,
    }),
    answer: job,
    status: 201,
  }),
  exportClients: route('exportClients', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/export',
    summary:
      'A file of clients: name, every attribute, collaborators, applications, undelivered, last deposit. It can be imported again.',
    who: staff,
    params: firmParams,
    body: z.strictObject({ selection: clientSelection, format: sheetFormat }),
    answerKind: 'bytes',
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

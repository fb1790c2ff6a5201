import { z } from 'zod';
import { admins, route, staff } from './route.ts';
import { documentType, firmParams, id, reason, time } from './shapes.ts';

export const installation = z.object({
  id,
  application: z.string(),
  name: z.string(),
  kind: z.enum(['api', 'email', 'transport']),
  state: z.enum(['active', 'paused', 'stopped', 'removed']),
  reason: reason.nullable(),
  connections: z.number().int(),
  createdAt: time,
});

export const connection = z.object({
  id,
  installationId: id,
  clientId: id,
  clientName: z.string(),
  clientKey: z.string(),
  clientKeyLabel: z.string().nullable(),
  state: z.enum(['active', 'stopped', 'disconnected']),
});

export const rule = z.object({
  id,
  installationId: id,
  sourcePath: z.string(),
  withSubfolders: z.boolean(),
  documentType,
  archivePath: z.string().nullable(),
  /** The source path it means today. */
  meansToday: z.string(),
});

const installationParams = firmParams.extend({ installation: id });
const credentials = z.record(z.string().max(100), z.string().max(4000));

export const applicationRoutes = {
  listInstallations: route('listInstallations', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations',
    summary: 'The applications of the firm.',
    who: staff,
    params: firmParams,
    answer: z.object({ items: z.array(installation) }),
  }),
  createInstallation: route('createInstallation', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations',
    summary: 'Adds an application: cleans the values, tries them at the partner, keeps them sealed.',
    who: admins,
    params: firmParams,
    body: z.strictObject({
      application: z.string().max(100),
      name: z.string().trim().min(1).max(200).optional(),
      credentials,
    }),
    answer: installation.extend({ identity: z.string() }),
    status: 201,
  }),
  renewCredentials: route('renewCredentials', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/credentials',
    summary:
      'Renews the credentials; values left out keep their old ones. When they work, what was held leaves.',
    who: admins,
    params: installationParams,
    body: z.strictObject({ credentials }),
    answer: installation.extend({ identity: z.string() }),
  }),
  listDossiers: route('listDossiers', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/dossiers',
    summary: 'The partner’s dossiers that the account may enter, asked now.',
    who: staff,
    params: installationParams,
    answer: z.object({
      items: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          siren: z.string().nullable(),
          nic: z.string().nullable(),
          active: z.boolean(),
        }),
      ),
    }),
  }),
  listConnections: route('listConnections', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/connections',
    summary: 'Clients connected to an application.',
    who: staff,
    params: installationParams,
    answer: z.object({ items: z.array(connection) }),
  }),
  createConnection: route('createConnection', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/connections',
    summary: 'Connects a client to an application by its key there.',
    who: staff,
    params: installationParams,
    body: z.strictObject({
      clientId: id,
      clientKey: z.string().trim().min(1).max(300),
      clientKeyLabel: z.string().max(300).nullable().optional(),
    }),
    answer: connection,
    status: 201,
  }),
  listRules: route('listRules', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/rules',
    summary: 'The rules of an application.',
    who: staff,
    params: installationParams,
    answer: z.object({ items: z.array(rule) }),
  }),
  createRule: route('createRule', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/rules',
    summary: 'Adds a rule. `{millésime}` is the year, `{mois}` the month.',
    who: admins,
    params: installationParams,
    body: z.strictObject({
      sourcePath: z.string().min(1).max(2000),
      withSubfolders: z.boolean().optional(),
      documentType,
      archivePath: z.string().min(1).max(2000).nullable().optional(),
    }),
    answer: rule,
    status: 201,
  }),
  removeRule: route('removeRule', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/installations/:installation/rules/:rule',
    summary: 'Removes a rule and cancels its deliveries that have not left.',
    who: admins,
    params: installationParams.extend({ rule: id }),
    answer: z.object({ cancelled: z.number().int() }),
  }),
};

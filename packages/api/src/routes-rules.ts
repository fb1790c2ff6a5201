/** Rules of an application: which folder feeds it, as which type, and where documents go once it has them. */
import { z } from 'zod';
import { admins, route, staff } from './route.ts';
import { job } from './routes-jobs.ts';
import { documentType, firmParams, id, page, reason, time } from './shapes.ts';

const installationParams = firmParams.extend({ installation: id });
const path = z.string().min(1).max(2000);

export const rule = z.object({
  id,
  installationId: id,
  sourcePath: z.string(),
  withSubfolders: z.boolean(),
  documentType,
  archivePath: z.string().nullable(),
  /** `all`: every connected client, now and later; `listed`: those it was connected for, one by one or by a file. */
  scope: z.enum(['all', 'listed']),
  /** The source path it means today, without `{client}`; what a variable has no single value for is left as it is. */
  meansToday: z.string(),
  archiveMeansToday: z.string().nullable(),
  /** Connected clients that it concerns, and those of them that have such a folder, today or in the grace. */
  clientsTotal: z.number().int(),
  clients: z.number().int(),
  /** Documents that sit in those folders now. */
  documents: z.number().int(),
});

const ruleBody = z.strictObject({
  sourcePath: path,
  /** Yes unless said. */
  withSubfolders: z.boolean().optional(),
  documentType,
  archivePath: path.nullable().optional(),
});

export const rulePreview = z.object({
  /** As it would be kept; `null` when it cannot be read. */
  sourcePath: z.string().nullable(),
  meansToday: z.string().nullable(),
  archiveMeansToday: z.string().nullable(),
  clientsTotal: z.number().int(),
  clients: z.number().int(),
  documents: z.number().int(),
  /** At most five, those with the most documents first. */
  examples: z.array(
    z.object({ clientId: id, clientName: z.string(), path: z.string(), documents: z.number().int() }),
  ),
  /** Why it would be refused. `ruleId`: the rule it conflicts with. */
  problem: reason
    .extend({ field: z.enum(['sourcePath', 'archivePath', 'documentType']), ruleId: id.nullable() })
    .nullable(),
  /** What may surprise, though it works. */
  warnings: z.array(z.object({ fr: z.string(), en: z.string() })),
});

export const ruleClient = z.object({
  clientId: id,
  clientName: z.string(),
  path: z.string().nullable(),
  documents: z.number().int(),
});

export const pathCompletion = z.object({
  /** The part of `typed` that stays: up to its last slash or opening brace. */
  kept: z.string(),
  variables: z.array(
    z.object({
      /** `{mois}` */
      name: z.string(),
      label: z.object({ fr: z.string(), en: z.string() }),
      /** `11`; `null` when it is of each client or type. */
      today: z.string().nullable(),
    }),
  ),
  folders: z.array(
    z.object({
      name: z.string(),
      clients: z.number().int(),
      /** A spelling that many more clients have and that this one may be meant for. */
      looksLike: z.string().nullable(),
    }),
  ),
  /** The folder `kept` means today. */
  meansToday: z.string().nullable(),
  clientsTotal: z.number().int(),
});

export const ruleCoverage = z.object({
  none: z.number().int(),
  one: z.number().int(),
  several: z.number().int(),
  /** Most documents first, at most 500. Years and months are written as variables: one line for `/Achats/2026/10` and `/11`. */
  items: z.array(
    z.object({
      path: z.string(),
      clients: z.number().int(),
      documents: z.number().int(),
      /** Of this application; the one that wins first. */
      ruleIds: z.array(id),
      /** Names of the firm’s other applications that also take documents there. */
      otherApplications: z.array(z.string()),
    }),
  ),
});

export const ruleSimulation = z.object({
  from: time,
  received: z.number().int(),
  /** Those a rule takes. */
  taken: z.number().int(),
  /** Taken by a rule, of a period out of its grace: they would be held. */
  outsidePeriod: z.number().int(),
  /** Those that the application would refuse by type, format or size. */
  refused: z.number().int(),
  /** Those no rule takes. */
  left: z.number().int(),
  byRule: z.array(z.object({ ruleId: id, documents: z.number().int(), clients: z.number().int() })),
  /** Folders of what no rule takes, most documents first, at most ten. */
  leftIn: z.array(z.object({ path: z.string(), documents: z.number().int() })),
  /** By day of the firm’s zone, `AAAA-MM-JJ`, oldest first, days without any included. */
  byDay: z.array(z.object({ day: z.string(), taken: z.number().int(), left: z.number().int() })),
});

export const ruleRoutes = {
  listRules: route('listRules', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/rules',
    summary: 'The rules of an application, oldest first, with what each concerns now.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    answer: z.object({ items: z.array(rule) }),
  }),
  createRule: route('createRule', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/rules',
    summary:
      'Adds a rule. Variables: `{millésime}` the year, `{mois}` the month, `{trimestre}` the quarter (T1 to T4), `{client}` the client’s name, `{type}` the type’s name. What arrives from now on leaves by it.',
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: ruleBody,
    answer: rule,
    status: 201,
  }),
  removeRule: route('removeRule', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/installations/:installation/rules/:rule',
    summary:
      'Removes a rule. When deliveries that have not left would be cancelled, answers 409 `removal_cancels_deliveries` with their number until `isConfirmed=true`.',
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: installationParams.extend({ rule: id }),
    query: z.object({ isConfirmed: z.enum(['true', 'false']).optional() }),
    answer: z.object({ cancelled: z.number().int() }),
  }),
  previewRule: route('previewRule', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/rule-preview',
    summary:
      'What a rule would do, before it is added: the path it means today, clients and documents concerned, and why it would be refused. Writes nothing.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    body: ruleBody.partial({ documentType: true }),
    answer: rulePreview,
  }),
  listRuleClients: route('listRuleClients', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/rule-preview/clients',
    summary: 'The clients that have the folder of a path, or those that lack it. Writes nothing.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    body: z.strictObject({
      sourcePath: path,
      withSubfolders: z.boolean().optional(),
      /** What `{type}` stands for in the path. */
      documentType: documentType.optional(),
      has: z.boolean(),
      /** Among the clients that this rule of the application concerns: one for `listed` clients concerns those. */
      ruleId: id.optional(),
      cursor: z.string().max(500).optional(),
      limit: z.number().int().min(1).max(200).optional(),
    }),
    answer: page(ruleClient),
  }),
  completePath: route('completePath', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/paths',
    summary:
      'What may follow a path that is being typed: variables, and the folders that connected clients really have there. While none is connected, those chosen in the open wizard; else all that the caller sees.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    query: z.object({
      /** What stands before the caret: `/Social/{millésime}/b`. */
      typed: z.string().max(2000).default(''),
      /** An archive path takes only the variables of its source path. */
      sourcePath: z.string().max(2000).optional(),
    }),
    answer: pathCompletion,
  }),
  mapCoverage: route('mapCoverage', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/coverage',
    summary:
      'Every folder of the connected clients that holds documents, or did in the last 90 days, with the rules that feed it: none, one, or several (the most specific wins within an application).',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    query: z.object({ only: z.enum(['none', 'one', 'several']).optional() }),
    answer: ruleCoverage,
  }),
  simulateRules: route('simulateRules', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/simulation',
    summary:
      'What the present rules would have done with everything the connected clients received lately. Writes nothing, sends nothing.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    query: z.object({ days: z.coerce.number().int().min(1).max(365).default(90) }),
    answer: ruleSimulation,
  }),
  previewBackfill: route('previewBackfill', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/backfill',
    summary:
      'Prepares to send the documents that sit in the application’s folders already and that it was never given. The job of kind `delivery.backfill` lists them (`name`, `clientName`, `path`, `type`); confirmed, they leave behind everything that arrives meanwhile. `installation_preparing` before the application is started.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: z.strictObject({
      /** All of them unless said. */
      ruleIds: z.array(id).min(1).max(200).optional(),
      clientIds: z.array(id).min(1).max(10_000).optional(),
    }),
    answer: job,
    status: 201,
  }),
  countBackfill: route('countBackfill', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/backfill',
    summary: 'How many documents `previewBackfill` would find now, by rule.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    answer: z.object({
      total: z.number().int(),
      byRule: z.array(z.object({ ruleId: id, documents: z.number().int() })),
    }),
  }),
  connectFolder: route('connectFolder', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/folders',
    summary:
      'Chooses a folder to connect clients for: the `listed` rule of that path and type, made when there is none (administrators only), and extended to the clients already connected when asked. A rule for `all` of that path and type covers them, and is given. One of another type, or otherwise, is `rule_exists`. Again, it changes nothing.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: ruleBody.extend({
      /** “Also for the clients already connected to this application”: those the caller sees. */
      alsoConnected: z.boolean(),
    }),
    answer: z.object({
      rule,
      isNew: z.boolean(),
      /** Clients that were connected already and that it now takes documents of. */
      extended: z.number().int(),
    }),
  }),
};

/** Connected clients: one by one, by a file, many at once. */
import { z } from 'zod';
import { route, staff } from './route.ts';
import { importProblem } from './routes-client-imports.ts';
import { job } from './routes-jobs.ts';
import { firmParams, id, page, pageQuery, sheetFormat, time } from './shapes.ts';

export const connection = z.object({
  id,
  installationId: id,
  clientId: id,
  clientName: z.string(),
  /** A fingerprint where the key is a secret. */
  clientKey: z.string(),
  clientKeyLabel: z.string().nullable(),
  state: z.enum(['active', 'stopped', 'disconnected']),
  /** Rules of scope `listed` that take its documents, beside those of scope `all`. */
  ruleIds: z.array(id),
  createdAt: time,
});

export const connectionFilter = z.strictObject({
  /** In the client's name, an attribute, the key or its label. */
  search: z.string().max(200).optional(),
  /** Those a `listed` rule takes documents of. */
  rule: id.optional(),
  state: z.enum(['active', 'stopped']).optional(),
});

export const connectionSelection = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(10_000) }),
  z.strictObject({ filter: connectionFilter, excludedIds: z.array(id).max(10_000).default([]) }),
]);

const installationParams = firmParams.extend({ installation: id });
const connectionParams = installationParams.extend({ connection: id });
const importParams = installationParams.extend({ job: id });
const base = '/api/v1/firms/:firm/installations/:installation/connections';
const imports = '/api/v1/firms/:firm/installations/:installation/connection-imports';

const newKey = z.string().trim().min(1).max(2000);
const keyLabel = z.string().trim().max(300).nullable().optional();
const ruleIds = z.array(id).max(50).optional();
const beforehand =
  'When deliveries that have not left would be cancelled, answers 409 `removal_cancels_deliveries` with their number until `isConfirmed=true`. What is being sent ends, what a partner has is still followed, history stays.';

export const connectionImport = z.object({
  job,
  fileName: z.string(),
  columns: z.array(
    z.object({
      header: z.string(),
      /** How clients are recognised, the key, or `null` for a column that is left out. */
      target: z
        .union([z.enum(['client', 'key', 'label']), z.string().regex(/^attribute:[0-9a-f-]{36}$/)])
        .nullable(),
      sample: z.string(),
    }),
  ),
  encoding: z.string().nullable(),
  separator: z.string().nullable(),
  sheet: z.string().nullable(),
  rows: z.number().int(),
  connect: z.number().int(),
  /** Connected already, by another key, which will be replaced. */
  change: z.number().int(),
  /** Connected already by this key, to a folder it was not connected for. */
  extend: z.number().int(),
  unchanged: z.number().int(),
  errors: z.number().int(),
  warnings: z.number().int(),
});

export const connectionImportRow = z.object({
  /** As the spreadsheet numbers it: the header is 1. */
  row: z.number().int(),
  state: z.enum(['ok', 'warning', 'error']),
  change: z.enum(['connect', 'change', 'extend', 'unchanged']).nullable(),
  /** As the file has it. */
  given: z.string(),
  clientId: id.nullable(),
  clientName: z.string().nullable(),
  /** Masked where it is a secret. */
  key: z.string(),
  problems: z.array(importProblem),
  /** A client the row may mean, when none has exactly that name. */
  nearClient: z.object({ id, name: z.string() }).nullable(),
});

export const connectionRoutes = {
  listConnections: route('listConnections', {
    method: 'GET',
    path: base,
    summary: 'Clients connected to an application that the caller sees, by name.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    query: z.object({
      ...pageQuery,
      cursor: z.string().max(4000).optional(),
      ...connectionFilter.shape,
      /** Of this client alone. */
      client: id.optional(),
    }),
    answer: page(connection),
  }),
  createConnection: route('createConnection', {
    method: 'POST',
    path: base,
    summary:
      'Connects a client to an application by its key there, asked at the partner where the application can. Without a label, it gets the partner’s. `ruleIds`: the folders it is connected for, beside the rules for all. A client connected already by the same key is extended to them, `connection_exists` by another; `client_key_taken` when the key is another client’s.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: z.strictObject({ clientId: id, clientKey: newKey, clientKeyLabel: keyLabel, ruleIds }),
    answer: connection,
    status: 201,
  }),
  changeConnection: route('changeConnection', {
    method: 'PATCH',
    path: `${base}/:connection`,
    summary:
      'Gives a connected client another key, checked as when connecting, another label, or other folders (`ruleIds`: all of them). What has not left goes by the new key; 409 `connection_busy` while a document is being sent. When deliveries of a folder taken away would be cancelled, 409 `removal_cancels_deliveries` until `isConfirmed`.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: connectionParams,
    body: z.strictObject({
      clientKey: newKey.optional(),
      clientKeyLabel: keyLabel,
      ruleIds,
      isConfirmed: z.boolean().optional(),
    }),
    answer: connection,
  }),
  removeConnection: route('removeConnection', {
    method: 'DELETE',
    path: `${base}/:connection`,
    summary: `Disconnects a client from an application. ${beforehand}`,
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: connectionParams,
    query: z.object({ isConfirmed: z.enum(['true', 'false']).optional() }),
    answer: z.object({ cancelled: z.number().int() }),
  }),
  previewBulkConnections: route('previewBulkConnections', {
    method: 'POST',
    path: `${base}/bulk`,
    summary:
      'Prepares a change of many connections and freezes which: `disconnect`, a job of kind `connection.remove` whose `params.unsent` says how many deliveries it would cancel; `extend`, to a folder, or `withdraw` from it, of kind `connection.folders`. Keys are changed in bulk by a file.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: z.strictObject({
      action: z.enum(['disconnect', 'extend', 'withdraw']),
      /** For `extend` and `withdraw`. */
      ruleId: id.optional(),
      selection: connectionSelection,
    }),
    answer: job,
    status: 201,
  }),
  exportConnections: route('exportConnections', {
    method: 'POST',
    path: `${base}/export`,
    summary: 'The connected clients as a file, which can be imported again; secrets are left out.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    body: z.strictObject({ selection: connectionSelection, format: sheetFormat }),
    answerKind: 'bytes',
  }),
  proposeClientKey: route('proposeClientKey', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/proposed-keys/:client',
    summary:
      'The key a client may get: the address the application’s pattern makes of its name, a code or SIRET it has; with what to do at the partner’s.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams.extend({ client: id }),
    answer: z.object({
      clientId: id,
      key: z.string().nullable(),
      from: z.enum(['pattern', 'attribute']).nullable(),
      /** What to do with it at the partner's; for a generated address. */
      instructions: z.object({ fr: z.string(), en: z.string() }).nullable(),
      /** Addresses that documents come from, to be authorised there; for collect e-mail. */
      senders: z.array(z.string()),
    }),
  }),
  connectionTemplate: route('connectionTemplate', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/connection-template',
    summary:
      'A file to fill in: the client by name, code or SIRET, then what the application needs of it; with the clients that are not connected already written, when asked.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    query: z.object({ format: sheetFormat, withClients: z.enum(['true', 'false']).optional() }),
    answerKind: 'bytes',
  }),
  previewConnectionImport: route('previewConnectionImport', {
    method: 'POST',
    path: imports,
    summary:
      'Reads a CSV or XLSX file of clients and their keys, and says what each row would do; nothing is written until the job (`connection.import`) is confirmed. At most 10 MB, 50,000 rows. Importing twice changes nothing.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    query: z.object({
      name: z.string().min(1).max(255),
      /** The folder they are connected for; the rules for all, unless said. */
      rule: id.optional(),
    }),
    bodyKind: 'bytes',
    answer: connectionImport,
    status: 201,
  }),
  getConnectionImport: route('getConnectionImport', {
    method: 'GET',
    path: `${imports}/:job`,
    summary: 'An import of connections as it was previewed.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: importParams,
    answer: connectionImport,
  }),
  listConnectionImportRows: route('listConnectionImportRows', {
    method: 'GET',
    path: `${imports}/:job/rows`,
    summary: 'Its rows, those with an error first, with what became of each once it was confirmed.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: importParams,
    query: z.object({
      ...pageQuery,
      only: z.enum(['error', 'warning', 'connect', 'change', 'extend', 'unchanged']).optional(),
    }),
    answer: page(connectionImportRow.extend({ outcome: z.enum(['pending', 'done', 'failed', 'skipped']) })),
  }),
  reportConnectionImport: route('reportConnectionImport', {
    method: 'GET',
    path: `${imports}/:job/report`,
    summary:
      'The file as it came, each row with what became of it and why; `only=error` for the rows to correct.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: importParams,
    query: z.object({ format: sheetFormat, only: z.enum(['error']).optional() }),
    answerKind: 'bytes',
  }),
};

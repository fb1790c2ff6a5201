import { z } from 'zod';
import { admins, route, staff } from './route.ts';
import { documentType, firmParams, id, reason, time } from './shapes.ts';

/** A sentence or a label in both languages. */
const words = z.object({ fr: z.string(), en: z.string() });
const kind = z.enum(['api', 'email', 'transport']);

const limits = z.object({
  maxBytes: z.number().int(),
  /** Of pictures, where it is lower. */
  maxImageBytes: z.number().int().nullable(),
  minBytes: z.number().int().nullable(),
  /** Media types, by content; `*` alone for any. */
  mediaTypes: z.array(z.string()),
});

const clientKey = z.object({
  kind: z.enum(['siret', 'siren', 'code', 'email', 'apiKey']),
  label: words,
  help: words.nullable(),
  example: z.string(),
  /** A regular expression that the whole key matches, flags `iu`. */
  pattern: z.string().nullable(),
  /** Write-only, as credentials are: answers hold a fingerprint of it. */
  isSecret: z.boolean(),
  checked: z.enum(['when_connecting', 'when_sending', 'never']),
});

const acceptedType = z.object({
  type: documentType,
  /** The partner's own word for it. */
  partnerValue: z.string(),
  /** `false` when no public source confirms it. */
  isConfirmed: z.boolean(),
  limits,
});

/** One application of the catalogue, as the form that adds it needs it. */
export const application = z.object({
  id: z.string(),
  name: z.string(),
  partner: z.string(),
  kind,
  summary: words,
  /** What the form asks; what the operator has set for every firm is not among them. */
  fields: z.array(
    z.object({
      name: z.string(),
      label: words,
      help: words.nullable(),
      isSecret: z.boolean(),
      isRequired: z.boolean(),
      defaultValue: z.string().nullable(),
      choices: z.array(z.object({ value: z.string(), label: words })).nullable(),
      isMultiline: z.boolean(),
      /** `template`: of a name over there; `name-preview` shows what it gives. */
      expects: z.enum(['text', 'address', 'host', 'template']),
      /** Found out at the first trial when left empty, then kept. Emptied on purpose, it is found out anew. */
      isLearned: z.boolean(),
    }),
  ),
  clientKey,
  listsDossiers: z.boolean(),
  types: z.array(acceptedType),
  limits,
  rate: z.object({ requests: z.number().int(), windowMs: z.number().int(), concurrency: z.number().int() }),
  confirmation: z.enum(['none', 'poll', 'silence']),
  duplicates: z.enum(['marked', 'refused', 'kept', 'merged']),
  confidence: z.enum(['A', 'B', 'C']),
  notes: z.array(words),
});

export const installation = z.object({
  id,
  application: z.string(),
  name: z.string(),
  partner: z.string(),
  kind,
  state: z.enum(['active', 'paused', 'stopped', 'removed']),
  reason: reason.nullable(),
  connections: z.number().int(),
  clientKey,
  listsDossiers: z.boolean(),
  types: z.array(acceptedType.omit({ limits: true })),
  /** Its values that are no secret, by field: for administrators, `null` for others. */
  settings: z.record(z.string(), z.string()).nullable(),
  createdAt: time,
});

export const connection = z.object({
  id,
  installationId: id,
  clientId: id,
  clientName: z.string(),
  /** A fingerprint where the key is a secret. */
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
const connectionParams = installationParams.extend({ connection: id });
const fieldName = z.string().max(100);
const fieldValue = z.string().max(20_000);

/** What takes something away says first what it would cancel. */
const removal = { isConfirmed: z.enum(['true', 'false']).optional() };
const beforehand =
  'When deliveries that have not left would be cancelled, answers 409 `removal_cancels_deliveries` with their number until `isConfirmed=true`. What is being sent ends, what a partner has is still followed, history stays.';
const cancelled = z.object({ cancelled: z.number().int() });

const newKey = z.string().trim().min(1).max(2000);
const keyLabel = z.string().trim().max(300).nullable().optional();

export const applicationRoutes = {
  listApplications: route('listApplications', {
    method: 'GET',
    path: '/api/v1/firms/:firm/applications',
    summary: 'The catalogue: every application that can be added, used or not.',
    who: admins,
    params: firmParams,
    answer: z.object({ items: z.array(application) }),
  }),
  previewName: route('previewName', {
    method: 'POST',
    path: '/api/v1/firms/:firm/name-preview',
    summary: 'What a name template gives, with an example of each type that the application takes. Pure.',
    who: admins,
    params: firmParams,
    body: z.strictObject({ application: z.string().max(100), template: z.string().max(2000) }),
    answer: z.object({
      /** As it would be kept. */
      template: z.string(),
      examples: z.array(z.object({ type: documentType, path: z.string() })),
      /** What may surprise, though it works. */
      warnings: z.array(words),
    }),
  }),
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
      credentials: z.record(fieldName, fieldValue),
    }),
    answer: installation.extend({ identity: z.string() }),
    status: 201,
  }),
  renewCredentials: route('renewCredentials', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/credentials',
    summary:
      'Renews the credentials. A value left out stays, and so does a secret sent empty; `null` takes one away. Secrets do not follow to another address: they are given again. When they work, what was held leaves.',
    who: admins,
    params: installationParams,
    body: z.strictObject({ credentials: z.record(fieldName, fieldValue.nullable()) }),
    answer: installation.extend({ identity: z.string() }),
  }),
  pauseInstallation: route('pauseInstallation', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/pause',
    summary: 'Holds what has not left, and what arrives, until it is resumed. Calling twice is safe.',
    who: admins,
    params: installationParams,
    answer: installation,
  }),
  resumeInstallation: route('resumeInstallation', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/resume',
    summary: 'What was held by a pause leaves, in order. Calling twice is safe.',
    who: admins,
    params: installationParams,
    answer: installation,
  }),
  removeInstallation: route('removeInstallation', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/installations/:installation',
    summary: `Takes an application away from the firm, with its rules and its connections. ${beforehand}`,
    who: admins,
    params: installationParams,
    query: z.object(removal),
    answer: cancelled,
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
    summary:
      'Connects a client to an application by its key there, asked at the partner where the application can. Without a label, it gets the partner’s.',
    who: staff,
    params: installationParams,
    body: z.strictObject({ clientId: id, clientKey: newKey, clientKeyLabel: keyLabel }),
    answer: connection,
    status: 201,
  }),
  changeConnection: route('changeConnection', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/installations/:installation/connections/:connection',
    summary:
      'Gives a connected client another key, checked as when connecting, or another label. What has not left goes by the new key; 409 `connection_busy` while a document is being sent.',
    who: staff,
    params: connectionParams,
    body: z.strictObject({ clientKey: newKey.optional(), clientKeyLabel: keyLabel }),
    answer: connection,
  }),
  removeConnection: route('removeConnection', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/installations/:installation/connections/:connection',
    summary: `Disconnects a client from an application. ${beforehand}`,
    who: staff,
    params: connectionParams,
    query: z.object(removal),
    answer: cancelled,
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

import { z } from 'zod';
import { admins, route, staff } from './route.ts';
import { documentType, firmParams, id, partnerReason, time } from './shapes.ts';

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

/** What becomes of a new version of a document the application has: sent in its turn, held for a person, not sent. */
const versionPolicy = z.enum(['send', 'ask', 'never']);

export const installation = z.object({
  id,
  application: z.string(),
  name: z.string(),
  partner: z.string(),
  kind,
  /** `preparing`: added in the wizard, not started yet. */
  state: z.enum(['preparing', 'active', 'paused', 'stopped', 'removed']),
  /** Why it is stopped, beside the partner’s own words; kept through a pause. */
  reason: partnerReason.nullable(),
  /** Since when it is stopped. */
  stoppedAt: time.nullable(),
  /** While it is paused: since when, and the name of who paused it, a person or a key. */
  pausedAt: time.nullable(),
  pausedBy: z.string().nullable(),
  /** What the partner calls the account, and when its credentials last worked. */
  identity: z.string().nullable(),
  checkedAt: time.nullable(),
  startedAt: time.nullable(),
  versionPolicy,
  mappingAttributeId: id.nullable(),
  connections: z.number().int(),
  clientKey,
  listsDossiers: z.boolean(),
  types: z.array(acceptedType),
  notes: z.array(words),
  /** Its values that are no secret, by field: for administrators, `null` for others and for keys. */
  settings: z.record(z.string(), z.string()).nullable(),
  /** The fields whose secret is kept: likewise. */
  keptSecrets: z.array(z.string()).nullable(),
  createdAt: time,
});

export const applicationRequest = z.object({
  id,
  text: z.string(),
  requestedBy: z.object({ id, name: z.string() }),
  requestedAt: time,
});

const installationParams = firmParams.extend({ installation: id });
const fieldName = z.string().max(100);
const fieldValue = z.string().max(20_000);

/** What takes something away says first what it would cancel. */
const removal = { isConfirmed: z.enum(['true', 'false']).optional() };
const beforehand =
  'When deliveries that have not left would be cancelled, answers 409 `removal_cancels_deliveries` with their number until `isConfirmed=true`. What is being sent ends, what a partner has is still followed, history stays.';
const cancelled = z.object({ cancelled: z.number().int() });

/** What an application of the firm shows of its day. */
export const installationFigures = z.object({
  installationId: id,
  connections: z.number().int(),
  /** At the partner for good since midnight in the firm’s zone; duplicates are not among them. */
  delivered: z.number().int(),
  /** Now: waiting, being sent, to check, received by the partner and not confirmed. */
  onTheWay: z.number().int(),
  /** Now, whenever they came. */
  held: z.number().int(),
  undelivered: z.number().int(),
  lastSentAt: time.nullable(),
  /** Clients with an exact dossier at the partner that nobody connected yet; `null` where that cannot be told. */
  toConnect: z.number().int().nullable(),
});

export const applicationRoutes = {
  listApplications: route('listApplications', {
    method: 'GET',
    path: '/api/v1/firms/:firm/applications',
    summary: 'The catalogue: every application that can be added, used or not.',
    who: [...admins, 'api_key'],
    scope: 'applications:read',
    params: firmParams,
    answer: z.object({ items: z.array(application) }),
  }),
  previewName: route('previewName', {
    method: 'POST',
    path: '/api/v1/firms/:firm/name-preview',
    summary: 'What a name template gives, with an example of each type that the application takes. Pure.',
    who: [...admins, 'api_key'],
    scope: 'applications:read',
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
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: firmParams,
    answer: z.object({ items: z.array(installation) }),
  }),
  createInstallation: route('createInstallation', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations',
    summary:
      'Adds an application: cleans the values, tries them at the partner, keeps them sealed. One by e-mail is added whatever the firm’s mail server says: what is wrong there is its reason to be stopped.',
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: firmParams,
    body: z.strictObject({
      application: z.string().max(100),
      name: z.string().trim().min(1).max(200).optional(),
      credentials: z.record(fieldName, fieldValue),
    }),
    answer: installation,
    status: 201,
  }),
  renewCredentials: route('renewCredentials', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/credentials',
    summary:
      'Renews the credentials. A value left out stays, and so does a secret sent empty; `null` takes one away. Secrets do not follow to another address: they are given again. When they work, what was held leaves.',
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: z.strictObject({ credentials: z.record(fieldName, fieldValue.nullable()) }),
    answer: installation,
  }),
  pauseInstallation: route('pauseInstallation', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/pause',
    summary: 'Holds what has not left, and what arrives, until it is resumed. Calling twice is safe.',
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    answer: installation,
  }),
  resumeInstallation: route('resumeInstallation', {
    method: 'POST',
    path: '/api/v1/firms/:firm/installations/:installation/resume',
    summary: 'What was held by a pause leaves, in order. Calling twice is safe.',
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    answer: installation,
  }),
  removeInstallation: route('removeInstallation', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/installations/:installation',
    summary: `Takes an application away from the firm, with its rules and its connections. ${beforehand}`,
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    query: z.object(removal),
    answer: cancelled,
  }),
  listDossiers: route('listDossiers', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installations/:installation/dossiers',
    summary: 'The partner’s dossiers that the account may enter, asked now.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
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
  changeInstallation: route('changeInstallation', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/installations/:installation',
    summary:
      'Changes what is given: its name in the firm, what becomes of new versions, the attribute clients are recognised by.',
    who: [...admins, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: z
      .strictObject({
        name: z.string().trim().min(1).max(200),
        versionPolicy,
        mappingAttributeId: id.nullable(),
      })
      .partial(),
    answer: installation,
  }),
  listFigures: route('listFigures', {
    method: 'GET',
    path: '/api/v1/firms/:firm/installation-figures',
    summary: 'The day of each application, over the clients the caller sees: what its card shows.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: firmParams,
    answer: z.object({ items: z.array(installationFigures) }),
  }),
  requestApplication: route('requestApplication', {
    method: 'POST',
    path: '/api/v1/firms/:firm/application-requests',
    summary:
      'Asks the administrators for an application, in one’s own words. They get a mail, and see it beside the catalogue.',
    who: staff,
    params: firmParams,
    body: z.strictObject({ text: z.string().trim().min(3).max(1000) }),
    answer: applicationRequest,
    status: 201,
  }),
  listApplicationRequests: route('listApplicationRequests', {
    method: 'GET',
    path: '/api/v1/firms/:firm/application-requests',
    summary: 'Requests that nobody has dealt with, newest first.',
    who: admins,
    params: firmParams,
    answer: z.object({ items: z.array(applicationRequest) }),
  }),
  closeApplicationRequest: route('closeApplicationRequest', {
    method: 'POST',
    path: '/api/v1/firms/:firm/application-requests/:request/close',
    summary: 'Marks a request as dealt with. Again, it changes nothing.',
    who: admins,
    params: firmParams.extend({ request: id }),
  }),
};

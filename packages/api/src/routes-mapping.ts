/** Which client is which dossier at the partner: compared by an attribute, settled by people where that does not say. */
import { z } from 'zod';
import { route, staff } from './route.ts';
import { job } from './routes-jobs.ts';
import { firmParams, id, page, pageQuery, sheetFormat, time } from './shapes.ts';

/**
 * How sure a pair is. Only `exact` connects by itself.
 * - `exact`: the same SIRET (or code), one dossier, active, nobody else's; archived ones beside it are left aside
 * - `chosen`: a person picked the dossier
 * - `siren_only`: the same company, another establishment or none told
 * - `several`: more than one dossier, or several clients claim one
 * - `none`: the partner shows no such dossier, which may be a matter of rights
 * - `closed`: exact, but the dossier is not active
 * - `attribute_missing`, `attribute_invalid`: nothing to compare with
 * - `already_used`: another client is connected to that dossier
 * - `left_out`: a person said not to connect it
 * - `connected`: done
 * For applications that list no dossiers the key is the attribute's value itself: `exact`, `attribute_missing`,
 * `attribute_invalid`, `several` (two clients with the same key), `already_used`, `left_out`, `connected`.
 */
export const mappingGrades = [
  'exact',
  'chosen',
  'siren_only',
  'several',
  'none',
  'closed',
  'attribute_missing',
  'attribute_invalid',
  'already_used',
  'left_out',
  'connected',
] as const;
export type MappingGrade = (typeof mappingGrades)[number];
const mappingGrade = z.enum(mappingGrades);

export const mappedDossier = z.object({
  key: z.string(),
  name: z.string(),
  siren: z.string().nullable(),
  nic: z.string().nullable(),
  active: z.boolean(),
});

const proposal = mappedDossier.extend({
  /** Why it is proposed. */
  why: z.enum(['same_siret', 'same_siren', 'near_name', 'searched']),
  /** Another client is connected to it; `usedBy` when the caller sees that one. */
  isUsed: z.boolean(),
  usedBy: z.object({ id, name: z.string() }).nullable(),
});

export const mappingRow = z.object({
  clientId: id,
  clientName: z.string(),
  code: z.string().nullable(),
  /** The attribute's value. */
  value: z.string().nullable(),
  /** The value fails its check and somebody gave a reason: it counts as valid. */
  isOverridden: z.boolean(),
  grade: mappingGrade,
  /** The dossier it is, or would be, connected to. */
  dossier: mappedDossier.nullable(),
  /** How many the repair desk would propose: by SIREN, then by a near name. */
  proposals: z.number().int(),
  /** Who has the dossier, for `already_used`; who claims it too, for `several`. `null` too for a client that the caller does not see. */
  other: z.object({ id, name: z.string() }).nullable(),
  connectionId: id.nullable(),
});

const installationParams = firmParams.extend({ installation: id });
const base = '/api/v1/firms/:firm/installations/:installation/mapping';

/** Which clients: those chosen in a setup, else all that are active and that the caller sees. */
const scope = { setup: id.optional() };

export const mappingRoutes = {
  getMapping: route('getMapping', {
    method: 'GET',
    path: base,
    summary:
      'Clients beside the partner’s dossiers, those to settle first, then by name; computed now from the dossiers as last listed. By the attribute kept for the application, unless said.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    query: z.object({
      ...pageQuery,
      ...scope,
      attributeId: id.optional(),
      grade: mappingGrade.optional(),
      search: z.string().max(200).optional(),
    }),
    answer: page(mappingRow).extend({
      attributeId: id.nullable(),
      /** Of all the clients in question, whatever the filter. */
      counts: z.record(mappingGrade, z.number().int()),
      /** Dossiers the account may see; `null` for an application that lists none. */
      dossiers: z.number().int().nullable(),
      fetchedAt: time.nullable(),
    }),
  }),
  refreshDossiers: route('refreshDossiers', {
    method: 'POST',
    path: `${base}/refresh`,
    summary:
      'Lists the partner’s dossiers anew. Done by itself every night and when credentials are renewed.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    answer: z.object({ dossiers: z.number().int(), fetchedAt: time }),
  }),
  proposeDossiers: route('proposeDossiers', {
    method: 'GET',
    path: `${base}/proposals`,
    summary:
      'Dossiers a client may be: the same SIRET or SIREN, near names; or what a search finds. At most twenty.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    query: z.object({ client: id, attributeId: id.optional(), search: z.string().max(200).optional() }),
    answer: z.object({ items: z.array(proposal) }),
  }),
  chooseDossier: route('chooseDossier', {
    method: 'POST',
    path: `${base}/choices`,
    summary:
      'Settles a client by hand: the dossier with this key, `null` for “not to be connected”; without `dossierKey`, back to what is computed. Refused for a dossier of another client, `client_key_taken`, and for a client that is connected, `connection_exists`.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: z.strictObject({
      clientId: id,
      dossierKey: z.string().max(500).nullable().optional(),
      attributeId: id.optional(),
    }),
    answer: mappingRow,
  }),
  connectMapped: route('connectMapped', {
    method: 'POST',
    path: `${base}/connect`,
    summary:
      'Prepares to connect every client that is `exact` or `chosen`: a job of kind `connection.map`, whose items say which client to which dossier. Keeps the attribute for the application (administrators).',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: installationParams,
    body: z.strictObject({
      ...scope,
      attributeId: id.optional(),
      clientIds: z.array(id).min(1).max(10_000).optional(),
    }),
    answer: job,
    status: 201,
  }),
  exportMapping: route('exportMapping', {
    method: 'POST',
    path: `${base}/export`,
    summary: 'The mapping as a file: client, value, result, dossier, what to do.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: installationParams,
    body: z.strictObject({
      ...scope,
      attributeId: id.optional(),
      grade: mappingGrade.optional(),
      search: z.string().max(200).optional(),
      format: sheetFormat,
    }),
    answerKind: 'bytes',
  }),
};

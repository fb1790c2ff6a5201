import { fileFamilies } from '@navette/model';
import { z } from 'zod';
import { admins, route } from './route.ts';
import { firmParams, id, time } from './shapes.ts';

const identity = {
  name: z.string().trim().min(1).max(200),
  siret: z.string().max(40).nullable(),
  address: z.string().trim().max(500).nullable(),
  email: z.email().max(254).nullable(),
  phone: z.string().trim().max(50).nullable(),
};

const rulesOfFirm = {
  timeZone: z.string().max(100),
  /** How many months back a folder of an earlier period still feeds an application. */
  graceMonths: z.number().int().min(0).max(120),
  maxFileBytes: z
    .number()
    .int()
    .min(1_048_576)
    .max(2 * 1024 ** 3),
  acceptedFamilies: z.array(z.enum(fileFamilies)).min(1),
  /** Paths in the language of rules: `/Achats/{millésime}/{mois}`. Each new client gets them. */
  folderTemplate: z.array(z.string().max(1_000)).max(200),
  /** Days after which what is in the bin is erased; `null` keeps it. */
  binDays: z.number().int().min(1).max(3_650).nullable(),
  /** Whether people of the firm must have a second factor. */
  requireSecondFactor: z.boolean(),
};

export const firmSettings = z.object({ ...identity, ...rulesOfFirm, webServiceId: z.string() });

export const firmRoutes = {
  getFirmSettings: route('getFirmSettings', {
    method: 'GET',
    path: '/api/v1/firms/:firm/settings',
    summary: 'What an administrator sets for the firm.',
    who: admins,
    params: firmParams,
    answer: firmSettings,
  }),
  updateFirmSettings: route('updateFirmSettings', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/settings',
    summary:
      'Changes what is given. A folder template holds for clients created from then on; `POST …/folder-template/apply` gives it to the others.',
    who: admins,
    params: firmParams,
    body: z.strictObject({ ...identity, ...rulesOfFirm }).partial(),
    answer: firmSettings,
  }),
  exportFirm: route('exportFirm', {
    method: 'GET',
    path: '/api/v1/firms/:firm/export',
    summary:
      'Everything of the firm as one ZIP archive, streamed: clients, people, settings, deliveries with their attempts, histories and the audit log as CSV and JSON, every version of every document.',
    who: admins,
    params: firmParams,
    query: z.object({
      /** That client alone: what the law calls the portability of his data. */
      client: id.optional(),
    }),
    answerKind: 'bytes',
  }),
  describeErasure: route('describeErasure', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/:client/erasure',
    summary: 'What erasing a client would take away, and what stands in the way.',
    who: admins,
    params: firmParams.extend({ client: id }),
    answer: z.object({
      name: z.string(),
      documents: z.number().int(),
      versions: z.number().int(),
      sizeBytes: z.number().int(),
      /** Deliveries that have not left: they are cancelled. */
      unsent: z.number().int(),
      /** Deliveries at the partner this very moment: erasing waits for them. */
      sending: z.number().int(),
      since: time.nullable(),
    }),
  }),
  eraseClient: route('eraseClient', {
    method: 'POST',
    path: '/api/v1/firms/:firm/clients/:client/erase',
    summary:
      'Erases a client for good: documents, names, histories, answers of partners. Rows without content stay, so that the ledger balances. Cannot be undone.',
    who: admins,
    params: firmParams.extend({ client: id }),
    /** The client’s name, typed again. */
    body: z.strictObject({ name: z.string().max(200) }),
    answer: z.object({ documents: z.number().int(), sizeBytes: z.number().int() }),
  }),
};

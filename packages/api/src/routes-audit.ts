import { z } from 'zod';
import { admins, route } from './route.ts';
import { firmParams, id, page, pageQuery, time } from './shapes.ts';

export const auditEntry = z.object({
  id,
  /** 1, 2, 3… without a gap; `null` for the seconds before it is sealed. */
  number: z.number().int().nullable(),
  at: time,
  /** `subject.verb`: `client.created`. */
  action: z.string(),
  actor: z.object({
    kind: z.enum(['system', 'user', 'agent', 'api_key', 'operator']),
    id: id.nullable(),
    name: z.string().nullable(),
  }),
  subject: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Names and details were erased; the entry still holds its place in the chain. */
  isErased: z.boolean(),
  /** SHA-256, `null` before it is sealed. */
  hash: z.string().nullable(),
});

/** The audit log: who did what. For administrators alone. */
export const auditRoutes = {
  listAudit: route('listAudit', {
    method: 'GET',
    path: '/api/v1/firms/:firm/audit',
    summary: 'Who did what, newest first. `search` looks in the names of people and of what they changed.',
    who: admins,
    params: firmParams,
    query: z.object({
      ...pageQuery,
      actor: id.optional(),
      /** The beginning of an action: `client.` for all that concerns clients. */
      action: z
        .string()
        .max(100)
        .regex(/^[a-z0-9._-]*$/)
        .optional(),
      subjectKind: z.string().max(100).optional(),
      subject: z.string().max(200).optional(),
      from: time.optional(),
      /** Excluded. */
      to: time.optional(),
      search: z.string().max(200).optional(),
    }),
    answer: page(auditEntry),
  }),
  exportAudit: route('exportAudit', {
    method: 'GET',
    path: '/api/v1/firms/:firm/audit/export',
    summary: 'The whole log as a file, oldest first, with the hashes by which anybody can check it.',
    who: admins,
    params: firmParams,
    query: z.object({ format: z.enum(['csv', 'xlsx']) }),
    answerKind: 'bytes',
  }),
  verifyAudit: route('verifyAudit', {
    method: 'POST',
    path: '/api/v1/firms/:firm/audit/verify',
    summary: 'Walks the chain: says the first entry that was altered or removed.',
    who: admins,
    params: firmParams,
    answer: z.object({
      entries: z.number().int(),
      sealed: z.number().int(),
      erased: z.number().int(),
      isIntact: z.boolean(),
      firstBroken: z.number().int().nullable(),
      lastHash: z.string().nullable(),
    }),
  }),
};

import { z } from 'zod';
import { route, staff } from './route.ts';
import { firmParams, id, page, pageQuery, reason, time } from './shapes.ts';

const values = z.record(z.string(), z.unknown());

export const job = z.object({
  id,
  /** `client.import`… */
  kind: z.string(),
  state: z.enum(['preview', 'waiting', 'running', 'done', 'cancelled', 'failed']),
  /** A person, or a key of the API. */
  createdBy: z.object({ id, name: z.string() }),
  createdAt: time,
  confirmedAt: time.nullable(),
  endedAt: time.nullable(),
  total: z.number().int(),
  /** Items that ended, by how; the others are pending. */
  done: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  /** What the kind of job keeps for its page. */
  params: values,
  result: values.nullable(),
  /** Why it failed as a whole. */
  reason: reason.nullable(),
});

const itemState = z.enum(['pending', 'done', 'failed', 'skipped']);

export const jobItem = z.object({
  /** 1, 2, 3… in the order of the file or of the selection. */
  row: z.number().int(),
  payload: values,
  state: itemState,
  reason: reason.nullable(),
  detail: values.nullable(),
});

const jobParams = firmParams.extend({ job: id });

/** Bulk jobs: a preview frozen into items, then confirmed. Seen by their creator and by administrators; 404 for the others.
 * A key follows and decides on those it made: all of them are of applications, as nothing else lets it make one. */
export const jobRoutes = {
  getJob: route('getJob', {
    method: 'GET',
    path: '/api/v1/firms/:firm/jobs/:job',
    summary: 'A bulk job and how far it is.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: jobParams,
    answer: job,
  }),
  listJobItems: route('listJobItems', {
    method: 'GET',
    path: '/api/v1/firms/:firm/jobs/:job/items',
    summary: 'What a bulk job touches, row by row.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: jobParams,
    query: z.object({ ...pageQuery, state: itemState.optional() }),
    answer: page(jobItem),
  }),
  reportJob: route('reportJob', {
    method: 'GET',
    path: '/api/v1/firms/:firm/jobs/:job/report',
    summary: 'A CSV file with what became of each row, and why.',
    who: [...staff, 'api_key'],
    scope: 'applications:read',
    params: jobParams,
    answerKind: 'bytes',
  }),
  confirmJob: route('confirmJob', {
    method: 'POST',
    path: '/api/v1/firms/:firm/jobs/:job/confirm',
    summary: 'Applies what was previewed. Again, it changes nothing.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: jobParams,
    answer: job,
  }),
  cancelJob: route('cancelJob', {
    method: 'POST',
    path: '/api/v1/firms/:firm/jobs/:job/cancel',
    summary: 'Stops a bulk job: what was applied stays, the rest is not applied.',
    who: [...staff, 'api_key'],
    scope: 'applications:write',
    params: jobParams,
    answer: job,
  }),
};

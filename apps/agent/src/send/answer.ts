/** What the platform's answer to an upload means for the drop. */
import { ApiError, routes, shapes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Refusal } from '../journal/step.ts';
import type { RawAnswer } from './upload.ts';

export type Answer =
  /** The platform has these bytes, durably. */
  | { readonly kind: 'received'; readonly documentId: string; readonly replayed: boolean }
  /** No new try can cure it. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The bytes that arrived were not those announced: look at the file again. */
  | { readonly kind: 'altered' }
  /** The key is known for something else: start over with a new one. */
  | { readonly kind: 'key_taken' }
  /** The destination is closed to us: this hot folder waits for a person. */
  | { readonly kind: 'closed'; readonly error: NavetteError }
  /** The server, or what stands before it, cannot take anything now. */
  | { readonly kind: 'away'; readonly error: NavetteError; readonly retryAfterMs: number | undefined }
  /** This file failed, for now; others may pass. */
  | { readonly kind: 'failed'; readonly error: NavetteError };

/** @throws NavetteError `agent_revoked` when this computer is no longer allowed */
export function understandAnswer(raw: RawAnswer, sha256: string, url: string): Answer {
  const body = parseJson(raw.body);
  if (raw.status === 200 || raw.status === 201) return understandReceipt(body, sha256, url);
  const problem = shapes.problem.safeParse(body);
  // Not in the platform's words: a proxy, a gateway or a hotel's sign-in page is in the way.
  if (!problem.success) return { kind: 'away', error: foreign(raw, url), retryAfterMs: retryAfterMs(raw) };
  const error = new ApiError(raw.status, problem.data, retryAfterMs(raw));
  return understandProblem(error, problem.data.code, {
    code: problem.data.code,
    fr: problem.data.fr,
    en: problem.data.en,
  });
}

function understandReceipt(body: unknown, sha256: string, url: string): Answer {
  const receipt = routes.uploadDocument.answer.safeParse(body);
  if (!receipt.success) {
    return {
      kind: 'away',
      error: new NavetteError('not_a_navette_server', { url }),
      retryAfterMs: undefined,
    };
  }
  const { version, document, replayed } = receipt.data;
  // Never believed without the proof: what is acknowledged is these bytes, or nothing.
  if (version.sha256.toLowerCase() !== sha256)
    return { kind: 'failed', error: new NavetteError('digest_mismatch') };
  return { kind: 'received', documentId: document.id, replayed };
}

/** Refusals of this very file; the other 4xx are about the request, the place or the moment. */
const refusals = new Set(['empty_file', 'file_too_large', 'file_type_refused', 'invalid_request']);

function understandProblem(error: ApiError, code: string, refusal: Refusal): Answer {
  if (error.status === 401) throw new NavetteError('agent_revoked', {}, error);
  if (error.status === 429 || error.status === 503 || error.status === 507) {
    return { kind: 'away', error, retryAfterMs: error.retryAfterMs };
  }
  if (code === 'digest_mismatch' || code === 'upload_interrupted') return { kind: 'altered' };
  if (code === 'idempotency_key_reused') return { kind: 'key_taken' };
  if (refusals.has(code) || [413, 415, 422].includes(error.status)) return { kind: 'refused', refusal };
  if (error.status === 403 || error.status === 404 || code === 'client_archived')
    return { kind: 'closed', error };
  return { kind: 'failed', error };
}

function foreign(raw: RawAnswer, url: string): NavetteError {
  const cause = new Error(`status ${raw.status}`);
  return raw.status >= 500 || raw.status === 429
    ? new NavetteError('server_unreachable', { url }, cause)
    : new NavetteError('not_a_navette_server', { url }, cause);
}

function retryAfterMs({ retryAfter }: RawAnswer): number | undefined {
  if (retryAfter === null) return undefined;
  const ms = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

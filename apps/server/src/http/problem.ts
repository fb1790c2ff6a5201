import type { PartnerReason, Problem, Reason } from '@navette/api';
import { DeliveryError } from '@navette/connector';
import {
  type ErrorCode,
  type ErrorParams,
  errorCatalogue,
  errorSentence,
  NavetteError,
  triedSentence,
} from '@navette/model';
import type { FastifyError } from 'fastify';
import { ZodError } from 'zod';

/** A code with its sentences, as answers and pages show it. */
export function reasonOf(code: ErrorCode, params: ErrorParams = {}): Reason {
  const { who, retry } = errorCatalogue[code];
  return { code, fr: errorSentence(code, 'fr', params), en: errorSentence(code, 'en', params), who, retry };
}

/** The same of what a person tried at a partner, which nothing tries again by itself. */
export function reasonOfTry(code: ErrorCode, params: ErrorParams = {}): Reason {
  const [fr, en] = [triedSentence(code, 'fr', params), triedSentence(code, 'en', params)];
  return { ...reasonOf(code, params), fr, en };
}

/** Any failure as the one shape every client knows (RFC 9457). What is not in the catalogue becomes `internal`, with a reference. */
export function problemOf(error: unknown, reference: string): Problem {
  const known = translate(error);
  const entry = errorCatalogue[known.code];
  const because = becauseOf(known);
  const params: ErrorParams =
    known.code === 'internal' ? { reference } : { ...known.params, ...detailsOf(because) };
  const reason = { ...reasonOf(known.code, params), ...sentencesOf(known.code, because) };
  return {
    type: `urn:navette:error:${known.code}`,
    title: reason.en,
    status: entry.status ?? 500,
    reference,
    ...reason,
    ...(typeof params.field === 'string' ? { field: params.field } : {}),
    ...(because && { because }),
  };
}

/** Failures of what was tried at a partner: their cause is what it answered. */
const triedAtPartner: readonly ErrorCode[] = [
  'credentials_refused',
  'client_key_refused',
  'partner_unavailable',
];

function becauseOf({ code, cause }: NavetteError): PartnerReason | null {
  if (!triedAtPartner.includes(code) || !(cause instanceof DeliveryError)) return null;
  return { ...reasonOfTry(cause.code, cause.params), words: cause.answer.words ?? null };
}

/** What the sentences of those failures say besides: the reason in our words, never the partner's, which may be in any language. */
function detailsOf(because: PartnerReason | null): ErrorParams {
  return because === null ? {} : { detail: because.fr, detailEn: because.en };
}

/**
 * « … a refusé ces identifiants » is true of a password; a second factor or another host key is told by its own sentence. Who can act is
 * whoever can mend what the partner refused.
 */
function sentencesOf(code: ErrorCode, because: PartnerReason | null): Partial<Reason> {
  if (because === null || code === 'partner_unavailable') return {};
  const { fr, en, who } = because;
  const isToldByItself = code === 'credentials_refused' && because.code !== 'credentials_rejected';
  return isToldByItself ? { fr, en, who } : { who };
}

/** Whether this failure is a bug or an outage, to be logged whole. */
export function isUnexpected(problem: Problem): boolean {
  return problem.status >= 500;
}

function translate(error: unknown): NavetteError {
  if (error instanceof NavetteError)
    return errorCatalogue[error.code].kind === 'request' ? error : new NavetteError('internal', {}, error);
  if (error instanceof ZodError) {
    const detail = error.issues
      .map((issue) => `${issue.path.join('.') || 'corps'} (${issue.code})`)
      .join(', ');
    const field = error.issues[0]?.path.join('.');
    return new NavetteError('invalid_request', { detail, ...(field ? { field } : {}) }, error);
  }
  if (isDatabaseAway(error)) return new NavetteError('unavailable', {}, error);
  if (isTextThatNobodyTypes(error)) return new NavetteError('invalid_request', { detail: 'U+0000' }, error);
  const status = (error as Partial<FastifyError> | null | undefined)?.statusCode;
  if (status === 404) return new NavetteError('not_found', {}, error);
  if (status === 413) return new NavetteError('file_too_large', { limit: 1_000_000 }, error);
  if (status !== undefined && status >= 400 && status < 500) {
    return new NavetteError('invalid_request', { detail: (error as FastifyError).code }, error);
  }
  return new NavetteError('internal', {}, error);
}

/** NUL: JSON can say it, PostgreSQL cannot keep it, in a text (22021) or in JSON (22P05). */
function isTextThatNobodyTypes(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '22021' || code === '22P05';
}

/** Connection lost, refused, starting up or shutting down, or two that wait for each other: the caller may try again, nothing was done. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    if (/^(08...|57P0[123]|53300|40P01)$/.test(code)) return true;
    if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)) return true;
    // The embedded server's socket is not there while it starts again.
    if (code === 'ENOENT' && (error as { syscall?: unknown }).syscall === 'connect') return true;
  }
  return /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message);
}

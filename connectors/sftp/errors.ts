/** What an SSH connection and an SFTP server say, in our errors. */
import { DeliveryError, redactSecrets } from '@navette/connector';
import type { ErrorCode, ErrorParams } from '@navette/model';
import type { Settings } from './settings.ts';

/** Status codes of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 7). */
export const sftpStatus = { eof: 1, noSuchFile: 2, permissionDenied: 3, failure: 4, badMessage: 5 } as const;

/**
 * OpenSSH answers BAD_MESSAGE to a name that the disk refuses, and FAILURE to all that has no code of its own: a full disk and a
 * read-only one are told apart by asking (`room.ts`). What is not here may pass by itself.
 */
const codes: Readonly<Record<number, ErrorCode>> = {
  [sftpStatus.noSuchFile]: 'destination_missing',
  [sftpStatus.permissionDenied]: 'destination_forbidden',
  [sftpStatus.badMessage]: 'document_refused',
};

/** @returns the status that a request ended with, `undefined` when no answer came. */
export function statusOf(error: unknown): number | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  // An abort is a DOMException, whose code is another number.
  return typeof code === 'number' && !(error instanceof DOMException) ? code : undefined;
}

/** @returns the error that a failed step in a folder means: an answer, or a connection that broke. A DeliveryError stays. */
export function failureOf(error: unknown, settings: Settings, folder: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const status = statusOf(error);
  const answered = status === undefined ? 'partner_unreachable' : (codes[status] ?? 'partner_error');
  return failWith(answered, error, settings, { folder });
}

/** @returns the error that a connection which did not come about means. */
export function connectFailureOf(error: unknown, settings: Settings): DeliveryError {
  if (error instanceof DeliveryError) {
    const params = { ...error.params, partner: settings.host };
    return new DeliveryError(error.code, params, error.answer, error);
  }
  const level: unknown = error instanceof Error ? Reflect.get(error, 'level') : undefined;
  const code = level === 'client-authentication' ? 'credentials_rejected' : 'partner_unreachable';
  return failWith(code, error, settings);
}

/** An error whose words are those of its cause, without secrets. */
export function failWith(
  code: ErrorCode,
  cause: unknown,
  { host, secrets }: Settings,
  params: ErrorParams = {},
): DeliveryError {
  const said = cause instanceof Error ? cause.message || cause.name : String(cause);
  const words = redactSecrets(said, secrets);
  const kept = words === said ? cause : new Error(words);
  return new DeliveryError(code, { partner: host, words, ...params }, { words }, kept);
}

import type { ErrorCode } from '@navette/model';
import { DeliveryError } from '../delivery-error.ts';

/** What the system says of a folder, in our errors; anything else may pass by itself (a share that is away, an I/O error). */
const codes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'destination_full',
  EDQUOT: 'destination_full',
  EACCES: 'destination_forbidden',
  EPERM: 'destination_forbidden',
  EROFS: 'destination_forbidden',
  ENOENT: 'destination_missing',
  ENOTDIR: 'destination_missing',
  EEXIST: 'destination_missing',
  ENAMETOOLONG: 'document_refused',
  EINVAL: 'document_refused',
  EILSEQ: 'document_refused',
  EFBIG: 'document_refused',
};

/** @returns the error that a failed system call means; a DeliveryError stays as it is. */
export function failureOfFiles(error: unknown, partner: string, folder: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const words = systemCode(error) ?? (error instanceof Error ? error.name : 'Error');
  return new DeliveryError(
    codes[words] ?? 'partner_unreachable',
    { partner, folder, words },
    { words },
    error,
  );
}

/** @returns `ENOENT` and the like. */
export function systemCode(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Why a server says no more than that it failed: its disk is full, or may only be read. */
import type { ErrorCode } from '@navette/model';
import { z } from 'zod';
import { sftpStatus, statusOf } from './errors.ts';
import type { Requests } from './requests.ts';

/** The answer of `statvfs@openssh.com`; figures past what a double holds come as bigint. */
const figure = z.coerce.number();
const answer = z.object({ f_frsize: figure, f_bavail: figure, f_flag: figure });

const readOnlyFlag = 1;
/** Less than one request writes. */
const noRoomBytes = 32 * 1024;

/**
 * @returns what a bare failure in a folder means, as far as the server tells; `null` when it does not, or for another error
 */
export async function explainFailure(
  requests: Requests,
  error: unknown,
  folder: string,
): Promise<ErrorCode | null> {
  if (statusOf(error) !== sftpStatus.failure) return null;
  const room = answer.safeParse(await requests.statvfs(folder).catch(() => null)).data;
  if (room === undefined) return null;
  if ((room.f_flag & readOnlyFlag) !== 0) return 'destination_forbidden';
  return room.f_bavail * room.f_frsize < noRoomBytes ? 'destination_full' : null;
}

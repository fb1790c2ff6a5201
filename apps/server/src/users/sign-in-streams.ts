import type { Platform } from '../platform.ts';
import { listFirms } from './sign-in-audit.ts';

/** Ends the live pages of somebody whose session ended, in each of his firms: those of his other sessions open theirs again. */
export async function endStreamsOf(platform: Platform, userId: string): Promise<void> {
  for (const firmId of await listFirms(platform, userId)) platform.live.endStreams(firmId, userId);
}

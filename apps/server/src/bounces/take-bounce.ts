import type { Platform } from '../platform.ts';
import { readBounce } from './read-bounce.ts';
import type { ReturnPath } from './return-path.ts';
import { settleBounce } from './settle-bounce.ts';

/** `later`: the mail must be given again, the attempt that it is about has not ended. */
export type Taken = 'undelivered' | 'nothing' | 'later';

/**
 * One mail that came to a return path. Giving it twice is safe. @param ofFirm the firm whose mailbox it came by
 * @throws what the database throws: the mail must be given again then
 */
export async function takeBounce(
  platform: Platform,
  path: ReturnPath,
  source: Uint8Array,
  ofFirm: string | null = null,
): Promise<Taken> {
  const bounce = await readBounce(source);
  const { deliveryId } = path;
  if (bounce.kind !== 'failed') {
    platform.log.info('A mail came back that fails nothing', { deliveryId, kind: bounce.kind });
    return 'nothing';
  }
  const settled = await settleBounce(platform, path, bounce.words || unsaid, ofFirm);
  if (settled === 'too_early') return 'later';
  platform.log.info('A mail came back', { deliveryId, settled });
  return settled;
}

/** In place of a server's words where it gives none at all. */
const unsaid = '–';

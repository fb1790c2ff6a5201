import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';

const dayMs = 24 * 60 * 60_000;

/** How long a bulk job is kept, with the values of its items: unconfirmed, and once it ended. */
const keptMs = { preview: dayMs, ended: 30 * dayMs };

/** Removes old bulk jobs of every firm. The audit log keeps who confirmed them. */
export async function forgetJobs(
  platform: Pick<Platform, 'database' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const now = platform.clock().getTime();
  const before = (ms: number) => new Date(now - ms).toISOString();
  const { rows } = await platform.database.queue.query<{ id: string }>('select id from firms');
  for (const { id } of rows) {
    signal.throwIfAborted();
    await inFirm(platform.database.app, id, (trx) =>
      trx
        .deleteFrom('jobs')
        .where('firm_id', '=', id)
        .where(({ or, and, eb }) =>
          or([
            and([eb('state', '=', 'preview'), eb('created_at', '<', before(keptMs.preview))]),
            eb('ended_at', '<', before(keptMs.ended)),
          ]),
        )
        .execute(),
    );
  }
}

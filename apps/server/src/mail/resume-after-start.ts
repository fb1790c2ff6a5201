import { requireConnector } from '../applications/installations.ts';
import { tryBeforehand } from '../applications/try-credentials.ts';
import { inFirm } from '../database/tenancy.ts';
import { defineTask } from '../jobs/task.ts';
import type { Platform } from '../platform.ts';
import { resumeMailApplications } from './resume-mail-applications.ts';

/** Added at each start of the platform. */
export const resumeMailTask = defineTask('mail.resume', (platform, _payload, signal) =>
  resumeAfterStart(platform, signal),
);

/**
 * The operator's mail server is a setting: only a start brings another one. What stopped for want of it is tried there, and goes on
 * where that works, in every firm. Safe to call again: what does not work stays stopped as it was, and nothing is sent to find out.
 */
export async function resumeAfterStart(platform: Platform, signal: AbortSignal): Promise<void> {
  const { rows } = await platform.database.queue.query<{ id: string }>(
    `select id from firms where state = 'active' order by id`,
  );
  for (const { id: firmId } of rows) {
    if (signal.aborted) return;
    const application = await findStopped(platform, firmId);
    if (application === null || !(await platform.mail.isConfigured(firmId))) continue;
    // All of a firm's leave by one server: what one of them says holds for all.
    const connector = requireConnector(platform, application);
    const { identity } = await tryBeforehand(platform, firmId, connector, {}, signal);
    if (identity === null) continue;
    const laneIds = await inFirm(platform.database.app, firmId, (trx) =>
      resumeMailApplications(platform, trx, firmId),
    );
    await platform.wake.lanes(firmId, laneIds);
    platform.live.publish(firmId, 'applications');
  }
}

/** @returns the application of one that stopped and leaves by e-mail */
async function findStopped({ connectors, database }: Platform, firmId: string): Promise<string | null> {
  const rows = await inFirm(database.app, firmId, (trx) =>
    trx
      .selectFrom('installations')
      .select('application')
      .distinct()
      .where('firm_id', '=', firmId)
      .where('state', '<>', 'removed')
      .where('stopped_code', 'is not', null)
      .execute(),
  );
  const found = rows.find(({ application }) => connectors.get(application)?.manifest.reach === 'mail');
  return found?.application ?? null;
}

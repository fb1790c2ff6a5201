/** When dossiers are listed by themselves: every night, and when credentials are renewed. */
import { inFirm } from '../database/tenancy.ts';
import { defineTask, type Task } from '../jobs/task.ts';
import type { Platform } from '../platform.ts';
import { refreshQuietly } from './refresh-dossiers.ts';
import { type ListedApplication, refreshSoon, refreshTask } from './refresh-soon.ts';

/** The task that adds a `refreshTask` for each application that lists dossiers. */
export const refreshAllTask = 'dossiers.refresh-all';

/** Partners of several firms, and several firms at one partner, are not asked at the same second. */
const paceMs = 5_000;

export const mappingTasks: readonly Task[] = [
  defineTask<ListedApplication>(refreshTask, refreshQuietly),
  defineTask(refreshAllTask, (platform, _payload, signal) => refreshAll(platform, signal)),
];

/** Adds a `refreshTask` for every application in use whose partner lists dossiers, one after the other. Safe to run twice. */
async function refreshAll(platform: Platform, signal: AbortSignal): Promise<void> {
  const { rows: firms } = await platform.database.queue.query<{ id: string }>(
    `select id from firms where state = 'active' order by id`,
  );
  const startMs = Date.now();
  let count = 0;
  for (const { id: firmId } of firms) {
    if (signal.aborted) return;
    await inFirm(platform.database.app, firmId, async (trx) => {
      const rows = await trx
        .selectFrom('installations')
        .select(['id', 'application'])
        .where('firm_id', '=', firmId)
        .where('state', 'in', ['active', 'paused'])
        .execute();
      for (const { id, application } of rows) {
        const runAt = new Date(startMs + count * paceMs);
        if (await refreshSoon(platform, trx, { firmId, installationId: id, application, runAt })) count += 1;
      }
    });
  }
}

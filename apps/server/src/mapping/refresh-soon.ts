import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

/** The task that lists the dossiers of one application. */
export const refreshTask = 'dossiers.refresh';

export type ListedApplication = { readonly firmId: string; readonly installationId: string };

/** Has the dossiers of an application listed in the background, once the transaction is committed. @returns whether it lists any */
export async function refreshSoon(
  platform: Pick<Platform, 'connectors' | 'jobs'>,
  trx: Transaction<Schema>,
  of: ListedApplication & { readonly application: string; readonly runAt?: Date },
): Promise<boolean> {
  const { firmId, installationId, application, runAt } = of;
  if (platform.connectors.get(application)?.manifest.listsDossiers !== true) return false;
  await platform.jobs.add(
    trx,
    refreshTask,
    { firmId, installationId },
    { jobKey: `${refreshTask}:${installationId}`, ...(runAt && { runAt }) },
  );
  return true;
}

import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { cancelJob, confirmJob } from './decide-job.ts';
import { reportJob } from './job-report.ts';
import { getJob, listJobItems } from './list-jobs.ts';

export function registerJobRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.getJob, ({ caller, params }) =>
    inFirm(database, caller.firmId, (trx) => getJob(trx, caller, params.job)),
  );

  registerRoute(app, platform, routes.listJobItems, ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) => listJobItems(trx, caller, params.job, query)),
  );

  registerRoute(app, platform, routes.reportJob, async ({ caller, params, reply }) => {
    const bytes = await reportJob(platform, caller, params.job);
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="rapport.csv"')
      .send(bytes);
    return undefined;
  });

  registerRoute(app, platform, routes.confirmJob, ({ caller, params }) =>
    decide(caller, params.job, confirmJob),
  );
  registerRoute(app, platform, routes.cancelJob, ({ caller, params }) =>
    decide(caller, params.job, cancelJob),
  );

  async function decide(caller: FirmCaller, jobId: string, decision: typeof confirmJob) {
    const job = await inFirm(database, caller.firmId, async (trx) => {
      await decision(platform, trx, caller, jobId);
      return getJob(trx, caller, jobId);
    });
    platform.live.publish(caller.firmId, 'jobs');
    return job;
  }
}

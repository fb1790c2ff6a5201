import { applicationRequestTask } from '../applications/request-mail.ts';
import { sealTask } from '../audit/record-audit.ts';
import { sealAll, sealFirm } from '../audit/seal.ts';
import { wakeBackfilledLane } from '../backfill/backfill-job.ts';
import { archiveCancelled, archiveCancelledTask } from '../deliveries/leave-what-is-gone.ts';
import { growTrees } from '../documents/grow-trees.ts';
import { sumFolderCounts } from '../documents/sum-counts.ts';
import { collectBlobs } from '../erasure/collect-blobs.ts';
import { collectTask } from '../erasure/erasure-tasks.ts';
import { purgeBins } from '../erasure/purge-bin.ts';
import { resumeMailTask } from '../mail/resume-after-start.ts';
import { mappingTasks, refreshAllTask } from '../mapping/refresh-tasks.ts';
import { expireUploads } from '../uploads/expire-uploads.ts';
import { invitationTask } from '../users/invitations-mail.ts';
import { signInMailTasks } from '../users/sign-in-mails.ts';
import { bulkJobTask } from './bulk-job.ts';
import { bulkKinds } from './bulk-kinds.ts';
import { forgetJobs } from './forget-jobs.ts';
import { runJob } from './run-job.ts';
import { type CronLine, defineTask, type Task } from './task.ts';

/** Every task, wired by hand. */
export const tasks: readonly Task[] = [
  defineTask<{ firmId: string }>(sealTask, async (platform, { firmId }) => {
    await sealFirm(platform, firmId);
  }),
  defineTask('audit.seal-all', sealAll),
  defineTask<{ firmId: string; jobId: string }>(bulkJobTask, (platform, payload, signal) =>
    runJob(platform, bulkKinds, payload, signal),
  ),
  defineTask<{ firmId: string; cancelledAt: string }>(archiveCancelledTask, archiveCancelled),
  defineTask('job.forget', (platform, _payload, signal) => forgetJobs(platform, signal)),
  defineTask(collectTask, (platform, _payload, signal) => collectBlobs(platform, signal)),
  defineTask('bin.purge', (platform, _payload, signal) => purgeBins(platform, signal)),
  defineTask('trees.grow', (platform, _payload, signal) => growTrees(platform, signal)),
  defineTask('folders.sum-counts', (platform, _payload, signal) => sumFolderCounts(platform, signal)),
  defineTask('uploads.expire', (platform, _payload, signal) => expireUploads(platform, signal)),
  wakeBackfilledLane,
  resumeMailTask,
  ...mappingTasks,
  ...signInMailTasks,
  invitationTask,
  applicationRequestTask,
];

/** What runs by itself, and when. */
export const cronLines: readonly CronLine[] = [
  { task: 'audit.seal-all', at: '* * * * *' },
  { task: 'job.forget', at: '40 2 * * *' },
  { task: collectTask, at: '*/10 * * * *' },
  { task: 'bin.purge', at: '20 * * * *' },
  // Time zones differ by quarters of an hour.
  { task: 'trees.grow', at: '*/15 * * * *' },
  { task: 'folders.sum-counts', at: '* * * * *' },
  { task: 'uploads.expire', at: '35 * * * *' },
  { task: refreshAllTask, at: '10 1 * * *' },
];

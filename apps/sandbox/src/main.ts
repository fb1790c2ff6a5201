import { startSandbox } from './sandbox.ts';
import { readSettings } from './settings.ts';

const stopDeadlineMs = 900;

const { options, exitWithParent } = readSettings(process.argv.slice(2), process.env);
const sandbox = await startSandbox(options);

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(0), stopDeadlineMs).unref();
  sandbox.close().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (exitWithParent) process.stdin.on('end', stop).on('error', stop).resume();

console.log(
  JSON.stringify({ ready: true, url: sandbox.url, mailbox: sandbox.mailboxUrl, smtp: sandbox.smtpUrl }),
);

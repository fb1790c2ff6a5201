import { Logger } from 'graphile-worker';
import type { Log, LogLevel } from '../log.ts';

/** Its levels as ours: what it says of each job that went well is for debugging, and a task that failed was told by us. */
const levels: Readonly<Record<string, LogLevel>> = {
  error: 'warn',
  warning: 'warn',
  info: 'debug',
  debug: 'debug',
};

/** graphile-worker's lines among ours: its words alone, without what it attaches to them. */
export function graphileLogger(log: Log): Logger {
  return new Logger(() => (level, message) => log[levels[level] ?? 'debug'](`Jobs: ${message}`));
}

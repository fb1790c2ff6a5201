import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Database } from './open-database.ts';

const retryMs = 1_000;

/**
 * Listens to channels on a connection of its own, for as long as the process lives: a connection that is lost is made again, and
 * each listener is then called once with an empty payload, since notifications may have been missed.
 * @returns what stops it
 */
export async function listen(
  database: Database,
  log: Log,
  listeners: Readonly<Record<string, (payload: string) => void>>,
): Promise<() => Promise<void>> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  async function connect(): Promise<void> {
    const opened = await database.openClient('queue');
    try {
      opened.on('notification', ({ channel, payload }) => listeners[channel]?.(payload ?? ''));
      for (const channel of Object.keys(listeners)) await opened.query(`listen ${channel}`);
    } catch (error) {
      await opened.end().catch(() => {});
      throw error;
    }
    if (isStopped) return opened.end();
    // Only a connection that listens is watched, so that each one lost starts one new attempt.
    opened.once('end', tryLater);
    client = opened;
  }

  function tryLater(): void {
    client = null;
    if (!isStopped) timer = setTimeout(reconnect, retryMs);
  }

  function reconnect(): void {
    connect().then(
      () => {
        for (const listener of Object.values(listeners)) listener('');
      },
      (error: unknown) => {
        log.warn('The database cannot be listened to yet', { error });
        tryLater();
      },
    );
  }

  await connect();
  return async () => {
    isStopped = true;
    if (timer !== null) clearTimeout(timer);
    await client?.end();
  };
}

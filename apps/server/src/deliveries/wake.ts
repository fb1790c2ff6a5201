import type { Pool } from 'pg';

/** Tells workers, in this process and in others, that lanes have something to send. */
export interface Wake {
  /** Call it after the commit. A crash before it only delays: a sweep heals. */
  lanes(firmId: string, laneIds: readonly string[], at?: Date): Promise<void>;
  /** Runs `listener` whenever something may be ready. @returns what stops it */
  onWake(listener: () => void): () => void;
  /** Something arrived through another process. */
  fire(): void;
}

export const queueChannel = 'navette_queue';

/** @param queue connections of the role navette_queue */
export function createWake(queue: Pool, clock: () => Date): Wake {
  const listeners = new Set<() => void>();
  const fire = () => {
    for (const listener of listeners) listener();
  };
  return {
    fire,
    async lanes(firmId, laneIds, at) {
      if (laneIds.length === 0) return;
      // The row is touched only when the lane sleeps: intake does not queue up behind it.
      const { rowCount } = await queue.query({
        name: 'wake-lanes',
        text: `update lanes set next_ready_at = $3::timestamptz
               where firm_id = $1::uuid and id = any($2::uuid[]) and next_ready_at > $3::timestamptz`,
        values: [firmId, laneIds, (at ?? clock()).toISOString()],
      });
      if (rowCount !== 0) await queue.query(`select pg_notify('${queueChannel}', '')`);
      fire();
    },
    onWake(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

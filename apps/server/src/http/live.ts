/**
 * Live pages. What changed is told as a hint, `{firm, what}`, and pages fetch again: nothing is lost when one is missed, since
 * they fetch on every connection too. Hints are gathered over 250 ms and travel by NOTIFY, outside the transactions.
 */
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Log } from '../log.ts';

const topics = ['documents', 'deliveries', 'clients', 'agents', 'jobs', 'members', 'access'] as const;
/** `access`: somebody may do less than before. Every stream of the firm ends, and those who still may open theirs again. */
export type LiveTopic = (typeof topics)[number];

export interface Live {
  /** Says that something changed, to every page of the firm, on every server. Never throws. */
  publish(firmId: string, what: LiveTopic): void;
  /** Keeps a page's stream open until it goes, or until `close`. */
  stream(firmId: string, reply: FastifyReply): void;
  /** A hint that came from a server. */
  receive(payload: string): void;
  close(): void;
}

export const liveChannel = 'navette_live';

const gatherMs = 250;
const keepAliveMs = 20_000;
const hint = z.object({ firm: z.string(), what: z.enum(topics) });

/** @param pool any role's connections: a notification needs no right */
export function createLive(pool: Pool, log: Log): Live {
  const streams = new Map<string, Set<FastifyReply>>();
  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const send = () => {
    timer = null;
    const payloads = [...gathered];
    gathered.clear();
    pool
      .query('select pg_notify($1, payload) from unnest($2::text[]) payload', [liveChannel, payloads])
      .catch((error: unknown) => log.warn('Open pages could not be told of a change', { error }));
  };
  const write = (reply: FastifyReply, what: LiveTopic | 'connected') => {
    reply.raw.write(`event: hint\ndata: ${JSON.stringify({ what })}\n\n`);
  };
  const keepAlive = setInterval(() => {
    for (const replies of streams.values()) for (const reply of replies) reply.raw.write(': \n\n');
  }, keepAliveMs);
  keepAlive.unref();

  return {
    publish(firmId, what) {
      if (isClosed) return;
      gathered.add(JSON.stringify({ firm: firmId, what }));
      timer ??= setTimeout(send, gatherMs);
    },
    stream(firmId, reply) {
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      });
      if (isClosed) {
        reply.raw.end();
        return;
      }
      const ofFirm = streams.get(firmId) ?? new Set();
      streams.set(firmId, ofFirm.add(reply));
      reply.raw.once('close', () => {
        ofFirm.delete(reply);
        if (ofFirm.size === 0) streams.delete(firmId);
      });
      write(reply, 'connected');
    },
    receive(payload) {
      if (payload === '') {
        // Hints may have been missed: every page fetches again.
        for (const replies of streams.values()) for (const reply of replies) write(reply, 'connected');
        return;
      }
      const said = readHint(payload);
      if (said === null) return;
      const replies = streams.get(said.firm) ?? [];
      for (const reply of replies) {
        if (said.what === 'access') reply.raw.end();
        else write(reply, said.what);
      }
    },
    close() {
      isClosed = true;
      clearInterval(keepAlive);
      if (timer !== null) clearTimeout(timer);
      for (const replies of streams.values()) for (const reply of replies) reply.raw.end();
      // What is told from now on must not be written after the end.
      streams.clear();
    },
  };
}

/** @returns `null` for what no server of ours wrote: whoever may connect to the database may notify. */
function readHint(payload: string): z.infer<typeof hint> | null {
  try {
    return hint.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

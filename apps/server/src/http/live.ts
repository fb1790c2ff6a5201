/**
 * Live pages. What changed is told as a hint, `{firm, what}`, and pages fetch again: nothing is lost when one is missed, since
 * they fetch on every connection too. Hints are gathered over 250 ms and travel by NOTIFY, outside the transactions.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Log } from '../log.ts';

const topics = ['documents', 'deliveries', 'clients', 'agents', 'jobs', 'members', 'applications'] as const;
export type LiveTopic = (typeof topics)[number];

export interface Live {
  /** Says that something changed, to every page of the firm, on every server. Never throws. */
  publish(firmId: string, what: LiveTopic): void;
  /** Ends a person's streams in a firm, on every server; of everybody there when `userId` is null. Never throws. */
  endStreams(firmId: string, userId: string | null): void;
  /** Keeps a page's stream open until it goes, until who opened it may do less, for a quarter of an hour, or until `close`. */
  stream(firmId: string, userId: string, reply: FastifyReply): void;
  /** A hint that came from a server. */
  receive(payload: string): void;
  close(): void;
}

export const liveChannel = 'navette_live';

const gatherMs = 250;
const retryMs = 1_000;
const keepAliveMs = 20_000;
/** A session that ran out and a firm that was suspended are told by nobody: whoever opens his stream again is looked at again. */
const maxAgeMs = 900_000;
/** `access`: somebody may do less than before, `user` or anybody. Streams end, and those who still may open theirs again. */
const hint = z.object({
  firm: z.string(),
  what: z.enum([...topics, 'access']),
  user: z.string().optional(),
});

interface Stream {
  readonly userId: string;
  readonly reply: FastifyReply;
  readonly openedAt: number;
}

/** @param pool any role's connections: a notification needs no right */
export function createLive(pool: Pick<Pool, 'query'>, log: Log): Live {
  const streams = new Map<string, Set<Stream>>();
  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const send = () => {
    timer = null;
    const payloads = [...gathered];
    gathered.clear();
    pool
      .query('select pg_notify($1, payload) from unnest($2::text[]) payload', [liveChannel, payloads])
      .catch((error: unknown) => {
        if (isClosed) return;
        log.warn('Open pages could not be told of a change yet', { error });
        // Nothing else would tell them, nor end the stream of who may do less.
        for (const each of payloads) gathered.add(each);
        timer ??= setTimeout(send, retryMs).unref();
      });
  };
  const gather = (told: z.infer<typeof hint>) => {
    if (isClosed) return;
    gathered.add(JSON.stringify(told));
    timer ??= setTimeout(send, gatherMs);
  };
  const write = ({ reply }: Stream, what: LiveTopic | 'connected') => {
    reply.raw.write(`event: hint\ndata: ${JSON.stringify({ what })}\n\n`);
  };
  const allStreams = () => [...streams.values()].flatMap((ofFirm) => [...ofFirm]);
  const keepAlive = setInterval(() => {
    for (const each of allStreams()) {
      if (performance.now() - each.openedAt > maxAgeMs) each.reply.raw.end();
      else each.reply.raw.write(': \n\n');
    }
  }, keepAliveMs);
  keepAlive.unref();

  return {
    publish: (firm, what) => gather({ firm, what }),
    endStreams: (firm, user) => gather({ firm, what: 'access', ...(user !== null && { user }) }),
    stream(firmId, userId, reply) {
      reply.hijack();
      reply.raw.writeHead(200, {
        // What every answer carries; from here on Fastify writes nothing.
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      });
      if (isClosed) {
        reply.raw.end();
        return;
      }
      const opened = { userId, reply, openedAt: performance.now() };
      const ofFirm = streams.get(firmId) ?? new Set();
      streams.set(firmId, ofFirm.add(opened));
      reply.raw.once('close', () => {
        ofFirm.delete(opened);
        if (ofFirm.size === 0) streams.delete(firmId);
      });
      write(opened, 'connected');
    },
    receive(payload) {
      if (payload === '') {
        // Hints may have been missed: every page fetches again.
        for (const each of allStreams()) write(each, 'connected');
        return;
      }
      const said = readHint(payload);
      if (said === null) return;
      for (const each of streams.get(said.firm) ?? []) {
        if (said.what !== 'access') write(each, said.what);
        else if (said.user === undefined || said.user === each.userId) each.reply.raw.end();
      }
    },
    close() {
      isClosed = true;
      clearInterval(keepAlive);
      if (timer !== null) clearTimeout(timer);
      for (const { reply } of allStreams()) reply.raw.end();
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

/**
 * The worker of one process: claims what is ready, sends it in its places, takes back what dead workers held, looks unknown
 * outcomes up, asks partners what became of documents. Any number of processes may run one.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Platform } from '../platform.ts';
import { type Claimed, claimDeliveries } from './claim.ts';
import { claimChecks } from './claim-checks.ts';
import { confirmDeliveries } from './confirm.ts';
import { holdForgotten, releaseForgotten, takeBackExpiredLeases, wakeSleepingLanes } from './leases.ts';
import { lookUpDelivery } from './look-up.ts';
import { sendDelivery } from './send.ts';

export interface Worker {
  /** No new work; what is under way ends, or is handed back, within the stopping time. Calling twice is safe. */
  stop(): Promise<void>;
}

const checksAtOnce = 100;
const stoppingMs = 8_000;

/** Starts the worker. It survives a database that goes away: it waits and goes on. */
export function startWorker(platform: Platform): Worker {
  const { settings, database, clock, log } = platform;
  const stopping = new AbortController();
  const { signal } = stopping;
  const sending = new Set<Promise<void>>();
  let resume = () => {};
  let wasWoken = false;

  const wake = () => {
    wasWoken = true;
    resume();
  };
  const stopListening = platform.wake.onWake(wake);
  signal.addEventListener('abort', wake);

  /** Claims as long as there are places and something ready; then sleeps until woken or until the poll comes round. */
  async function sendLoop(): Promise<void> {
    while (!signal.aborted) {
      wasWoken = false;
      const places = settings.places - sending.size;
      const claimed = places > 0 ? await attempt(() => claim(places), 'claiming') : [];
      for (const each of claimed ?? []) track(sendDelivery(platform, each, signal));
      if (!claimed?.length && !wasWoken) await sleep();
    }
  }

  function claim(places: number): Promise<Claimed[]> {
    return claimDeliveries(database.queue, places, randomUUID(), settings.timings.leaseMs, clock());
  }

  function track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => log.warn('A delivery broke off; its lease will be taken back', { error }))
      .finally(() => {
        sending.delete(tracked);
        wake();
      });
    sending.add(tracked);
  }

  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, settings.timings.pollMs);
      resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function attempt<T>(work: () => Promise<T>, what: string): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!signal.aborted) log.warn('The worker could not go on for a moment', { while: what, error });
      return null;
    }
  }

  /** Does `work` at each poll, one after the other. */
  async function patrol(what: string, work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await attempt(work, what);
      await delay(settings.timings.pollMs, undefined, { signal }).catch(() => {});
    }
  }

  const loops = [
    sendLoop(),
    patrol('taking back leases', async () => {
      await takeBackExpiredLeases(database.queue, clock());
      await holdForgotten(database.queue);
      await releaseForgotten(database.queue);
      await wakeSleepingLanes(database.queue, clock());
    }),
    patrol('looking up unknown outcomes', async () => {
      const claimed = await claimChecks(database.queue, 'unknown', checksAtOnce, clock());
      await Promise.all(
        claimed.map((each) => attempt(() => lookUpDelivery(platform, each, signal), 'looking up')),
      );
    }),
    patrol('confirming', async () => {
      const claimed = await claimChecks(database.queue, 'accepted', checksAtOnce, clock());
      await confirmDeliveries(platform, claimed, signal);
    }),
  ];

  return {
    async stop() {
      stopListening();
      stopping.abort();
      const deadline = new Promise<void>((resolve) => setTimeout(resolve, stoppingMs).unref());
      await Promise.race([Promise.all(loops).then(() => Promise.all(sending)), deadline]);
    },
  };
}

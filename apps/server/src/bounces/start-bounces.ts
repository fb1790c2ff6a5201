/** What brings bounces in, in this process: the mailboxes, each minute, and the listener where the operator asked for it. */
import { setTimeout as delay } from 'node:timers/promises';
import { NavetteError } from '@navette/model';
import type { Platform } from '../platform.ts';
import { type BounceListener, startListener } from './listener.ts';
import {
  nextReadingMs,
  type Positions,
  readFirmMailboxes,
  readOperatorMailbox,
} from './read-due-mailboxes.ts';

export interface RunningBounces {
  readonly listener: BounceListener | null;
  /** Nothing new; what is under way is given up, and read again by another process. Calling twice is safe. */
  stop(): Promise<void>;
}

const lookEveryMs = 15_000;

/** @throws the system's error when the listener's port is taken */
export async function startBounces(platform: Platform): Promise<RunningBounces> {
  const { settings, log } = platform;
  const stopping = new AbortController();
  const { signal } = stopping;
  const positions: Positions = new Map();
  const listener = await openListener(platform);

  async function repeat(what: string, work: () => Promise<number>): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      let waitMs: number;
      try {
        waitMs = await work();
        failures = 0;
      } catch (error) {
        failures += 1;
        // A database that comes back is not made to wait; a mailbox that refuses us is.
        waitMs = error instanceof NavetteError ? nextReadingMs(failures) : lookEveryMs;
        if (!signal.aborted) log.warn('Bounces could not be read', { where: what, error });
      }
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  const loops = [
    repeat('mailboxes of firms', async () => {
      await readFirmMailboxes(platform, positions, signal);
      return lookEveryMs;
    }),
  ];
  const { bounceImapUrl } = settings;
  if (bounceImapUrl !== undefined)
    loops.push(
      repeat('mailbox of the operator', async () => {
        await readOperatorMailbox(platform, bounceImapUrl, positions, signal);
        return nextReadingMs(0);
      }),
    );

  return {
    listener,
    async stop() {
      stopping.abort();
      await Promise.all([listener?.close(), ...loops]);
    },
  };
}

function openListener(platform: Platform): Promise<BounceListener> | null {
  const { bounceDomain, bouncePort, bounceHost, bounceCertificate, bounceKey } = platform.settings;
  if (bounceDomain === undefined || bouncePort === undefined) return null;
  const tls =
    bounceCertificate === undefined || bounceKey === undefined
      ? null
      : { certificate: bounceCertificate, key: bounceKey };
  return startListener(platform, { host: bounceHost, port: bouncePort, domain: bounceDomain, tls });
}

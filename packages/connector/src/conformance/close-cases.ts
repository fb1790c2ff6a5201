import { setImmediate as turnEventLoop } from 'node:timers/promises';
import { expect } from 'vitest';
import { openWorld } from '../open-world.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { deadline } from './subject.ts';

const closingTimeMs = 10_000;

/** @returns how many of each kind keep the process alive. */
function countHandles(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function handlesBeyond(before: ReadonlyMap<string, number>): string[] {
  const more = [...countHandles()].filter(([kind, count]) => count > (before.get(kind) ?? 0));
  return more.map(([kind]) => kind).filter((kind) => kind !== 'Immediate');
}

export const closeCases: readonly ConformanceCase[] = [
  {
    name: 'closing twice is safe',
    async run(subject) {
      const session = subject.open();
      await session.check(deadline());
      await session.close();
      await session.close();
    },
  },
  {
    name: 'a session that worked, failed and was closed leaves no handle',
    alone: true,
    async run(subject) {
      const { connector, partner } = subject;
      const before = countHandles();
      {
        await using world = openWorld({ allowedHosts: partner.allowedHosts });
        const session = connector.open(partner.credentials, { ...world.context(), ...partner.context });
        const signal = new AbortController().signal;
        await session.deliver(subject.request(subject.document(50_000)), signal);
        const broken = subject.document(500_000, { breaksAfter: 100_000 });
        await subject.failureOf(session.deliver(subject.request(broken), signal));
        await session.close();
      }
      // Without a timer of its own, which would be counted.
      const giveUpAt = performance.now() + closingTimeMs;
      while (handlesBeyond(before).length > 0 && performance.now() < giveUpAt) await turnEventLoop();
      expect(handlesBeyond(before)).toEqual([]);
    },
  },
];

import { expect } from 'vitest';
import { createGuardedFetch } from '../guarded-fetch.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { deadline } from './subject.ts';

function countHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length;
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
    async run(subject) {
      const { connector, partner } = subject;
      const before = countHandles();
      {
        await using network = createGuardedFetch({ allowedHosts: partner.allowedHosts });
        const session = connector.open(partner.credentials, { fetch: network.fetch, now: Date.now });
        const signal = new AbortController().signal;
        await session.deliver(subject.request(subject.document(50_000)), signal);
        const broken = subject.document(500_000, { breaksAfter: 100_000 });
        await subject.failureOf(session.deliver(subject.request(broken), signal));
        await session.close();
      }
      await expect.poll(countHandles, { timeout: 3_000 }).toBeLessThanOrEqual(before);
    },
  },
];

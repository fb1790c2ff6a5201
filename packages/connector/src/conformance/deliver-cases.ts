import { expect } from 'vitest';
import type { Receipt, Session } from '../contract.ts';
import { canBeLookedUp, connects, limitsSize, merges, takesPdf } from './concerns.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { TestDocument } from './document.ts';
import { nastyNames } from './nasty-names.ts';
import { deadline, type Subject } from './subject.ts';

const kept = ['accepted', 'confirmed', 'duplicate'];
const half = 256 * 1024;

/** Delivers a document of a size and compares what the partner holds, byte for byte. */
async function deliverWhole(subject: Subject, document: TestDocument): Promise<void> {
  const request = subject.request(document);
  const receipt = await subject.open().deliver(request, deadline());
  expect(kept).toContain(receipt.state);
  subject.expectNoSecret(receipt);
  const [copy, ...others] = await subject.copiesOf(request);
  expect(others).toEqual([]);
  expect(copy).toMatchObject({ clientKey: request.clientKey, sha256: request.document.sha256 });
  expect((await copy?.readBytes())?.length).toBe(document.sizeBytes);
}

function breakingSource(
  name: string,
  breaks: { breaksAfter: number } | { endsAfter: number },
  sizeBytes: number,
) {
  return {
    name,
    async run(subject: Subject) {
      const request = subject.request(subject.document(sizeBytes, breaks));
      const failure = await subject.failureOf(subject.open().deliver(request, deadline()));
      expect(failure.class).toBe('document');
      expect(await subject.tracesOf(request)).toEqual([]);
    },
  };
}

export const deliverCases: readonly ConformanceCase[] = [
  {
    name: 'the smallest document that is taken arrives whole',
    run: (subject) => deliverWhole(subject, subject.document(1)),
  },
  {
    name: 'a document of 1 MiB arrives whole',
    run: (subject) => deliverWhole(subject, subject.document(1024 * 1024)),
  },
  {
    name: 'a document just under the limit arrives whole',
    run: (subject) => deliverWhole(subject, subject.document(subject.sizes().limit - 1)),
  },
  {
    name: 'a large document is streamed: it is read as it is sent, and not before',
    concerns: connects,
    async run(subject) {
      const sizeBytes = subject.sizes().large;
      let sentBytes = 0;
      let leadBytes = 0;
      const session = subject.open({
        onSent: (chunkBytes) => {
          sentBytes += chunkBytes;
        },
      });
      const onRead = (readBytes: number) => {
        leadBytes = Math.max(leadBytes, readBytes - sentBytes);
      };
      await session.deliver(subject.request(subject.document(sizeBytes, { onRead })), deadline());
      expect(sentBytes).toBeGreaterThanOrEqual(sizeBytes);
      expect(leadBytes, 'bytes read and not yet sent').toBeLessThan(Math.min(1024 * 1024, sizeBytes / 4));
    },
  },
  {
    name: 'a document just over the limit is refused for what it is, and is not there',
    concerns: limitsSize,
    async run(subject) {
      const request = subject.request(subject.exactDocument(subject.sizes().limit + 1));
      const failure = await subject.failureOf(subject.open().deliver(request, deadline()));
      expect(failure.class).toBe('document');
      expect(await subject.copiesOf(request)).toEqual([]);
    },
  },
  {
    name: 'a document of each accepted type arrives',
    async run(subject) {
      const session = subject.open();
      for (const { type } of subject.manifest.types) {
        const request = subject.request(subject.document(2_000, { type }), { type });
        await session.deliver(request, deadline());
        expect(await subject.copiesOf(request), type).toHaveLength(1);
      }
    },
  },
  {
    name: 'names of every kind arrive, and change nothing but the name',
    async run(subject) {
      const session = subject.open();
      for (const name of nastyNames) {
        const request = subject.request(subject.document(500, { name }));
        await session.deliver(request, deadline());
        const copies = await subject.copiesOf(request);
        const { clientKey, deliveryId, document } = request;
        expect(copies, JSON.stringify(name)).toMatchObject([{ clientKey, sha256: document.sha256 }]);
        expect([deliveryId, null], JSON.stringify(name)).toContain(copies[0]?.deliveryId);
        expect(copies[0]?.name, JSON.stringify(name)).not.toMatch(/^$|[\r\n]/);
      }
    },
  },
  breakingSource(
    'a source that breaks half-way leaves nothing at the partner',
    { breaksAfter: half },
    2 * half,
  ),
  breakingSource(
    'a source shorter than announced leaves nothing at the partner',
    { endsAfter: half },
    2 * half,
  ),
  breakingSource(
    'a source longer than announced leaves nothing at the partner',
    { endsAfter: 2 * half },
    half,
  ),
  {
    name: 'a document whose source broke is sent whole the next time',
    async run(subject) {
      const session = subject.open();
      const broken = subject.request(subject.document(2 * half, { breaksAfter: half }));
      await subject.failureOf(session.deliver(broken, deadline()));
      const repaired = { ...broken, document: subject.document(2 * half) };
      await session.deliver(repaired, deadline());
      expect(await subject.copiesOf(repaired)).toHaveLength(1);
    },
  },
  {
    name: 'several deliveries at a time through one session each arrive once',
    async run(subject) {
      const session = subject.open();
      const requests = Array.from({ length: subject.manifest.rate.concurrency * 2 }, () =>
        subject.request(subject.document(20_000)),
      );
      const receipts = await Promise.all(requests.map((request) => session.deliver(request, deadline())));
      const refs = receipts.map(({ partnerRef }) => partnerRef).filter((ref) => ref !== null);
      expect(new Set(refs).size).toBe(refs.length);
      for (const request of requests) expect(await subject.copiesOf(request)).toHaveLength(1);
    },
  },
  {
    name: 'the same delivery twice counts once',
    concerns: canBeLookedUp,
    async run(subject) {
      const session = subject.open();
      const request = subject.request(subject.document(30_000));
      const first = await session.deliver(request, deadline());
      const second = await session.deliver(request, deadline());
      expect((await subject.find(session, request))?.partnerRef).toBe(first.partnerRef);
      if (second.partnerRef === first.partnerRef || second.state === 'duplicate') return;
      await expect
        .poll(() => trackedState(session, request.clientKey, second), { timeout: 50_000, interval: 100 })
        .toBe('duplicate');
    },
  },
  {
    name: 'the same delivery twice leaves one copy',
    concerns: merges,
    async run(subject) {
      const session = subject.open();
      const request = subject.request(subject.document(30_000));
      await session.deliver(request, deadline());
      await session.deliver(request, deadline());
      expect(await subject.copiesOf(request)).toHaveLength(1);
    },
  },
  {
    name: 'a Factur-X arrives whole',
    concerns: takesPdf,
    run: (subject) => deliverWhole(subject, subject.document(50_000, { eInvoice: 'factur-x' })),
  },
];

async function trackedState(session: Session, clientKey: string, { partnerRef }: Receipt) {
  if (partnerRef === null || session.track === undefined) return null;
  return (await session.track(clientKey, [partnerRef], deadline())).get(partnerRef)?.state ?? null;
}

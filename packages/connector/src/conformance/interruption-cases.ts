import { expect } from 'vitest';
import type { DeliverRequest } from '../contract.ts';
import { canBeLookedUp, isRemote } from './concerns.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { TestDocument } from './document.ts';
import { findClosedHost } from './idle-server.ts';
import { deadline, type Subject } from './subject.ts';

const sizeBytes = 400_000;

type Sent = DeliverRequest & { readonly document: TestDocument };

/** After a failure that says *not sent*, the partner must have nothing. */
async function expectNotSent(subject: Subject, request: Sent): Promise<void> {
  expect(await subject.copiesOf(request)).toEqual([]);
  if (canBeLookedUp(subject.manifest)) expect(await subject.find(subject.open(), request)).toBeNull();
}

/** After a failure that says *unknown*, where the partner has it: once, and it can be found. */
async function expectSentOnce(subject: Subject, request: Sent): Promise<void> {
  expect(await subject.copiesOf(request)).toHaveLength(1);
  if (!canBeLookedUp(subject.manifest)) return;
  const found = await subject.find(subject.open(), request);
  expect(found, 'the delivery is there, and find says that it is not').not.toBeNull();
}

function cut(when: 'before' | 'middle'): ConformanceCase {
  const where = when === 'before' ? 'before the body' : 'in the middle of the body';
  return {
    name: `a connection cut ${where} is temporary, and nothing is there`,
    concerns: isRemote,
    async run(subject) {
      await subject.partner.order({ kind: 'cut', when });
      const { large } = subject.sizes();
      const request = subject.request(subject.document(large, { dwellsAfter: large * 0.9 }));
      const signal = deadline();
      const failure = await subject.failureOf(subject.open().deliver(request, signal));
      await subject.partner.clearFaults();
      expect(signal.aborted, 'the cut was not noticed').toBe(false);
      expect(failure.class).toBe('temporary');
      await expectNotSent(subject, request);
    },
  };
}

export const interruptionCases: readonly ConformanceCase[] = [
  {
    name: 'a delivery where nothing listens is temporary',
    concerns: isRemote,
    async run(subject) {
      const session = subject.openAt(await findClosedHost());
      const request = subject.request(subject.document(1_000));
      expect((await subject.failureOf(session.deliver(request, deadline()))).class).toBe('temporary');
    },
  },
  cut('before'),
  cut('middle'),
  {
    name: 'a connection cut once the document is stored leaves an unknown outcome, sent once',
    concerns: isRemote,
    async run(subject) {
      await subject.partner.order({ kind: 'cut', when: 'after' });
      const request = subject.request(subject.document(sizeBytes));
      const signal = deadline();
      const failure = await subject.failureOf(subject.open().deliver(request, signal));
      await subject.partner.clearFaults();
      expect(signal.aborted, 'the cut was not noticed').toBe(false);
      expect(failure.class).toBe('unknown');
      await expectSentOnce(subject, request);
    },
  },
  {
    name: 'a delivery that was never sent is not found',
    concerns: canBeLookedUp,
    async run(subject) {
      await expectNotSent(subject, subject.request(subject.document(1_000)));
    },
  },
  {
    name: 'a delivery that was accepted is found, with the same reference',
    concerns: canBeLookedUp,
    async run(subject) {
      const session = subject.open();
      const request = subject.request(subject.document(sizeBytes));
      const receipt = await session.deliver(request, deadline());
      expect((await subject.find(session, request))?.partnerRef).toBe(receipt.partnerRef);
    },
  },
  {
    name: 'a delivery aborted before it starts is temporary, and nothing is there',
    async run(subject) {
      const request = subject.request(subject.document(sizeBytes));
      const failure = await subject.failureOf(subject.open().deliver(request, AbortSignal.abort()));
      expect(failure.class).toBe('temporary');
      await expectNotSent(subject, request);
    },
  },
  {
    name: 'a delivery aborted in the middle of the body is temporary, nothing is there, and its source is closed',
    async run(subject) {
      const aborting = new AbortController();
      const document = subject.document(subject.sizes().large, {
        onRead: (bytesRead) => bytesRead > sizeBytes && aborting.abort(),
      });
      const request = subject.request(document);
      const failure = await subject.failureOf(subject.open().deliver(request, aborting.signal));
      expect(failure.class).toBe('temporary');
      expect(document.reading.bytesRead).toBeLessThan(document.sizeBytes);
      await expectNotSent(subject, request);
      await expect.poll(() => document.reading.openStreams).toBe(0);
    },
  },
  {
    name: 'a delivery aborted once the document is stored leaves an unknown outcome, sent once',
    concerns: isRemote,
    async run(subject) {
      await subject.partner.order({ kind: 'withhold' });
      const aborting = new AbortController();
      const request = subject.request(subject.document(sizeBytes));
      const failing = subject.failureOf(subject.open().deliver(request, aborting.signal));
      await expect.poll(() => subject.copiesOf(request)).toHaveLength(1);
      aborting.abort();
      expect((await failing).class).toBe('unknown');
      await subject.partner.clearFaults();
      await expectSentOnce(subject, request);
    },
  },
];

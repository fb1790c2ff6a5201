import type { ErrorClass } from '@navette/model';
import { expect } from 'vitest';
import type { DeliveryError } from '../delivery-error.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { Fault } from './harness.ts';
import { deadline, type Subject } from './subject.ts';

/** Delivers while the partner answers with a fault. @returns the failure, having seen that nothing arrived */
async function deliverInto(subject: Subject, fault: Fault): Promise<DeliveryError> {
  const session = subject.open();
  await session.check(deadline());
  await subject.partner.order(fault);
  const request = subject.request(subject.document(5_000));
  const failure = await subject.failureOf(session.deliver(request, deadline()));
  await subject.partner.clearFaults();
  expect(await subject.copiesOf(request)).toEqual([]);
  return failure;
}

function statusOfEverything(status: number, errorClass: ErrorClass): ConformanceCase {
  return {
    name: `a delivery answered ${status}, whatever is asked, is a matter of class ${errorClass}`,
    async run(subject) {
      const failure = await deliverInto(subject, { kind: 'status', on: 'any', status });
      expect(failure.class).toBe(errorClass);
      expect(failure.answer.httpStatus).toBe(status);
    },
  };
}

const busyMs = 7_000;

export const answerCases: readonly ConformanceCase[] = [
  statusOfEverything(401, 'connection'),
  statusOfEverything(403, 'connection'),
  statusOfEverything(500, 'temporary'),
  statusOfEverything(503, 'temporary'),
  {
    name: 'a delivery answered 429 with a number of seconds waits that long',
    async run(subject) {
      const fault = {
        kind: 'status',
        on: 'deliver',
        status: 429,
        retryAfter: String(busyMs / 1_000),
      } as const;
      const { class: errorClass, answer } = await deliverInto(subject, fault);
      expect({ errorClass, waitMs: answer.retryAfterMs }).toEqual({ errorClass: 'limited', waitMs: busyMs });
    },
  },
  {
    name: 'a delivery answered 429 with a date waits until then',
    async run(subject) {
      const retryAfter = new Date(Date.now() + busyMs).toUTCString();
      const failure = await deliverInto(subject, { kind: 'status', on: 'deliver', status: 429, retryAfter });
      expect(failure.class).toBe('limited');
      expect(failure.answer.retryAfterMs).toBeGreaterThan(0);
      expect(failure.answer.retryAfterMs).toBeLessThanOrEqual(busyMs);
    },
  },
  {
    name: 'a delivery answered 429 without more waits all the same',
    async run(subject) {
      const failure = await deliverInto(subject, { kind: 'status', on: 'deliver', status: 429 });
      expect(failure.class).toBe('limited');
      expect(failure.answer.retryAfterMs).toBeGreaterThan(0);
    },
  },
  {
    name: 'a delivery answered with a web page of an error is temporary, and shows no markup',
    async run(subject) {
      const failure = await deliverInto(subject, {
        kind: 'status',
        on: 'deliver',
        status: 502,
        body: 'html',
      });
      expect(failure.class).toBe('temporary');
      expect(`${failure.message} ${failure.answer.words ?? ''}`).not.toMatch(/<[a-z!]/i);
    },
  },
  {
    name: 'a token that expired is renewed, and the document arrives once',
    async run(subject) {
      const session = subject.open();
      await session.check(deadline());
      await subject.partner.order({ kind: 'expire_tokens' });
      const request = subject.request(subject.document(100_000));
      await session.deliver(request, deadline());
      expect(await subject.copiesOf(request)).toHaveLength(1);
    },
  },
  {
    name: 'an unknown dossier is a matter of mapping',
    async run(subject) {
      const { unknownClientKey: clientKey } = subject.partner;
      const request = subject.request(subject.document(1_000), { clientKey });
      const failure = await subject.failureOf(subject.open().deliver(request, deadline()));
      expect(failure.class).toBe('mapping');
      expect(await subject.copiesOf(request)).toEqual([]);
    },
  },
];

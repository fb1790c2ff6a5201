import type { ErrorClass } from '@navette/model';
import { expect } from 'vitest';
import type { DeliveryError } from '../delivery-error.ts';
import type { Manifest } from '../manifest.ts';
import { hasSecrets, isHttp } from './concerns.ts';
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

function statusOfEverything(
  status: number,
  what: string,
  classesFor: (manifest: Manifest) => readonly ErrorClass[],
): ConformanceCase {
  return {
    name: `a delivery answered ${status}, whatever is asked, is ${what}`,
    concerns: isHttp,
    async run(subject) {
      const failure = await deliverInto(subject, { kind: 'status', on: 'any', status });
      expect(classesFor(subject.manifest)).toContain(failure.class);
      expect(failure.answer.httpStatus).toBe(status);
    },
  };
}

/** Where each client has a key that opens by itself, a refusal is about that client alone: the others go on. */
function classesOfRefusal(manifest: Manifest): readonly ErrorClass[] {
  if (!manifest.clientKey.secret) return ['connection'];
  return hasSecrets(manifest) ? ['connection', 'mapping'] : ['mapping'];
}

const refused = 'about the credentials';
const passing = (): readonly ErrorClass[] => ['temporary'];

const busyMs = 7_000;

export const answerCases: readonly ConformanceCase[] = [
  statusOfEverything(401, refused, classesOfRefusal),
  statusOfEverything(403, refused, classesOfRefusal),
  statusOfEverything(500, 'temporary', passing),
  statusOfEverything(503, 'temporary', passing),
  {
    name: 'a delivery answered 429 with a number of seconds waits that long',
    concerns: isHttp,
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
    concerns: isHttp,
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
    concerns: isHttp,
    async run(subject) {
      const failure = await deliverInto(subject, { kind: 'status', on: 'deliver', status: 429 });
      expect(failure.class).toBe('limited');
      expect(failure.answer.retryAfterMs).toBeGreaterThan(0);
    },
  },
  {
    name: 'a delivery answered with a web page of an error is temporary, and shows no markup',
    concerns: isHttp,
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
    concerns: isHttp,
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
    name: 'a refusal told inside a success is a failure, and no receipt',
    concerns: (_manifest, { shows = [] }) => shows.includes('refusal_inside_success'),
    async run(subject) {
      const failure = await deliverInto(subject, { kind: 'refusal_inside_success' });
      expect(failure.class, 'the partner said what became of it').not.toBe('unknown');
    },
  },
];

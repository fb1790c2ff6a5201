import { expect } from 'vitest';
import { checksClientKey, noticesClientKey } from './concerns.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { deadline, expectUnsaid, type Subject } from './subject.ts';

/** Connects a client by a key, as far as the partner can be asked. */
async function connect(subject: Subject, clientKey: string) {
  const session = subject.open();
  if (session.checkClientKey === undefined) throw new TypeError('the session has no checkClientKey');
  return await session.checkClientKey(clientKey, deadline());
}

function deliverTo(subject: Subject, clientKey: string) {
  const request = subject.request(subject.document(1_000), { clientKey });
  return { request, delivering: subject.open().deliver(request, deadline()) };
}

export const clientKeyCases: readonly ConformanceCase[] = [
  {
    name: 'a client is connected by a key that leads somewhere',
    concerns: checksClientKey,
    async run(subject) {
      const { label } = await connect(subject, subject.partner.clientKey);
      expect(label).not.toBe('');
      subject.expectNoSecret(label);
    },
  },
  {
    name: 'a client is not connected by a key that leads nowhere: a matter of mapping',
    concerns: checksClientKey,
    async run(subject) {
      const failure = await subject.failureOf(connect(subject, subject.unknownClientKey()));
      expect(failure.class).toBe('mapping');
    },
  },
  {
    name: 'an unknown dossier is a matter of mapping',
    concerns: noticesClientKey,
    async run(subject) {
      const { request, delivering } = deliverTo(subject, subject.unknownClientKey());
      expect((await subject.failureOf(delivering)).class).toBe('mapping');
      expect(await subject.copiesOf(request)).toEqual([]);
    },
  },
  {
    name: 'a client key that opens something by itself is repeated nowhere',
    concerns: (manifest) => manifest.clientKey.secret === true && noticesClientKey(manifest),
    async run(subject) {
      const { clientKey, unknownClientKey } = subject.partner;
      const said = [await deliverTo(subject, clientKey).delivering];
      expectUnsaid(said, clientKey, 'the key of a client');
      const wrong = unknownClientKey ?? '';
      const failures = [await subject.failureOf(deliverTo(subject, wrong).delivering)];
      if (checksClientKey(subject.manifest)) failures.push(await subject.failureOf(connect(subject, wrong)));
      expectUnsaid(failures, wrong, 'the key of a client');
    },
  },
];

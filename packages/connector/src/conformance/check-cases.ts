import { expect } from 'vitest';
import type { Credentials } from '../contract.ts';
import { connects, hasSecrets, isHttp, isRemote, learns } from './concerns.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { findClosedHost, httpAnswer, startIdleServer } from './idle-server.ts';
import { deadline, type Subject } from './subject.ts';

const impatienceMs = 500;
/** How late an aborted call may end, on a machine that does much else. */
const toleranceMs = 10_000;

export const checkCases: readonly ConformanceCase[] = [
  {
    name: 'check with good credentials says who was reached, without a secret',
    async run(subject) {
      for (const credentials of subject.allCredentials()) {
        const result = await subject.open({ credentials }).check(deadline());
        expect(result.identity.trim()).not.toBe('');
        subject.expectNoSecret(result, credentials);
      }
    },
  },
  {
    name: 'check with a wrong secret is a matter of connection, and does not repeat it',
    concerns: hasSecrets,
    async run(subject) {
      for (const right of subject.allCredentials())
        for (const { name } of subject.manifest.fields.filter(({ secret }) => secret)) {
          if (!right[name]) continue;
          const credentials = { ...right, [name]: 'Wr0ng & "quoted" é' };
          const checking = subject.open({ credentials }).check(deadline());
          const failure = await subject.failureOf(checking, credentials);
          expect(failure.class, `wrong « ${name} »`).toBe('connection');
        }
    },
  },
  {
    name: 'check where nothing listens is temporary',
    concerns: isRemote,
    async run(subject) {
      const session = subject.openAt(await findClosedHost());
      expect((await subject.failureOf(session.check(deadline()))).class).toBe('temporary');
    },
  },
  {
    name: 'check of a partner that never answers ends in time, as temporary',
    concerns: isRemote,
    async run(subject) {
      await using server = await startIdleServer();
      const session = subject.openAt(server.host);
      const startedAt = performance.now();
      const failure = await subject.failureOf(session.check(deadline(impatienceMs)));
      expect(failure.class).toBe('temporary');
      expect(performance.now() - startedAt).toBeLessThan(impatienceMs + toleranceMs);
    },
  },
  {
    name: 'check of an address that answers with a web page is a failure, and temporary',
    concerns: isHttp,
    async run(subject) {
      const page = '<!DOCTYPE html><title>Welcome</title><p>The network of this hotel</p>';
      await using server = await startIdleServer(httpAnswer('200 OK', 'text/html', page));
      const session = subject.openAt(server.host);
      expect((await subject.failureOf(session.check(deadline()))).class).toBe('temporary');
    },
  },
  {
    name: 'check of an address that redirects hands no secret to another host',
    concerns: isHttp,
    async run(subject) {
      await using elsewhere = await startIdleServer();
      const moved = `HTTP/1.1 307 Temporary Redirect\r\nLocation: http://${elsewhere.host}\r\nContent-Length: 0\r\n\r\n`;
      await using server = await startIdleServer(moved);
      const session = subject.openAt(server.host, { allowedHosts: [server.host, elsewhere.host] });
      await subject.failureOf(session.check(deadline(10_000)));
      expect(elsewhere.connections(), 'the redirect was followed').toBe(0);
    },
  },
  {
    name: 'an address that the operator did not allow is refused as such',
    concerns: connects,
    async run(subject) {
      await using server = await startIdleServer();
      const session = subject.openAt(server.host, { allowedHosts: [] });
      expect((await subject.failureOf(session.check(deadline()))).code).toBe('address_refused');
    },
  },
  {
    name: 'what a check finds out is given, and held to from then on',
    concerns: learns,
    async run(subject) {
      const names = subject.manifest.fields.filter(({ learned }) => learned).map(({ name }) => name);
      const empty = Object.fromEntries(names.map((name) => [name, '']));
      const unlearned = { ...subject.partner.credentials, ...empty };
      const { learned = {} } = await check(subject, unlearned);
      expect(Object.keys(learned).sort()).toEqual(names.sort());
      await check(subject, { ...unlearned, ...learned });
      for (const [name, value] of Object.entries(learned)) {
        const changed = { ...unlearned, ...learned, [name]: alter(value) };
        const failure = await subject.failureOf(check(subject, changed));
        expect(failure.class, `« ${name} » is not what it was`).toBe('connection');
      }
    },
  },
];

function check(subject: Subject, credentials: Credentials) {
  return subject.open({ credentials }).check(deadline());
}

/** Another value of the same shape: a letter in its middle is another. */
function alter(value: string): string {
  const middle = Math.floor(value.length / 2);
  return value.slice(0, middle) + (value[middle] === 'A' ? 'B' : 'A') + value.slice(middle + 1);
}

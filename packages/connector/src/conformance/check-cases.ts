import { expect } from 'vitest';
import type { ConformanceCase } from './conformance-case.ts';
import { findClosedAddress, httpAnswer, startIdleServer } from './idle-server.ts';
import { deadline } from './subject.ts';

const impatienceMs = 500;
/** How late an aborted call may end. */
const toleranceMs = 2_000;

export const checkCases: readonly ConformanceCase[] = [
  {
    name: 'check with good credentials says who was reached, without a secret',
    async run(subject) {
      const result = await subject.open().check(deadline());
      expect(result.identity.trim()).not.toBe('');
      subject.expectNoSecret(result);
    },
  },
  {
    name: 'check with a wrong secret is a matter of connection, and does not repeat it',
    async run(subject) {
      for (const { name } of subject.manifest.fields.filter(({ secret }) => secret)) {
        const credentials = { ...subject.partner.credentials, [name]: 'Wr0ng & "quoted" é' };
        const failure = await subject.failureOf(subject.open({ credentials }).check(deadline()));
        expect(failure.class, `wrong « ${name} »`).toBe('connection');
        subject.expectNoSecret(failure, credentials);
      }
    },
  },
  {
    name: 'check where nothing listens is temporary',
    async run(subject) {
      const { address, host } = await findClosedAddress();
      const session = subject.open({ credentials: subject.credentialsAt(address), allowedHosts: [host] });
      expect((await subject.failureOf(session.check(deadline()))).class).toBe('temporary');
    },
  },
  {
    name: 'check of a partner that never answers ends in time, as temporary',
    async run(subject) {
      await using server = await startIdleServer();
      const { address, host } = server;
      const session = subject.open({ credentials: subject.credentialsAt(address), allowedHosts: [host] });
      const startedAt = performance.now();
      const failure = await subject.failureOf(session.check(deadline(impatienceMs)));
      expect(failure.class).toBe('temporary');
      expect(performance.now() - startedAt).toBeLessThan(impatienceMs + toleranceMs);
    },
  },
  {
    name: 'check of an address that answers with a web page is a failure, and temporary',
    async run(subject) {
      const page = '<!DOCTYPE html><title>Welcome</title><p>The network of this hotel</p>';
      await using server = await startIdleServer(httpAnswer('200 OK', 'text/html', page));
      const { address, host } = server;
      const session = subject.open({ credentials: subject.credentialsAt(address), allowedHosts: [host] });
      expect((await subject.failureOf(session.check(deadline()))).class).toBe('temporary');
    },
  },
  {
    name: 'check of an address that redirects hands no secret to another host',
    async run(subject) {
      await using elsewhere = await startIdleServer();
      const moved = `HTTP/1.1 307 Temporary Redirect\r\nLocation: ${elsewhere.address}\r\nContent-Length: 0\r\n\r\n`;
      await using server = await startIdleServer(moved);
      const credentials = subject.credentialsAt(server.address);
      const session = subject.open({ credentials, allowedHosts: [server.host, elsewhere.host] });
      // Had it been followed, the silent host would have been waited for.
      const startedAt = performance.now();
      await subject.failureOf(session.check(deadline(10_000)));
      expect(performance.now() - startedAt, 'the redirect was followed').toBeLessThan(5_000);
    },
  },
  {
    name: 'an address that the operator did not allow is refused as such',
    async run(subject) {
      await using server = await startIdleServer();
      const session = subject.open({ credentials: subject.credentialsAt(server.address), allowedHosts: [] });
      expect((await subject.failureOf(session.check(deadline()))).code).toBe('address_refused');
    },
  },
];

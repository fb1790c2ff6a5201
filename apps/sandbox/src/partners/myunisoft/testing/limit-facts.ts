import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import type { Distortion } from '../../../testing/http-client.ts';
import { until } from '../../../testing/until.ts';
import { companyKey } from './myunisoft-client.ts';
import type { MyUnisoftFact } from './myunisoft-fact.ts';

function withoutHeader(name: string): Distortion {
  return (answer) => {
    const { [name]: _, ...headers } = answer.headers;
    return { ...answer, headers };
  };
}

function limitsOf({ headers }: { headers: Readonly<Record<string, string>> }) {
  return ['remaining', 'total'].map((name) => headers[`x-rate-limit-${name}`]).join(' ');
}

export const limitFacts: readonly MyUnisoftFact[] = [
  {
    fact: 'Limits: 20 requests per 10 s per key (X-Rate-Limit-Remaining|Reset|Total)',
    async check({ myunisoft, clock }) {
      expect(limitsOf(await myunisoft.activate())).toBe('19 20');
      clock.now += 4000;
      const read = (key?: string) => myunisoft.call('GET', '/society', key === undefined ? {} : { key });
      for (let left = 18; left > 0; left--) expect(limitsOf(await read())).toBe(`${left} 20`);
      const last = await read();
      expect([last.status, limitsOf(last)]).toEqual([200, '0 20']);
      const refused = await read();
      expect([refused.status, refused.retryAfter]).toEqual([429, null]);
      expect((await myunisoft.activate(companyKey)).status).toBe(200);
      // The first has left, but the one that was refused counts.
      clock.now += 6000;
      expect((await read()).status).toBe(429);
      clock.now += 10_000;
      expect(limitsOf(await read())).toBe('19 20');
      expect(limitsOf(await myunisoft.call('GET', '/nowhere'))).toBe('18 20');
    },
    misread: { as: 'no header tells what is left', distort: withoutHeader('x-rate-limit-remaining') },
  },
  {
    fact: 'X-Rate-Limit-Reset is a timestamp, in seconds with their decimals (MyUnisoft’s public documentation, ratelimit and postman)',
    async check({ myunisoft, clock }) {
      const reset = async () => (await myunisoft.activate()).headers['x-rate-limit-reset'];
      const first = clock.now / 1000;
      expect(await reset()).toBe(`${first + 10}.000000`);
      clock.now += 1500;
      await myunisoft.order('PUT', '/myunisoft/behaviour', { requestsPer10s: 2 });
      expect(await reset()).toBe(`${first + 10}.000000`);
      // Refused, it counts: one more is admitted once the second has left.
      expect(await reset()).toBe(`${first + 11}.500000`);
    },
    misread: {
      as: 'the header says how long to wait',
      distort: (answer) => ({ ...answer, headers: { ...answer.headers, 'x-rate-limit-reset': '10' } }),
    },
  },
  {
    fact: 'some routes that import count for several requests (MyUnisoft’s public documentation, ratelimit)',
    async check({ myunisoft }) {
      await myunisoft.activate();
      await myunisoft.order('PUT', '/myunisoft/behaviour', { importCost: 5 });
      expect(limitsOf(await myunisoft.pushInvoice())).toBe('14 20');
      expect(limitsOf(await myunisoft.call('GET', '/society'))).toBe('13 20');
      expect((await myunisoft.pushVarious()).status).toBe(200);
      expect((await myunisoft.pushInvoice()).status).toBe(200);
      expect((await myunisoft.pushInvoice()).status).toBe(429);
      expect(await myunisoft.received()).toHaveLength(3);
    },
    misread: {
      as: 'each is one request',
      distort: (answer) => ({ ...answer, headers: { ...answer.headers, 'x-rate-limit-remaining': '18' } }),
    },
  },
  {
    fact: '10 at once per route',
    async check({ myunisoft }) {
      await myunisoft.activate();
      const delay = { partner: 'myunisoft', kind: 'delay', ms: 3_600_000, when: 'after', match: 'list' };
      await myunisoft.order('POST', '/faults', { ...delay, count: 10 });
      const gaveUp = new AbortController();
      const hanging = Array.from({ length: 10 }, () =>
        myunisoft.call('GET', '/society', { signal: gaveUp.signal }).catch(() => 'cut'),
      );
      await until('ten requests to be under way', async () => {
        const { body } = await myunisoft.order('GET', '/faults');
        return (body as unknown[]).length === 0 ? true : undefined;
      });
      expect((await myunisoft.call('GET', '/society')).status).toBe(429);
      expect((await myunisoft.activate()).status).toBe(200);
      gaveUp.abort();
      expect(await Promise.all(hanging)).toEqual(hanging.map(() => 'cut'));
      await myunisoft.order('PUT', '/myunisoft/behaviour', { requestsPer10s: 1000 });
      await until('them to have left', async () => {
        const { status } = await myunisoft.call('GET', '/society?siret=787878784');
        return status === 200 ? true : undefined;
      });
    },
    misread: { as: 'too many at once wait', distort: distortStatus(429, 200) },
  },
  {
    fact: '429 ERR-TOO-MANY-REQUEST, ERR-TOO-MANY-CONCURRENT-REQUESTS',
    async check({ myunisoft }) {
      await myunisoft.activate();
      await myunisoft.order('PUT', '/myunisoft/behaviour', { requestsPer10s: 2, retryAfterS: 3 });
      expect((await myunisoft.call('GET', '/society')).status).toBe(200);
      expect(await myunisoft.pushInvoice()).toMatchObject({
        status: 429,
        retryAfter: '3',
        body: { error: { code: 'ERR-TOO-MANY-REQUEST' } },
      });
      await myunisoft.order('PUT', '/myunisoft/behaviour', { requestsPer10s: 100, concurrentPerRoute: 1 });
      const delay = { partner: 'myunisoft', kind: 'delay', ms: 3_600_000, when: 'after', match: 'push' };
      await myunisoft.order('POST', '/faults', { ...delay, count: 1 });
      const gaveUp = new AbortController();
      const hanging = myunisoft
        .call('POST', '/variousDocuments?name=a.pdf', { ...variousForm(), signal: gaveUp.signal })
        .catch(() => 'cut');
      await until('one to be under way', async () =>
        (await myunisoft.received()).length === 1 ? true : undefined,
      );
      for (const code of ['ERR-TOO-MANY-CONCURRENT-REQUESTS', 'ERR-TOO-MANY-CONCURRENT-REQUEST']) {
        // The page on errors writes it without the S that it has on the page on limits.
        await myunisoft.order('PUT', '/myunisoft/behaviour', { tooManyAtOnceCode: code });
        expect(await myunisoft.pushVarious()).toMatchObject({ status: 429, body: { error: { code } } });
      }
      gaveUp.abort();
      expect(await hanging).toBe('cut');
      expect(await myunisoft.received()).toHaveLength(1);
    },
    misread: {
      as: 'both have one code',
      distort: distortObjects((object) =>
        object.error === undefined ? object : { error: { code: 'ERR-TOO-MANY-REQUESTS' } },
      ),
    },
  },
  {
    fact: 'Every answer has a request-id header',
    async check({ myunisoft }) {
      await myunisoft.order('POST', '/faults', {
        partner: 'myunisoft',
        kind: 'status',
        status: 503,
        count: 1,
      });
      const answers = [
        await myunisoft.activate(),
        await myunisoft.activate(),
        await myunisoft.call('GET', '/society'),
        await myunisoft.pushInvoice(),
        await myunisoft.pushInvoice({ key: null }),
        await myunisoft.pushVarious({ field: 'wrong' }),
        await myunisoft.call('GET', '/nowhere'),
      ];
      expect(answers.map(({ status }) => status)).toEqual([503, 200, 200, 200, 401, 400, 404]);
      const ids = answers.map(({ headers }) => headers['request-id'] ?? '');
      for (const id of ids) expect(id).toMatch(/^req-[0-9a-f-]{36}$/);
      expect(new Set(ids).size).toBe(answers.length);
    },
    misread: { as: 'the header has another name', distort: withoutHeader('request-id') },
  },
];

function variousForm() {
  const form = new FormData();
  form.append('file', new Blob(['%PDF-1.7\n']), 'a.pdf');
  return { society: '1201', body: form };
}

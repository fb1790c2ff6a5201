/** Whoever guesses, or makes Navette write mails, is stopped after a while: on each route that asks for no sign-in. */
import { type Route, routes } from '@navette/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSetup } from '../../firms/setup.ts';
import { buildServer } from '../../http/server.ts';
import { testFirm } from '../test-firm.ts';
import { testPlatform } from '../test-platform.ts';

const platform = await testPlatform();
await testFirm(platform);

const anonymous = Object.values<Route>(routes).filter(({ who }) => who.includes('anyone'));

/** They guess nothing, and cost little: the general limit of requests is enough (`http/protect.test.ts`). */
const harmless = ['live', 'ready', 'openapi', 'about', 'auth:sign-out'];

/** How many tries a minute one address has, and what it tries. */
const limits: Readonly<Record<string, { readonly most: number; readonly body?: object }>> = {
  setup: {
    most: 20,
    body: { token: 'x', firmName: 'x', name: 'x', email: 'x@exemple.fr', password: 'une longue phrase' },
  },
  pairAgent: {
    most: 10,
    body: {
      ...{ webServiceId: 'NAV-0000-0000-0000', email: 'x@exemple.fr', password: 'x' },
      ...{ name: 'x', version: '1', platform: 'linux' },
    },
  },
  'auth:sign-in/email': { most: 20, body: { email: 'x@exemple.fr', password: 'pas le bon' } },
  'auth:request-password-reset': { most: 10, body: { email: 'x@exemple.fr' } },
  'auth:reset-password': { most: 20, body: { token: 'x'.repeat(32), password: 'une longue phrase' } },
  'auth:two-factor/verify-totp': { most: 60, body: { code: '123456' } },
  'auth:two-factor/verify-backup-code': { most: 60, body: { code: '7k3f9-m2qxt' } },
  beginProviderSignIn: { most: 20, body: { email: 'x@inconnu.fr' } },
  finishProviderSignIn: { most: 20 },
  openInvitation: { most: 30, body: { token: 'x' } },
  acceptInvitation: { most: 30, body: { token: 'x', name: 'x', password: 'une longue phrase' } },
};

describe('tries of somebody unknown', () => {
  it('have a limit on every route that asks for no sign-in', () => {
    const known = [...Object.keys(limits), ...harmless];
    expect(anonymous.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(anonymous.filter(({ name }) => name in limits))(
    'are refused past it, from one address: $name',
    async ({ name, method, path }) => {
      const { most = 0, body } = limits[name] ?? {};
      const remoteAddress = `127.200.0.${Object.keys(limits).indexOf(name)}`;
      const ask = async (address: string, headers = {}) => {
        const answer = await platform.server.inject({
          ...{ method: method as 'GET', url: path, remoteAddress: address, headers },
          ...(body && { payload: body }),
        });
        const { location = '' } = answer.headers;
        return location.includes('too_many_requests') ? 429 : answer.statusCode;
      };
      const statuses: number[] = [];
      for (let count = 0; count < most; count++) statuses.push(await ask(remoteAddress));
      expect(statuses).not.toContain(429);
      expect(await ask(remoteAddress)).toBe(429);
      // What a caller says of his address changes nothing; another address is another caller.
      for (const header of ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'forwarded'])
        expect(await ask(remoteAddress, { [header]: '203.0.113.9' }), header).toBe(429);
      expect(await ask(`${remoteAddress}0`)).not.toBe(429);
    },
  );

  it('are counted by the address that one’s own proxy saw, not by the one that a caller writes before it', async () => {
    const behind = { ...platform, settings: { ...platform.settings, trustProxy: true } };
    const server = buildServer(behind, { setup: createSetup(behind), pages: null, version: '0.0.0' });
    onTestFinished(() => server.close());
    const ask = async (forwarded: string) => {
      const answer = await server.inject({
        ...{ method: 'POST', url: '/api/v1/sign-in/provider', payload: { email: 'x@inconnu.fr' } },
        headers: { 'x-forwarded-for': forwarded },
      });
      return answer.statusCode;
    };
    for (let count = 0; count < 20; count++) expect(await ask(`198.51.100.${count}, 203.0.113.9`)).toBe(404);
    expect(await ask('198.51.100.99, 203.0.113.9')).toBe(429);
    expect(await ask('198.51.100.99, 203.0.113.10')).toBe(404);
  });
});

import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { goodGrant } from './inqom-client.ts';
import type { InqomFact } from './inqom-fact.ts';

const access = '/provisioning/users/internal-access';

export const signInFacts: readonly InqomFact[] = [
  {
    fact: 'form-encoded, OAuth 2 password grant: grant_type=password, username, password, client_id, client_secret, scope="openid apidata"',
    async check({ inqom }) {
      expect((await inqom.signIn()).status).toBe(200);
      const wrong = {
        grant_type: 'unsupported_grant_type',
        username: 'invalid_grant',
        password: 'invalid_grant',
        client_id: 'invalid_client',
        client_secret: 'invalid_client',
        scope: 'invalid_scope',
      };
      for (const [field, error] of Object.entries(wrong)) {
        expect(await inqom.signIn({ [field]: 'wrong' })).toMatchObject({ status: 400, body: { error } });
        expect(await inqom.signIn({ [field]: undefined })).toMatchObject({
          status: 400,
          body: { error: 'invalid_request' },
        });
      }
      const json = { body: JSON.stringify(goodGrant), type: 'application/json' };
      expect((await inqom.call('POST', '/identity/connect/token', json)).status).toBe(400);
    },
    misread: { as: 'a wrong secret answers 401', distort: distortStatus(400, 401) },
  },
  {
    fact: 'Answer: access_token (JWT) and expires_in',
    async check({ inqom }) {
      const { body } = await inqom.signIn();
      expect(body).toMatchObject({ access_token: expect.stringMatching(/^ey[\w-]+\.ey[\w-]+\.[\w-]+$/) });
      expect(body).toHaveProperty('expires_in', 3600);
    },
    misread: {
      as: 'the lifetime is called expiresIn',
      distort: distortObjects(({ expires_in, ...rest }) => ({ ...rest, expiresIn: expires_in })),
    },
  },
  {
    fact: 'trust expires_in only (sources differ from one hour to a year), no refresh token',
    async check({ inqom, clock }) {
      await inqom.order('PUT', '/inqom/behaviour', { tokenLifetimeS: 90 });
      const { body } = await inqom.signIn();
      expect(body).toHaveProperty('expires_in', 90);
      expect(body).not.toHaveProperty('refresh_token');
      const token = String((body as { access_token: string }).access_token);
      clock.now += 89_000;
      expect((await inqom.call('GET', access, { token })).status).toBe(200);
      clock.now += 1000;
      expect((await inqom.call('GET', access, { token })).status).toBe(403);
    },
    misread: {
      as: 'there is a refresh token',
      distort: distortObjects((object) => ({ ...object, refresh_token: 'again' })),
    },
  },
  {
    fact: '403 is also the answer to a bad or expired token',
    async check({ inqom }) {
      const token = await inqom.token();
      expect((await inqom.call('GET', access, { token: 'made-up' })).status).toBe(403);
      expect((await inqom.call('GET', access)).status).toBe(403);
      expect((await inqom.push('made-up')).status).toBe(403);
      await inqom.order('POST', '/faults', { partner: 'inqom', expireTokens: true });
      expect((await inqom.call('GET', access, { token })).status).toBe(403);
      expect((await inqom.call('GET', access, { token: await inqom.token() })).status).toBe(200);
    },
    misread: { as: 'an expired token answers 401', distort: distortStatus(403, 401) },
  },
  {
    fact: 'A firm should use a system account: a person’s account sees only the dossiers he is assigned to',
    async check({ inqom }) {
      const token = await inqom.token({ username: 'collaborateur@cabinet.example' });
      expect((await inqom.call('GET', access, { token })).body).toMatchObject([{ Id: 3107 }]);
      const folders = await inqom.call('GET', '/provisioning/companies/3107/accounting-folders', { token });
      expect(folders.body).toMatchObject([{ Id: 48211 }, { Id: 48212 }]);
      expect(
        (await inqom.call('GET', '/provisioning/companies/3108/accounting-folders', { token })).status,
      ).toBe(403);
      expect((await inqom.push(token, { dossier: 48213 })).status).toBe(403);
    },
    misread: { as: 'a dossier of others does not exist', distort: distortStatus(403, 404) },
  },
];

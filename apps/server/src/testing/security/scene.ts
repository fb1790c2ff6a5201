import { firmOfEverything } from '../firm-of-everything.ts';
import { asCaller, type TestUser, testFirm } from '../test-firm.ts';
import type { TestPlatform } from '../test-platform.ts';

/** The six kinds of caller of the security matrix, in the order of its columns. */
export const callerKinds = ['nobody', 'other firm', 'collaborator', 'client', 'revoked', 'agent'] as const;

export type CallerKind = (typeof callerKinds)[number];

/** A firm with one of everything, and the six who call it. */
export interface Scene {
  /** What each parameter of an address means, by its name. */
  readonly ids: Readonly<Record<string, string>>;
  readonly callers: Readonly<Record<CallerKind, TestUser>>;
}

/**
 * Sets a scene. The collaborator sees all clients, the client user the one of `ids`; the revoked session is an administrator's, the
 * agent was paired by the administrator.
 * @param platform with the connector `scripted`
 * @param stranger the administrator of another firm
 */
export async function setScene(platform: TestPlatform, stranger: TestUser): Promise<Scene> {
  const { firm, ids, agentToken } = await firmOfEverything(platform);
  return {
    ids,
    callers: {
      nobody: asCaller(platform, {}),
      'other firm': stranger,
      collaborator: await firm.addUser('collaborator'),
      client: await firm.addUser('client', [ids.client ?? '']),
      revoked: await signOut(platform, await firm.addUser('admin')),
      agent: asCaller(platform, { authorization: `Bearer ${agentToken}` }),
    },
  };
}

/** @param user whose cookie no longer opens anything afterwards */
async function signOut(platform: TestPlatform, user: TestUser): Promise<TestUser> {
  const answer = await platform.server.inject({
    method: 'POST',
    url: '/api/auth/sign-out',
    headers: { ...user.headers, host: 'localhost', origin: 'http://localhost' },
  });
  if (answer.statusCode !== 200) throw new Error(`Signing out answered ${answer.statusCode}`);
  return user;
}

/** The administrator of a firm that has nothing to do with the scene. */
export async function findStranger(platform: TestPlatform): Promise<TestUser> {
  return (await testFirm(platform)).admin;
}

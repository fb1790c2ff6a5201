import { firmOfEverything } from '../firm-of-everything.ts';
import { asCaller, createUser, signIn, type TestFirm, type TestUser, testFirm } from '../test-firm.ts';
import type { TestPlatform } from '../test-platform.ts';

/** The kinds of caller of the security matrix, in the order of its columns. */
export const callerKinds = [
  ...(['nobody', 'other firm', 'collaborator', 'client', 'revoked', 'agent'] as const),
  ...(['key', 'admin'] as const),
] as const;

export type CallerKind = (typeof callerKinds)[number];

const personKinds = ['other firm', 'collaborator', 'client', 'revoked', 'admin'] as const;

type PersonKind = (typeof personKinds)[number];

/** Accounts that come into one firm after another: making them is what takes time. */
export interface Cast {
  readonly people: Record<PersonKind, TestUser>;
  /** A member whom nobody calls as. */
  readonly colleague: TestUser;
}

/** A firm with one of everything, and those who call it. */
export interface Scene {
  readonly platform: TestPlatform;
  readonly firm: TestFirm;
  readonly cast: Cast;
  /** What each parameter of an address means, by its name. */
  readonly ids: Readonly<Record<string, string>>;
  readonly callers: Readonly<Record<CallerKind, TestUser>>;
}

/** The accounts of a matrix. The session of `revoked` is ended; `other firm` administrates a firm that has nothing to do with the scenes. */
export async function findCast(platform: TestPlatform): Promise<Cast> {
  const [stranger, collaborator, client, revoked, admin, colleague] = await Promise.all([
    createUser(platform, 'admin'),
    createUser(platform, 'collaborator'),
    createUser(platform, 'client'),
    createUser(platform, 'admin'),
    createUser(platform, 'admin'),
    createUser(platform, 'collaborator'),
  ]);
  await testFirm(platform, stranger);
  await signOut(platform, revoked);
  return { people: { 'other firm': stranger, collaborator, client, revoked, admin }, colleague };
}

/**
 * Sets a scene. The collaborator sees all clients, the client user the one of `ids`; `revoked` is an administrator, who paired the
 * agent and made the key too.
 * @param platform with the connector `scripted`
 */
export async function setScene(platform: TestPlatform, cast: Cast): Promise<Scene> {
  const { people, colleague } = cast;
  const made = await firmOfEverything(platform, { administrator: people.admin, colleague });
  const { firm, ids, agentToken, apiKey } = made;
  await firm.addMember(people.collaborator, 'collaborator');
  await firm.addMember(people.client, 'client', [ids.client ?? '']);
  await firm.addMember(people.revoked, 'admin');
  return {
    ...{ platform, firm, cast, ids },
    callers: {
      ...people,
      nobody: asCaller(platform, {}),
      agent: asCaller(platform, { authorization: `Bearer ${agentToken}` }),
      key: asCaller(platform, { authorization: `Bearer ${apiKey}` }),
    },
  };
}

/**
 * Signs a caller in anew, whose session a call may have ended. @returns whether he is one who signs in; the scenes set before know
 * his old session
 */
export async function signInAgain(
  platform: TestPlatform,
  { people }: Cast,
  kind: CallerKind,
): Promise<boolean> {
  if (!isPerson(kind) || kind === 'revoked') return false;
  people[kind] = await signIn(platform, people[kind].email);
  return true;
}

function isPerson(kind: CallerKind): kind is PersonKind {
  return personKinds.some((each) => each === kind);
}

/** @param user whose cookie no longer opens anything afterwards */
async function signOut(platform: TestPlatform, user: TestUser): Promise<void> {
  const answer = await platform.server.inject({
    method: 'POST',
    url: '/api/auth/sign-out',
    headers: { ...user.headers, host: 'localhost', origin: 'http://localhost' },
  });
  if (answer.statusCode !== 200) throw new Error(`Signing out answered ${answer.statusCode}`);
}

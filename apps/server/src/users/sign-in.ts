/** Who is calling, by e-mail and password, second factor or session. Who belongs to which firm is ours (`members`). */
import { randomBytes } from 'node:crypto';
import { parseCookies } from 'better-auth/cookies';
import { getMigrations } from 'better-auth/db/migration';
import type { Person } from './person.ts';
import { createLibrary, type LibraryOptions, oncePrefix, resetPrefix, toPerson } from './sign-in-library.ts';
import { libraryProblem } from './sign-in-problems.ts';
import { checkSecondFactor } from './sign-in-second-factor.ts';

/** What the library answered: what it says, and the cookies that the browser is to keep. */
export interface LibraryAnswer {
  readonly body: unknown;
  readonly cookies: readonly string[];
}

export interface Preferences {
  readonly language: 'fr' | 'en' | null;
  readonly hasSecondFactor: boolean;
}

export interface SignIn {
  /** `https://navette.example.fr`, where the pages are. */
  readonly origin: string;
  /**
   * Asks one of the library's endpoints, with its limits per address.
   * @param path `/sign-in/email` @throws NavetteError what it refused, in the words of our catalogue
   */
  ask(path: string, body: object, headers: Headers): Promise<LibraryAnswer>;
  /** The person whose session a request's cookie names, with that session. */
  findPerson(headers: Headers): Promise<Person | null>;
  /** Checks an e-mail and a password. @returns the person, or `null`: the same for an unknown address and a wrong password */
  checkPassword(email: string, password: string): Promise<Person | null>;
  hasSecondFactor(userId: string): Promise<boolean>;
  /**
   * Checks a code of the person's telephone, or uses up a recovery code.
   * @throws NavetteError `wrong_second_factor`, `second_factor_locked` after too many, `second_factor_missing`
   */
  checkSecondFactor(userId: string, code: string): Promise<void>;
  /** Creates an account, or finds the one that has this address. */
  createPerson(person: {
    readonly name: string;
    readonly email: string;
    /** Without one, a firm's provider signs the person in, or a link by e-mail sets one. */
    readonly password?: string;
  }): Promise<Person>;
  findByEmail(email: string): Promise<Person | null>;
  findById(userId: string): Promise<Person | null>;
  /** The language this person chose for pages and mails; French until then. */
  findLanguage(userId: string): Promise<'fr' | 'en'>;
  /** The language that was chosen, `null` until then, and whether there is a second factor. */
  findPreferences(userId: string): Promise<Preferences>;
  /** Changes what a person is called, or his language. */
  updatePerson(userId: string, change: { readonly name?: string; readonly language?: string }): Promise<void>;
  /** Whom a request is to give a code for, between the two steps of signing in. */
  findChallenged(headers: Headers): Promise<Person | null>;
  /** A token that sets a new password, once, within an hour. */
  createResetToken(userId: string): Promise<string>;
  /** Whose new password a token sets, as long as it was not used. */
  findByResetToken(token: string): Promise<Person | null>;
  /** Ends what was proved before: links on their way, browsers that need no code. */
  forgetProofs(userId: string): Promise<void>;
  /** Keeps a value for a few minutes, to be taken once. */
  keepOnce(key: string, value: string, seconds: number): Promise<void>;
  /** @returns the value, the first time it is asked for in time */
  takeOnce(key: string): Promise<string | null>;
  /** Opens a session that is good for one firm, for a person whom its provider signed in. @returns its cookies */
  openFirmSession(userId: string, onlyFirmId: string, headers: Headers): Promise<readonly string[]>;
  /** Ends a session that was opened for nobody. */
  endSession(token: string): Promise<void>;
  /** The account that an identity of a firm's provider was linked to. */
  findLinked(providerId: string, subject: string): Promise<Person | null>;
  link(userId: string, providerId: string, subject: string): Promise<void>;
  /** Forgets the identities of a firm's provider, and ends the sessions that it opened. */
  unlinkProvider(providerId: string, firmId: string): Promise<void>;
  /** What the library would still change in its tables; empty when our migration matches it. */
  pendingChanges(): Promise<string>;
}

const resetSeconds = 3_600;

export function createSignIn(options: LibraryOptions): SignIn {
  const { pool, baseUrl } = options;
  const library = createLibrary(options);

  /** The account that a kept value names. */
  async function findByKept(identifier: string): Promise<Person | null> {
    const { internalAdapter } = await library.$context;
    const kept = await internalAdapter.findVerificationValue(identifier);
    const user = kept ? await internalAdapter.findUserById(kept.value) : null;
    return user ? toPerson(user) : null;
  }

  async function findPreferences(userId: string): Promise<Preferences> {
    const { rows } = await pool.query<{ language: string | null; enabled: boolean | null }>(
      'select language, "twoFactorEnabled" as enabled from auth."user" where id = $1',
      [userId],
    );
    const { language, enabled } = rows[0] ?? {};
    return {
      language: language === 'fr' || language === 'en' ? language : null,
      hasSecondFactor: enabled === true,
    };
  }

  return {
    origin: new URL(baseUrl).origin,
    async ask(path, body, headers) {
      const request = new Request(new URL(`/api/auth${path}`, baseUrl), {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      const answer = await library.handler(request);
      const said: unknown = await answer.json().catch(() => null);
      if (!answer.ok) throw libraryProblem(answer.status, said);
      return { body: said, cookies: answer.headers.getSetCookie() };
    },
    async findPerson(headers) {
      const found = await library.api.getSession({ headers });
      if (found === null) return null;
      const { id, onlyFirmId } = found.session;
      return { ...toPerson(found.user), session: { id, onlyFirmId: onlyFirmId ?? null } };
    },
    async checkPassword(email, password) {
      const context = await library.$context;
      const found = await context.internalAdapter.findUserByEmail(email.toLowerCase(), {
        includeAccounts: true,
      });
      const hash = found?.accounts.find(({ providerId }) => providerId === 'credential')?.password;
      if (!found || !hash) {
        // As long as for a known address: the time says nothing.
        await context.password.hash(password);
        return null;
      }
      return (await context.password.verify({ hash, password })) ? toPerson(found.user) : null;
    },
    hasSecondFactor: async (userId) => (await findPreferences(userId)).hasSecondFactor,
    async checkSecondFactor(userId, code) {
      const { secretConfig } = await library.$context;
      await checkSecondFactor(pool, secretConfig, userId, code);
    },
    async createPerson({ name, email, password }) {
      const context = await library.$context;
      const address = email.toLowerCase();
      const existing = await context.internalAdapter.findUserByEmail(address);
      if (existing) return toPerson(existing.user);
      const hash = password === undefined ? null : await context.password.hash(password);
      const user = await context.internalAdapter.createUser(
        { name, email: address, emailVerified: true },
        { method: 'email-password' },
      );
      if (hash !== null)
        await context.internalAdapter.linkAccount({
          ...{ userId: user.id, providerId: 'credential', accountId: user.id, password: hash },
        });
      return toPerson(user);
    },
    async findByEmail(email) {
      const context = await library.$context;
      const found = await context.internalAdapter.findUserByEmail(email.toLowerCase());
      return found ? toPerson(found.user) : null;
    },
    async findById(userId) {
      const context = await library.$context;
      const found = await context.internalAdapter.findUserById(userId);
      return found ? toPerson(found) : null;
    },
    findLanguage: async (userId) => (await findPreferences(userId)).language ?? 'fr',
    findPreferences,
    async updatePerson(userId, change) {
      const context = await library.$context;
      await context.internalAdapter.updateUser(userId, change);
    },
    async findChallenged(headers) {
      const context = await library.$context;
      const cookie = parseCookies(headers.get('cookie') ?? '').get(
        context.createAuthCookie('two_factor').name,
      );
      // The library checks the signature, and decides; here the name alone is wanted.
      const identifier = cookie?.split('.')[0];
      return identifier ? findByKept(identifier) : null;
    },
    findByResetToken: (token) => findByKept(resetPrefix + token),
    async createResetToken(userId) {
      const context = await library.$context;
      const token = randomBytes(24).toString('base64url');
      await context.internalAdapter.createVerificationValue({
        identifier: resetPrefix + token,
        value: userId,
        expiresAt: inSeconds(resetSeconds),
      });
      return token;
    },
    async forgetProofs(userId) {
      await pool.query('delete from auth.verification where value = $1', [userId]);
    },
    async keepOnce(key, value, seconds) {
      const context = await library.$context;
      const identifier = oncePrefix + key;
      await context.internalAdapter.createVerificationValue({
        identifier,
        value,
        expiresAt: inSeconds(seconds),
      });
    },
    async takeOnce(key) {
      const context = await library.$context;
      return (await context.internalAdapter.consumeVerificationValue(oncePrefix + key))?.value ?? null;
    },
    async openFirmSession(userId, onlyFirmId, headers) {
      const { headers: answered } = await library.api.openSession({
        body: { userId, onlyFirmId },
        headers,
        returnHeaders: true,
      });
      return answered.getSetCookie();
    },
    async endSession(token) {
      const { internalAdapter } = await library.$context;
      await internalAdapter.deleteSession(token);
    },
    async findLinked(providerId, subject) {
      const { rows } = await pool.query<{ id: string; name: string; email: string }>(
        `select u.id, u.name, u.email from auth.account a join auth."user" u on u.id = a."userId"
         where a."providerId" = $1 and a."accountId" = $2`,
        [providerId, subject],
      );
      return rows[0] ? toPerson(rows[0]) : null;
    },
    async link(userId, providerId, subject) {
      const { internalAdapter } = await library.$context;
      await internalAdapter.linkAccount({ userId, providerId, accountId: subject });
    },
    async unlinkProvider(providerId, firmId) {
      await pool.query('delete from auth.account where "providerId" = $1', [providerId]);
      await pool.query('delete from auth.session where "onlyFirmId" = $1', [firmId]);
    },
    async pendingChanges() {
      const { compileMigrations } = await getMigrations(library.options);
      return compileMigrations();
    },
  };
}

/** The library's own clock, which is the machine's. */
function inSeconds(seconds: number): Date {
  return new Date(Date.now() + seconds * 1000);
}

/** Sign-in by e-mail and password: better-auth on the schema `auth`. Who belongs to which firm is ours (`members`). */
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { Log } from '../log.ts';
import type { Person } from './person.ts';

export interface SignIn {
  /** Answers `/api/auth/*`. */
  handle(request: Request): Promise<Response>;
  /** The person whose session a request's cookie names. */
  findPerson(headers: Headers): Promise<Person | null>;
  /** Checks an e-mail and a password. @returns the person, or `null`: the same for an unknown address and a wrong password */
  checkPassword(email: string, password: string): Promise<Person | null>;
  /** Creates an account, or finds the one that has this address. */
  createPerson(person: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
  }): Promise<Person>;
  findByEmail(email: string): Promise<Person | null>;
  /** What the library would still change in its tables; empty when our migration matches it. */
  pendingChanges(): Promise<string>;
}

export interface SignInOptions {
  readonly pool: Pool;
  readonly secret: string;
  /** `https://navette.example.fr`; decides the cookie's `Secure`. */
  readonly baseUrl: string;
  readonly newId: () => string;
  readonly log: Log;
}

const minPasswordLength = 10;
const sessionDays = 14;

export function createSignIn({ pool, secret, baseUrl, newId, log }: SignInOptions): SignIn {
  const auth = betterAuth({
    appName: 'Navette',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    // The page's own origin, whatever name people reach the server by.
    trustedOrigins: (request) => {
      const host = request?.headers.get('host');
      return host ? [`http://${host}`, `https://${host}`] : [];
    },
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres', schemaName: 'auth' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength, maxPasswordLength: 200 },
    session: { expiresIn: sessionDays * 86_400, updateAge: 86_400 },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 60, max: 20 } },
    },
    advanced: {
      cookiePrefix: 'navette',
      useSecureCookies: baseUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // The tables are frozen in our migrations, and a test compares them with the library's.
      database: { generateId: newId, validateSchema: false },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...facts) => log.error('Sign-in failed', { message, facts }),
    },
  });

  const toPerson = (user: { id: string; name: string; email: string }): Person => ({
    userId: user.id,
    name: user.name,
    email: user.email,
  });

  return {
    handle: (request) => auth.handler(request),
    async findPerson(headers) {
      const session = await auth.api.getSession({ headers });
      return session === null ? null : toPerson(session.user);
    },
    async checkPassword(email, password) {
      const context = await auth.$context;
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
    async createPerson({ name, email, password }) {
      const context = await auth.$context;
      const address = email.toLowerCase();
      const existing = await context.internalAdapter.findUserByEmail(address);
      if (existing) return toPerson(existing.user);
      const hash = await context.password.hash(password);
      const user = await context.internalAdapter.createUser(
        { name, email: address, emailVerified: true },
        { method: 'email-password' },
      );
      await context.internalAdapter.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: hash,
      });
      return toPerson(user);
    },
    async findByEmail(email) {
      const context = await auth.$context;
      const found = await context.internalAdapter.findUserByEmail(email.toLowerCase());
      return found ? toPerson(found.user) : null;
    },
    async pendingChanges() {
      const { compileMigrations } = await getMigrations(auth.options);
      return compileMigrations();
    },
  };
}

import { createHmac } from 'node:crypto';
import { NavetteError } from '@navette/model';
import pg from 'pg';
import { scramVerifier } from './scram.ts';

/**
 * Who connects. `owner` owns the tables and runs the migrations; the others log in, own nothing, and see only what the
 * migrations grant: `app` is the product, `queue` claims deliveries across firms, `auth` answers who is calling.
 */
export type DatabaseRole = 'owner' | 'app' | 'queue' | 'auth';

const loginRoles = ['app', 'queue', 'auth'] as const;

/** The role's name in PostgreSQL. With `DATABASE_URL` the owner is that address's user instead. */
export function roleName(role: DatabaseRole): string {
  return `navette_${role}`;
}

/** How to connect to the same database as one of its roles. */
export type ConfigOf = (role: DatabaseRole) => pg.ClientConfig;

/** The password of a role: derived, so that it is kept nowhere and every process finds the same. */
export function rolePassword(secret: string, role: DatabaseRole): string {
  return createHmac('sha256', secret).update(`navette/postgresql/${role}`).digest('base64url');
}

/** Settings that belong to the product's roles rather than to a server that may not be ours. */
const roleSettings = {
  timezone: 'UTC',
  idle_in_transaction_session_timeout: '60s',
  statement_timeout: '5min',
};

/**
 * Creates the three login roles where they are missing, and proves that each can log in and is no more than it should be.
 * Calling it again is safe, from one process at a time (`withPreparationLock`).
 * @param admin may create roles: the embedded server's superuser, or the user of `DATABASE_URL`
 * @throws database_not_usable saying what the operator has to grant or take away
 */
export async function ensureLoginRoles(admin: pg.Client, secret: string, configOf: ConfigOf): Promise<void> {
  for (const role of loginRoles) {
    await ensureRole(admin, role, secret);
    await applySettings(admin, roleName(role));
    const refusal = await loginRefusal(configOf(role));
    if (refusal === undefined) continue;
    if (!isWrongPassword(refusal))
      throw notUsable(`${roleName(role)} cannot connect (${refusal.message})`, refusal);
    await resetPassword(admin, role, secret);
    const still = await loginRefusal(configOf(role));
    if (still !== undefined) throw notUsable(`${roleName(role)} cannot connect (${still.message})`, still);
  }
}

/** Creates the role that owns the embedded database, where it is missing. Not a superuser: migrations need none. */
export async function ensureOwnerRole(superuser: pg.Client, secret: string): Promise<void> {
  const { rowCount } = await superuser.query('select from pg_roles where rolname = $1', [roleName('owner')]);
  if (rowCount === 0) await createRole(superuser, 'owner', secret);
}

async function ensureRole(admin: pg.Client, role: DatabaseRole, secret: string): Promise<void> {
  const { rows } = await admin.query<{ excess: string | null }>(
    `select case when rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication
                 then 'has rights above an ordinary role'
                 when exists (select from pg_shdepend
                               where refclassid = 'pg_authid'::regclass and refobjid = r.oid and deptype = 'o')
                 then 'owns something'
                 when exists (select from pg_auth_members where member = r.oid)
                 then 'has the rights of another role'
            end as excess
       from pg_roles r where rolname = $1`,
    [roleName(role)],
  );
  const found = rows[0];
  if (found === undefined) await createRole(admin, role, secret);
  else if (found.excess !== null) {
    const detail = `the role ${roleName(role)} ${found.excess}, which would defeat the separation of firms; take that away`;
    throw notUsable(detail);
  }
}

async function createRole(admin: pg.Client, role: DatabaseRole, secret: string): Promise<void> {
  const verifier = scramVerifier(rolePassword(secret, role));
  try {
    await admin.query(`create role ${roleName(role)} login password ${pg.escapeLiteral(verifier)}`);
  } catch (error) {
    if (hasCode(error, '42710', '23505')) return; // Navette in another database of this server made it meanwhile
    if (!hasCode(error, '42501')) throw error;
    throw notUsable(`its user may not create the role ${roleName(role)}; give it CREATEROLE`, error);
  }
}

async function applySettings(admin: pg.Client, name: string): Promise<void> {
  const { rows } = await admin.query<{ rolconfig: string[] | null }>(
    'select rolconfig from pg_roles where rolname = $1',
    [name],
  );
  const present = rows[0]?.rolconfig ?? [];
  for (const [setting, value] of Object.entries(roleSettings)) {
    if (present.some((entry) => entry.toLowerCase().startsWith(`${setting}=`))) continue;
    await admin.query(`alter role ${name} set ${setting} = ${pg.escapeLiteral(value)}`);
  }
}

async function resetPassword(admin: pg.Client, role: DatabaseRole, secret: string): Promise<void> {
  const name = roleName(role);
  const { rowCount } = await admin.query(
    `select from pg_shdepend
      where refclassid = 'pg_authid'::regclass and refobjid = $1::regrole
        and dbid not in (0, (select oid from pg_database where datname = current_database()))`,
    [name],
  );
  if (rowCount !== 0) {
    throw notUsable(
      `${name} serves another database of this server under another secret; give each Navette its own server`,
    );
  }
  try {
    const verifier = scramVerifier(rolePassword(secret, role));
    await admin.query(`alter role ${name} password ${pg.escapeLiteral(verifier)}`);
  } catch (error) {
    if (!hasCode(error, '42501')) throw error;
    throw notUsable(`its user may not set the password of ${name}; give it ADMIN OPTION on that role`, error);
  }
}

async function loginRefusal(config: pg.ClientConfig): Promise<Error | undefined> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => {});
  }
}

function isWrongPassword(error: Error): boolean {
  return hasCode(error, '28P01');
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as { code?: string }).code ?? '');
}

function notUsable(detail: string, cause?: unknown): NavetteError {
  return new NavetteError('database_not_usable', { detail }, cause);
}

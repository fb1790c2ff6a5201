/** Where a person is signed in. A session that a firm's provider opened sees, and ends, only those of that provider. */
import type { Pool } from 'pg';
import { type Device, describeDevice } from './sign-in-device.ts';
import type { SignedIn } from './sign-in-request.ts';

interface SessionRow {
  readonly id: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly onlyFirmId: string | null;
}

/** $1 = user, $2 = the firm of the caller's own session. */
const mine = `"userId" = $1 and ($2::text is null or "onlyFirmId" = $2)`;

/** Sessions that still open something, the last used first. */
export async function listSessions(pool: Pool, { userId, session }: SignedIn) {
  const { rows } = await pool.query<SessionRow>(
    `select id, "userAgent", "ipAddress", "createdAt", "updatedAt", "onlyFirmId" from auth.session
     where ${mine} and "expiresAt" > now() order by "updatedAt" desc, id desc limit 200`,
    [userId, session.onlyFirmId],
  );
  return rows.map(({ id, userAgent, ipAddress, createdAt, updatedAt, onlyFirmId }) => ({
    id,
    ...describeDevice(userAgent),
    address: ipAddress || null,
    signedInAt: createdAt.toISOString(),
    lastUsedAt: updatedAt.toISOString(),
    isCurrent: id === session.id,
    byProvider: onlyFirmId !== null,
  }));
}

/** Ends one session. @returns what it ran on; `null` when the person has no such session */
export async function revokeSession(
  pool: Pool,
  { userId, session }: SignedIn,
  sessionId: string,
): Promise<Device | null> {
  const { rows } = await pool.query<Pick<SessionRow, 'userAgent'>>(
    `delete from auth.session where ${mine} and id = $3 returning "userAgent"`,
    [userId, session.onlyFirmId, sessionId],
  );
  return rows[0] ? describeDevice(rows[0].userAgent) : null;
}

/** Ends every session but the caller's. @returns how many */
export async function revokeOtherSessions(pool: Pool, { userId, session }: SignedIn): Promise<number> {
  const { rowCount } = await pool.query(`delete from auth.session where ${mine} and id <> $3`, [
    userId,
    session.onlyFirmId,
    session.id,
  ]);
  return rowCount ?? 0;
}

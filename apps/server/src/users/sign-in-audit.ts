/** What happened to a person's access, in the audit log of each firm he belongs to. */
import type { FastifyRequest } from 'fastify';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import type { Person } from './person.ts';
import { describeDevice } from './sign-in-device.ts';

export type SignInAction =
  | 'session.opened'
  | 'session.refused'
  | 'session.revoked'
  | 'password.changed'
  | 'password.reset'
  | 'second_factor.enabled'
  | 'second_factor.disabled'
  | 'second_factor.refused'
  | 'recovery_codes.renewed'
  | 'member.renamed';

export interface SignInEvent {
  readonly action: SignInAction;
  readonly person: Person;
  /** Where it came from. */
  readonly request: Pick<FastifyRequest, 'ip' | 'headers'>;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  /** The one firm that it concerns; all of the person's unless given. */
  readonly firmId?: string;
}

/** These were done by somebody who could not prove who he is. */
const anonymous: ReadonlySet<SignInAction> = new Set(['session.refused', 'second_factor.refused']);

/**
 * Writes an event in the audit log of the person's firms. The library has its own connection, so this follows what it tells
 * rather than sharing its transaction: between the two, a process that dies leaves the change without its entry.
 */
export async function auditSignIn(
  platform: Platform,
  { action, person, request, details = {}, firmId }: SignInEvent,
): Promise<void> {
  const { userId, name } = person;
  const { browser, system } = describeDevice(request.headers['user-agent']);
  const firmIds = firmId === undefined ? await listFirms(platform, userId) : [firmId];
  for (const each of firmIds)
    await inFirm(platform.database.app, each, (trx) =>
      recordAudit(
        platform,
        trx,
        anonymous.has(action) ? { firmId: each, system: true } : { firmId: each, userId, name, agent: null },
        {
          ...{ action, subjectKind: 'user', subjectId: userId, subjectName: name },
          details: { ...details, address: request.ip, browser, system },
        },
      ),
    );
}

/** The firms that a person is an active member of. */
export async function listFirms(platform: Platform, userId: string): Promise<string[]> {
  const { rows } = await platform.database.auth.query<{ firmId: string }>(
    `select firm_id as "firmId" from members where user_id = $1 and state = 'active' order by firm_id`,
    [userId],
  );
  return rows.map(({ firmId }) => firmId);
}

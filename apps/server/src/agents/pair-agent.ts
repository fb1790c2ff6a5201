import { randomBytes } from 'node:crypto';
import { NavetteError } from '@navette/model';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import { hashToken } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { auditSignIn, type SignInEvent } from '../users/sign-in-audit.ts';

export interface Pairing {
  readonly webServiceId: string;
  readonly email: string;
  readonly password: string;
  /** Of the second factor, where the account has one. */
  readonly code?: string | undefined;
  /** The computer's name. */
  readonly name: string;
  readonly version: string;
  readonly platform: string;
}

/**
 * Exchanges an e-mail and a password for the token of a new agent. The token is shown once; its hash alone is kept.
 * @throws NavetteError `unknown_web_service`, `wrong_credentials` (also for a person who is not of this firm), `firm_suspended`,
 * `second_factor_required` when the firm asks for one that the account has not; `second_factor_needed`, `wrong_second_factor`,
 * `second_factor_locked` when it has one
 */
export async function pairAgent(platform: Platform, pairing: Pairing, request: SignInEvent['request']) {
  const { rows } = await platform.database.auth.query<{
    id: string;
    name: string;
    state: string;
    requires: boolean;
  }>(
    'select id, name, state, require_second_factor as requires from firms where web_service_id = upper($1)',
    [pairing.webServiceId.trim()],
  );
  const firm = rows[0];
  if (!firm) throw new NavetteError('unknown_web_service');
  const person = await platform.signIn.checkPassword(pairing.email, pairing.password);
  if (!person || !(await isMember(platform, firm.id, person.userId)))
    throw new NavetteError('wrong_credentials');
  if (firm.state === 'suspended') throw new NavetteError('firm_suspended');
  await proveSecondFactor(platform, person.userId, { code: pairing.code, isRequired: firm.requires }).catch(
    async (error: unknown) => {
      // The password was right: this is somebody close.
      if (error instanceof NavetteError && error.code === 'wrong_second_factor')
        await auditSignIn(platform, {
          ...{ action: 'second_factor.refused', person, request, firmId: firm.id },
          details: { by: 'pairing' },
        });
      throw error;
    },
  );
  const agentId = platform.newId();
  const token = `navette_agent_${randomBytes(32).toString('base64url')}`;
  await inFirm(platform.database.app, firm.id, async (trx) => {
    await trx
      .insertInto('agents')
      .values({
        firm_id: firm.id,
        id: agentId,
        user_id: person.userId,
        name: pairing.name,
        version: pairing.version,
        platform: pairing.platform,
        token_sha256: hashToken(token),
        paired_at: platform.clock().toISOString(),
      })
      .execute();
    const actor = { firmId: firm.id, ...person, agent: null };
    await recordAudit(platform, trx, actor, {
      action: 'agent.paired',
      subjectKind: 'agent',
      subjectId: agentId,
      subjectName: pairing.name,
      details: { version: pairing.version, platform: pairing.platform },
    });
  });
  platform.live.publish(firm.id, 'agents');
  return {
    agentId,
    token,
    firm: { id: firm.id, name: firm.name },
    user: { name: person.name, email: person.email },
  };
}

async function proveSecondFactor(
  { signIn }: Platform,
  userId: string,
  { code, isRequired }: { readonly code: string | undefined; readonly isRequired: boolean },
): Promise<void> {
  if (!(await signIn.hasSecondFactor(userId))) {
    if (isRequired) throw new NavetteError('second_factor_required');
    return;
  }
  if (code === undefined) throw new NavetteError('second_factor_needed');
  await signIn.checkSecondFactor(userId, code);
}

async function isMember(platform: Platform, firmId: string, userId: string): Promise<boolean> {
  const { rowCount } = await platform.database.auth.query(
    `select from members where firm_id = $1 and user_id = $2 and state = 'active'`,
    [firmId, userId],
  );
  return rowCount === 1;
}

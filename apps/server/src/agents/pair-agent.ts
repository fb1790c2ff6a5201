import { randomBytes } from 'node:crypto';
import { NavetteError } from '@navette/model';
import { inFirm } from '../database/tenancy.ts';
import { hashToken } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

export interface Pairing {
  readonly webServiceId: string;
  readonly email: string;
  readonly password: string;
  /** The computer's name. */
  readonly name: string;
  readonly version: string;
  readonly platform: string;
}

/**
 * Exchanges an e-mail and a password for the token of a new agent. The token is shown once; its hash alone is kept.
 * @throws NavetteError `unknown_web_service`, `wrong_credentials` (also for a person who is not of this firm), `firm_suspended`
 */
export async function pairAgent(platform: Platform, pairing: Pairing) {
  const { rows } = await platform.database.auth.query<{ id: string; name: string; state: string }>(
    'select id, name, state from firms where web_service_id = upper($1)',
    [pairing.webServiceId.trim()],
  );
  const firm = rows[0];
  if (!firm) throw new NavetteError('unknown_web_service');
  const person = await platform.signIn.checkPassword(pairing.email, pairing.password);
  if (!person || !(await isMember(platform, firm.id, person.userId)))
    throw new NavetteError('wrong_credentials');
  if (firm.state === 'suspended') throw new NavetteError('firm_suspended');
  const agentId = platform.newId();
  const token = `navette_agent_${randomBytes(32).toString('base64url')}`;
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx
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
      .execute(),
  );
  platform.live.publish(firm.id, 'agents');
  return {
    agentId,
    token,
    firm: { id: firm.id, name: firm.name },
    user: { name: person.name, email: person.email },
  };
}

async function isMember(platform: Platform, firmId: string, userId: string): Promise<boolean> {
  const { rowCount } = await platform.database.auth.query(
    `select from members where firm_id = $1 and user_id = $2 and state = 'active'`,
    [firmId, userId],
  );
  return rowCount === 1;
}

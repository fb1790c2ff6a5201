import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import { type FirmCaller, toHeaders } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { cancelInvitation, getInvitation, listInvitations } from './invitations.ts';
import { acceptInvitation, openInvitation } from './invitations-accept.ts';
import { invite, resendInvitation } from './invitations-invite.ts';
import { getMember, listMembers } from './members.ts';
import { setMemberState, takeOverAgents, updateMember } from './members-change.ts';
import { changeMemberClients, listMemberClients } from './members-clients.ts';

const minuteMs = 60_000;

/** Members, invitations and keys of integrators. */
export function registerPeopleRoutes(app: FastifyInstance, platform: Platform): void {
  registerMemberRoutes(app, platform);
  registerInvitationRoutes(app, platform);
  registerInvitedRoutes(app, platform);
  registerApiKeyRoutes(app, platform);
}

type Work<Result> = (trx: Transaction<Schema>) => Promise<Result>;

/** Does something in the caller's firm, and tells open pages that its people changed. */
async function change<Result>(
  platform: Platform,
  { firmId }: FirmCaller,
  work: Work<Result>,
): Promise<Result> {
  const result = await inFirm(platform.database.app, firmId, work);
  platform.live.publish(firmId, 'members');
  return result;
}

function registerMemberRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;
  const described = (caller: FirmCaller, member: string, work: Work<void>) =>
    change(platform, caller, async (trx) => {
      await work(trx);
      return getMember(platform, trx, caller.firmId, member);
    });
  /** His open pages end too: each opens its stream again, if he still may. */
  const restricted: typeof described = async (caller, member, work) => {
    const answer = await described(caller, member, work);
    platform.live.endStreams(caller.firmId, member);
    return answer;
  };

  registerRoute(app, platform, routes.listMembers, ({ caller, query }) =>
    inFirm(database, caller.firmId, (trx) => listMembers(platform, trx, caller.firmId, query)),
  );
  registerRoute(app, platform, routes.getMember, ({ caller, params }) =>
    inFirm(database, caller.firmId, (trx) => getMember(platform, trx, caller.firmId, params.member)),
  );
  registerRoute(app, platform, routes.updateMember, ({ caller, params: { member }, body }) =>
    restricted(caller, member, (trx) => updateMember(platform, trx, caller, member, body)),
  );
  registerRoute(app, platform, routes.deactivateMember, ({ caller, params: { member } }) =>
    restricted(caller, member, (trx) => setMemberState(platform, trx, caller, member, 'deactivated')),
  );
  registerRoute(app, platform, routes.reactivateMember, ({ caller, params: { member } }) =>
    described(caller, member, (trx) => setMemberState(platform, trx, caller, member, 'active')),
  );
  registerRoute(app, platform, routes.takeOverAgents, async ({ caller, params }) => {
    const agents = await change(platform, caller, (trx) =>
      takeOverAgents(platform, trx, caller, params.member),
    );
    platform.live.publish(caller.firmId, 'agents');
    return { agents };
  });
  registerRoute(app, platform, routes.listMemberClients, ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) => listMemberClients(trx, caller.firmId, params.member, query)),
  );
  registerRoute(app, platform, routes.changeMemberClients, async ({ caller, params: { member }, body }) => {
    const { add = [], remove = [] } = body;
    const answer = await described(caller, member, (trx) =>
      changeMemberClients(platform, trx, caller, member, { add, remove }),
    );
    platform.live.publish(caller.firmId, 'clients');
    return answer;
  });
}

function registerInvitationRoutes(app: FastifyInstance, platform: Platform): void {
  const limit = createAttemptLimit({ attempts: 30, windowMs: minuteMs, clock: platform.clock });

  /** Said at once, rather than on every invitation. @throws NavetteError `mail_not_configured`, `too_many_requests` */
  const requireMail = async ({ firmId }: FirmCaller) => {
    if (!(await platform.mail.isConfigured(firmId))) throw new NavetteError('mail_not_configured');
    limit.take(firmId);
  };

  registerRoute(app, platform, routes.listInvitations, ({ caller, query }) =>
    inFirm(platform.database.app, caller.firmId, (trx) =>
      listInvitations(platform, trx, caller.firmId, query),
    ),
  );
  registerRoute(app, platform, routes.invite, async ({ caller, body }) => {
    await requireMail(caller);
    return { items: await change(platform, caller, (trx) => invite(platform, trx, caller, body)) };
  });
  registerRoute(app, platform, routes.resendInvitation, async ({ caller, params }) => {
    await requireMail(caller);
    return change(platform, caller, async (trx) => {
      await resendInvitation(platform, trx, caller, params.invitation);
      return getInvitation(platform, trx, caller.firmId, params.invitation);
    });
  });
  registerRoute(app, platform, routes.cancelInvitation, async ({ caller, params }) => {
    await change(platform, caller, (trx) => cancelInvitation(platform, trx, caller, params.invitation));
    return {};
  });
}

/** For whoever holds a link, signed in or not. */
function registerInvitedRoutes(app: FastifyInstance, platform: Platform): void {
  const limit = createAttemptLimit({ attempts: 30, windowMs: minuteMs, clock: platform.clock });
  const whoIsIt = (request: FastifyRequest) => platform.signIn.findPerson(toHeaders(request));

  registerRoute(app, platform, routes.openInvitation, async ({ body, request }) => {
    limit.take(request.ip);
    return openInvitation(platform, body.token, await whoIsIt(request));
  });
  registerRoute(app, platform, routes.acceptInvitation, async ({ body, request }) => {
    limit.take(request.ip);
    const answer = await acceptInvitation(platform, body, await whoIsIt(request));
    platform.live.publish(answer.firmId, 'members');
    return answer;
  });
}

function registerApiKeyRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.listApiKeys, ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => ({
      items: await listApiKeys(platform, trx, caller.firmId),
    })),
  );
  registerRoute(app, platform, routes.createApiKey, ({ caller, body }) =>
    change(platform, caller, (trx) => createApiKey(platform, trx, caller, body)),
  );
  registerRoute(app, platform, routes.revokeApiKey, async ({ caller, params }) => {
    await change(platform, caller, (trx) => revokeApiKey(platform, trx, caller, params.key));
    return {};
  });
}

import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { pairAgent } from './pair-agent.ts';

export function registerAgentRoutes(app: FastifyInstance, platform: Platform): void {
  const limit = createAttemptLimit({ attempts: 10, windowMs: 60_000, clock: platform.clock });

  registerRoute(app, platform, routes.pairAgent, async ({ body, request }) => {
    limit.take(request.ip);
    return pairAgent(platform, body, request);
  });

  registerRoute(app, platform, routes.listAgents, async ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      const rows = await trx
        .selectFrom('agents')
        .innerJoin('members', (join) =>
          join
            .onRef('members.firm_id', '=', 'agents.firm_id')
            .onRef('members.user_id', '=', 'agents.user_id'),
        )
        .select([
          'agents.id',
          'agents.name',
          'members.name as userName',
          'agents.version',
          'agents.platform',
          'agents.paired_at as pairedAt',
          'agents.last_contact_at as lastContactAt',
          'agents.hot_folders as reported',
        ])
        .where('agents.firm_id', '=', caller.firmId)
        .where('agents.revoked_at', 'is', null)
        .orderBy('agents.name')
        .execute();
      const items = rows.map(({ reported, ...agent }) => ({
        ...agent,
        hotFolders: reported.length,
        waiting: reported.reduce((sum, each) => sum + each.waiting, 0),
        refused: reported.reduce((sum, each) => sum + each.refused, 0),
      }));
      return { items };
    }),
  );

  registerRoute(app, platform, routes.revokeAgent, async ({ caller, params }) => {
    await inFirm(platform.database.app, caller.firmId, async (trx) => {
      const revoked = await trx
        .updateTable('agents')
        .set({ revoked_at: platform.clock().toISOString() })
        .where('firm_id', '=', caller.firmId)
        .where('id', '=', params.agent)
        .where('revoked_at', 'is', null)
        .returning('name')
        .executeTakeFirst();
      if (!revoked) throw new NavetteError('not_found');
      await recordAudit(platform, trx, caller, {
        action: 'agent.revoked',
        subjectKind: 'agent',
        subjectId: params.agent,
        subjectName: revoked.name,
      });
    });
    platform.live.publish(caller.firmId, 'agents');
    return {};
  });

  registerRoute(app, platform, routes.reportAgent, async ({ caller, body }) => {
    if (caller.agent === null) throw new NavetteError('not_allowed');
    const agentId = caller.agent.id;
    const at = platform.clock().toISOString();
    await inFirm(platform.database.app, caller.firmId, (trx) =>
      trx
        .updateTable('agents')
        .set({ version: body.version, hot_folders: JSON.stringify(body.hotFolders), last_contact_at: at })
        .where('firm_id', '=', caller.firmId)
        .where('id', '=', agentId)
        .execute(),
    );
    platform.live.publish(caller.firmId, 'agents');
    return { time: at, problems: [] };
  });
}

/** One's own account: who one is, where one is signed in. */
import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { auditSignIn, listFirms } from './sign-in-audit.ts';
import { ownSession, signedIn } from './sign-in-request.ts';
import { listSessions, revokeOtherSessions, revokeSession } from './sign-in-sessions.ts';
import { endStreamsOf } from './sign-in-streams.ts';

interface Membership {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'collaborator' | 'client';
}

export function registerAccountRoutes(app: FastifyInstance, platform: Platform): void {
  const { signIn, database } = platform;

  registerRoute(app, platform, routes.me, async ({ caller }) => {
    const { userId, name, email, session } = signedIn(caller);
    const { rows } = await database.auth.query<Membership>(
      `select f.id, f.name, m.role from members m join firms f on f.id = m.firm_id
       where m.user_id = $1 and m.state = 'active' and f.state = 'active' and ($2::uuid is null or f.id = $2)
       order by f.name, f.id`,
      [userId, session.onlyFirmId],
    );
    const { language, hasSecondFactor } = await signIn.findPreferences(userId);
    const byProvider = session.onlyFirmId !== null;
    return { user: { id: userId, name, email, language, hasSecondFactor, byProvider }, firms: rows };
  });

  registerRoute(app, platform, routes.updateMe, async ({ caller, body, request }) => {
    const { language, name } = body;
    const person = name === undefined ? signedIn(caller) : ownSession(caller);
    const change = { ...(language && { language }), ...(name !== undefined && { name }) };
    if (Object.keys(change).length > 0) await signIn.updatePerson(person.userId, change);
    if (name === undefined || name === person.name) return {};
    for (const firmId of await listFirms(platform, person.userId))
      await inFirm(database.app, firmId, (trx) =>
        trx
          .updateTable('members')
          .set({ name })
          .where('firm_id', '=', firmId)
          .where('user_id', '=', person.userId)
          .execute(),
      );
    await auditSignIn(platform, {
      ...{ action: 'member.renamed', person, request },
      details: { from: person.name, to: name },
    });
    return {};
  });

  registerRoute(app, platform, routes.listSessions, async ({ caller }) => ({
    items: await listSessions(database.auth, signedIn(caller)),
  }));

  registerRoute(app, platform, routes.revokeSession, async ({ caller, params, request }) => {
    const person = signedIn(caller);
    const revoked = await revokeSession(database.auth, person, params.session);
    if (!revoked) throw new NavetteError('not_found');
    await endStreamsOf(platform, person.userId);
    await auditSignIn(platform, {
      ...{ action: 'session.revoked', person, request },
      details: { revokedBrowser: revoked.browser, revokedSystem: revoked.system },
      ...(person.session.onlyFirmId !== null && { firmId: person.session.onlyFirmId }),
    });
    return {};
  });

  registerRoute(app, platform, routes.revokeOtherSessions, async ({ caller, request }) => {
    const person = signedIn(caller);
    const revoked = await revokeOtherSessions(database.auth, person);
    if (revoked > 0) {
      await endStreamsOf(platform, person.userId);
      await auditSignIn(platform, {
        ...{ action: 'session.revoked', person, request, details: { sessions: revoked } },
        ...(person.session.onlyFirmId !== null && { firmId: person.session.onlyFirmId }),
      });
    }
    return { revoked };
  });
}

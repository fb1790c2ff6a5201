import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { composeMail } from './compose-mail.ts';
import { getMailSettings, removeMailSettings, saveMailSettings } from './mail-settings.ts';
import { resumeMailApplications } from './resume-mail-applications.ts';

export function registerMailRoutes(app: FastifyInstance, platform: Platform): void {
  const limit = createAttemptLimit({ attempts: 10, windowMs: 60_000, clock: platform.clock });

  const describe = async (firmId: string) => ({
    settings: await inFirm(platform.database.app, firmId, (trx) => getMailSettings(trx, firmId)),
    hasOperatorServer: await platform.mail.isConfigured(null),
  });

  registerRoute(app, platform, routes.getMailSettings, ({ caller }) => describe(caller.firmId));

  registerRoute(app, platform, routes.saveMailSettings, async ({ caller, body }) => {
    const laneIds = await inFirm(platform.database.app, caller.firmId, async (trx) => {
      await saveMailSettings(platform, trx, caller, body);
      return resumeMailApplications(platform, trx, caller.firmId);
    });
    await platform.wake.lanes(caller.firmId, laneIds);
    return describe(caller.firmId);
  });

  registerRoute(app, platform, routes.removeMailSettings, async ({ caller }) => {
    const laneIds = await inFirm(platform.database.app, caller.firmId, async (trx) => {
      await removeMailSettings(platform, trx, caller);
      // The operator's server may do what the firm's did not.
      return resumeMailApplications(platform, trx, caller.firmId);
    });
    await platform.wake.lanes(caller.firmId, laneIds);
    return {};
  });

  registerRoute(app, platform, routes.getMailSender, async ({ caller }) => {
    const route = await platform.mail.route(caller.firmId);
    if (route === null) return { sender: null };
    const readsBounces = route.returnPath(platform.newId()) !== null;
    return { sender: { ...route.server.from, readsBounces } };
  });

  registerRoute(app, platform, routes.testMailSettings, async ({ caller, body }) => {
    limit.take(caller.firmId);
    const { firmId, email, name } = caller;
    const language = body.language ?? 'fr';
    const firmName = await inFirm(platform.database.app, firmId, async (trx) => {
      await recordAudit(platform, trx, caller, {
        ...{ action: 'mail_settings.tested', subjectKind: 'mail_settings', subjectId: null },
        subjectName: email,
      });
      const firm = await trx.selectFrom('firms').select('name').where('id', '=', firmId).executeTakeFirst();
      return firm?.name ?? null;
    });
    const words = await platform.mail.send({
      firmId,
      to: email,
      ...composeMail({ language, firmName, ...testWords[language](name) }),
    });
    const laneIds = await inFirm(platform.database.app, firmId, (trx) =>
      resumeMailApplications(platform, trx, firmId),
    );
    await platform.wake.lanes(firmId, laneIds);
    return { sentTo: email, words };
  });
}

const testWords = {
  fr: (name: string) => ({
    subject: 'Essai d’envoi de Navette',
    paragraphs: [
      `Bonjour ${name},`,
      'Cet e-mail d’essai est arrivé\u00a0: les invitations et les récapitulatifs du cabinet partiront de la même façon.',
    ],
    footer: 'Vous recevez cet e-mail parce que vous avez demandé un essai dans Paramètres.',
  }),
  en: (name: string) => ({
    subject: 'Test mail from Navette',
    paragraphs: [
      `Hello ${name},`,
      'This test mail has arrived: the firm’s invitations and digests will leave the same way.',
    ],
    footer: 'You receive this mail because you asked for a test in Settings.',
  }),
};

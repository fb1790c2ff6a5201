import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { getFirmMailbox, loadFirmMailbox, removeFirmMailbox, saveFirmMailbox } from './firm-mailbox.ts';
import { openImap, translateImapError } from './open-imap.ts';
import { openReturnPath } from './open-return-path.ts';
import { openFolder } from './read-mailbox.ts';

const testMs = 30_000;

export function registerBounceRoutes(app: FastifyInstance, platform: Platform): void {
  const limit = createAttemptLimit({ attempts: 10, windowMs: 60_000, clock: platform.clock });

  const describe = (firmId: string) =>
    inFirm(platform.database.app, firmId, async (trx) => {
      const returnPath = await openReturnPath(platform, trx, firmId);
      return { mailbox: await getFirmMailbox(trx, firmId), areBouncesRead: returnPath(firmId) !== null };
    });

  registerRoute(app, platform, routes.getBounceMailbox, ({ caller }) => describe(caller.firmId));

  registerRoute(app, platform, routes.saveBounceMailbox, async ({ caller, body }) => {
    await inFirm(platform.database.app, caller.firmId, (trx) => saveFirmMailbox(platform, trx, caller, body));
    return describe(caller.firmId);
  });

  registerRoute(app, platform, routes.removeBounceMailbox, async ({ caller }) => {
    await inFirm(platform.database.app, caller.firmId, (trx) => removeFirmMailbox(platform, trx, caller));
    return {};
  });

  registerRoute(app, platform, routes.testBounceMailbox, async ({ caller }) => {
    limit.take(caller.firmId);
    const mailbox = await inFirm(platform.database.app, caller.firmId, async (trx) => {
      const loaded = await loadFirmMailbox(platform, trx, caller.firmId);
      await recordAudit(platform, trx, caller, {
        ...{ action: 'bounce_mailbox.tested', subjectKind: 'bounce_mailbox', subjectId: null },
        subjectName: loaded.host,
      });
      return loaded;
    });
    const client = await openImap(mailbox, platform.settings.allowedHosts, AbortSignal.timeout(testMs));
    try {
      await openFolder(client, mailbox.folder);
      return { mails: client.mailbox === false ? 0 : client.mailbox.exists };
    } catch (error) {
      throw translateImapError(error, mailbox);
    } finally {
      client.close();
    }
  });
}

/** The mails about a request for an application: one job for each administrator, so that one address that fails repeats no other mail. */
import { errorCatalogue, NavetteError } from '@navette/model';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import { defineTask } from '../jobs/task.ts';
import { composeMail, type MailContent } from '../mail/compose-mail.ts';
import type { Platform } from '../platform.ts';

const sendTask = 'application.send_request';

interface Payload extends Record<string, string> {
  readonly firmId: string;
  readonly requestId: string;
  readonly userId: string;
}

/** Has each active administrator told of a request, once the transaction is committed. */
export async function orderRequestMails(
  platform: Platform,
  trx: FirmTransaction,
  firmId: string,
  requestId: string,
): Promise<void> {
  const administrators = await trx
    .selectFrom('members')
    .select('user_id as userId')
    .where('firm_id', '=', firmId)
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .execute();
  for (const { userId } of administrators)
    await platform.jobs.add(trx, sendTask, { firmId, requestId, userId });
}

export const applicationRequestTask = defineTask<Payload>(
  sendTask,
  async (platform, { firmId, requestId, userId }, signal) => {
    const facts = await inFirm(platform.database.app, firmId, (trx) =>
      loadFacts(trx, firmId, requestId, userId),
    );
    if (!facts) return;
    const { to, ...told } = facts;
    const language = await platform.signIn.findLanguage(userId);
    const url = platform.mail.linkTo(`/cabinets/${firmId}/applications`);
    try {
      await platform.mail.send(
        { firmId, to, ...composeMail(requestMail(language, { ...told, url })) },
        signal,
      );
    } catch (error) {
      if (signal.aborted || !(error instanceof NavetteError)) throw error;
      if (errorCatalogue[error.code].retry) throw error;
      // The request is on the page all the same.
      platform.log.warn('The mail about a request for an application did not leave', { error });
    }
  },
);

/** `undefined` when the request was dealt with meanwhile, or when the administrator is none any more. */
function loadFacts(trx: FirmTransaction, firmId: string, requestId: string, userId: string) {
  return trx
    .selectFrom('application_requests')
    .innerJoin('firms', 'firms.id', 'application_requests.firm_id')
    .innerJoin('members', 'members.firm_id', 'application_requests.firm_id')
    .innerJoin('members as asking', (join) =>
      join
        .onRef('asking.firm_id', '=', 'application_requests.firm_id')
        .onRef('asking.user_id', '=', 'application_requests.requested_by'),
    )
    .select([
      'members.email as to',
      'members.name',
      'firms.name as firmName',
      'asking.name as askedBy',
      'application_requests.text',
    ])
    .where('application_requests.firm_id', '=', firmId)
    .where('application_requests.id', '=', requestId)
    .where('application_requests.closed_at', 'is', null)
    .where('members.user_id', '=', userId)
    .where('members.role', '=', 'admin')
    .where('members.state', '=', 'active')
    .executeTakeFirst();
}

interface RequestFacts {
  readonly name: string;
  readonly firmName: string;
  readonly askedBy: string;
  readonly text: string;
  readonly url: string;
}

function requestMail(language: 'fr' | 'en', facts: RequestFacts): MailContent {
  const { label, ...content } = words[language](facts);
  return { language, firmName: facts.firmName, action: { label, url: facts.url }, ...content };
}

const words = {
  fr: ({ name, askedBy, text }: RequestFacts) => ({
    subject: `${askedBy} demande une application`,
    paragraphs: [
      `Bonjour ${name},`,
      `${askedBy} demande une application pour le cabinet\u00a0:`,
      `«\u00a0${text}\u00a0»`,
      'Sa demande est affichée dans Applications tant que personne ne l’a marquée comme traitée.',
    ],
    label: 'Ouvrir les applications',
    footer: 'Vous recevez cet e-mail parce que vous êtes administrateur de cet espace.',
  }),
  en: ({ name, askedBy, text }: RequestFacts) => ({
    subject: `${askedBy} asks for an application`,
    paragraphs: [
      `Hello ${name},`,
      `${askedBy} asks for an application for the firm:`,
      `“${text}”`,
      'The request is shown in Applications until somebody marks it as dealt with.',
    ],
    label: 'Open the applications',
    footer: 'You receive this mail because you are an administrator of this space.',
  }),
};

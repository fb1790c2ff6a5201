/** The mails about signing in, sent by background jobs: nobody waits for a mail server, and a known address takes no longer. */
import { errorCatalogue, NavetteError } from '@navette/model';
import { defineTask } from '../jobs/task.ts';
import { composeMail, type MailContent } from '../mail/compose-mail.ts';
import type { Platform } from '../platform.ts';
import type { Person } from './person.ts';
import { listFirms } from './sign-in-audit.ts';
import { type NoticeKind, noticeMail, resetMail } from './sign-in-words.ts';

const hourMs = 3_600_000;
const resetTask = 'password.send_link';
const noticeTask = 'account.send_notice';

/** Has a link for a new password sent. */
export async function orderResetMail(platform: Platform, userId: string): Promise<void> {
  const askedAt = platform.clock().toISOString();
  await platform.jobs.add(null, resetTask, { userId, askedAt });
}

/** Has the person told that the protection of his account changed. */
export async function orderNotice(platform: Platform, userId: string, kind: NoticeKind): Promise<void> {
  await platform.jobs.add(null, noticeTask, { userId, kind });
}

export const signInMailTasks = [
  defineTask<{ userId: string; askedAt: string }>(
    resetTask,
    async (platform, { userId, askedAt }, signal) => {
      // Somebody who could not be written to for that long has asked again, or given up.
      if (platform.clock().getTime() - Date.parse(askedAt) > hourMs) return;
      const person = await platform.signIn.findById(userId);
      if (!person) return;
      const token = await platform.signIn.createResetToken(userId);
      // After the `#`, the token reaches no server's log and no other site.
      const url = platform.mail.linkTo(`/nouveau-mot-de-passe#${token}`);
      const language = await platform.signIn.findLanguage(userId);
      await send(platform, person, resetMail(person, language, url), signal);
    },
  ),
  defineTask<{ userId: string; kind: NoticeKind }>(noticeTask, async (platform, { userId, kind }, signal) => {
    const person = await platform.signIn.findById(userId);
    if (!person) return;
    const url = platform.mail.linkTo('/mot-de-passe-oublie');
    const language = await platform.signIn.findLanguage(userId);
    await send(platform, person, noticeMail(person, language, kind, url), signal);
  }),
];

/** @throws NavetteError when trying again can help; otherwise the log says that it did not leave */
async function send(
  platform: Platform,
  person: Person,
  content: MailContent,
  signal: AbortSignal,
): Promise<void> {
  const { subject, text, html } = composeMail(content);
  const firmId = await chooseSender(platform, person.userId);
  try {
    await platform.mail.send({ firmId, to: person.email, subject, text, html }, signal);
  } catch (error) {
    if (!(error instanceof NavetteError) || errorCatalogue[error.code].retry) throw error;
    platform.log.warn('A mail about signing in did not leave', { code: error.code, userId: person.userId });
  }
}

/**
 * An account belongs to no firm, so the operator's server carries it. Without one, the server of a firm does when it is the
 * person's only one: whoever runs a mail server can read its links, and must not come by them into another firm.
 */
async function chooseSender(platform: Platform, userId: string): Promise<string | null> {
  if (await platform.mail.isConfigured(null)) return null;
  const [firmId, ...others] = await listFirms(platform, userId);
  return firmId !== undefined && others.length === 0 ? firmId : null;
}

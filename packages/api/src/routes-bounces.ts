import { z } from 'zod';
import { admins, route } from './route.ts';
import { firmParams, mailHost, mailPort, mailSecurity, reason, time } from './shapes.ts';

/** Where mails that came back are read, for a firm that has a mail server of its own. The password is written, never read. */
export const firmBounceMailbox = z.object({
  address: z.string(),
  host: z.string(),
  port: z.number().int(),
  security: mailSecurity,
  user: z.string(),
  folder: z.string(),
  /** When it was last read to its end. */
  readAt: time.nullable(),
  /** Why it could not be read since. */
  reason: reason.nullable(),
});

const bounceMailboxChange = z.strictObject({
  /**
   * `rebonds@cabinet.fr`, read as `rebonds+<token>@cabinet.fr`, with 18 characters at most before the `@`; `@rebonds.cabinet.fr` where
   * the mailbox takes every address of a domain.
   */
  address: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .regex(/^[a-z0-9._-]{0,18}@[a-z0-9-]+(\.[a-z0-9-]+)+$/),
  host: mailHost,
  port: mailPort,
  /** `tls`: from the first byte, port 993; `starttls`: demanded, port 143; `none`: in clear. */
  security: mailSecurity,
  user: z.string().trim().min(1).max(254),
  /** Left out, the one that is kept stays, as long as the server and the user do. */
  password: z.string().min(1).max(500).optional(),
  folder: z.string().trim().min(1).max(254).default('INBOX'),
});

export type BounceMailboxChange = z.output<typeof bounceMailboxChange>;

const bounceMailboxAnswer = z.object({
  /** `null`: the firm has none. */
  mailbox: firmBounceMailbox.nullable(),
  /** Whether what came back is read today: by this mailbox, or by the operator’s where mails leave by his server. */
  areBouncesRead: z.boolean(),
});

export const bounceRoutes = {
  getBounceMailbox: route('getBounceMailbox', {
    method: 'GET',
    path: '/api/v1/firms/:firm/bounce-mailbox',
    summary: 'The mailbox where the firm’s mails come back to.',
    who: admins,
    params: firmParams,
    answer: bounceMailboxAnswer,
  }),
  saveBounceMailbox: route('saveBounceMailbox', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/bounce-mailbox',
    summary:
      'Sets the mailbox where the firm’s mails come back to, over IMAP. It counts where the firm has a mail server of its own.',
    who: admins,
    params: firmParams,
    body: bounceMailboxChange,
    answer: bounceMailboxAnswer,
  }),
  removeBounceMailbox: route('removeBounceMailbox', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/bounce-mailbox',
    summary: 'What comes back is no longer read.',
    who: admins,
    params: firmParams,
  }),
  testBounceMailbox: route('testBounceMailbox', {
    method: 'POST',
    path: '/api/v1/firms/:firm/bounce-mailbox/test',
    summary:
      'Signs in to the mailbox that is saved and opens its folder. Answers how many mails it holds, or the exact reason.',
    who: admins,
    params: firmParams,
    answer: z.object({ mails: z.number().int() }),
  }),
};

import { z } from 'zod';
import { admins, route, staff } from './route.ts';
import { firmParams, mailHost, mailPort, mailSecurity } from './shapes.ts';

/** A firm's own mail server. The password is written, never read. */
export const mailSettings = z.object({
  host: z.string(),
  port: z.number().int(),
  security: mailSecurity,
  user: z.string().nullable(),
  hasPassword: z.boolean(),
  fromAddress: z.string(),
  fromName: z.string(),
});

const mailSettingsChange = z.strictObject({
  host: mailHost,
  port: mailPort,
  /** `tls`: from the first byte, port 465; `starttls`: demanded, port 587; `none`: in clear. */
  security: mailSecurity,
  user: z.string().trim().min(1).max(254).nullable(),
  /** Left out, the one that is kept stays, as long as the server and the user do. */
  password: z.string().min(1).max(500).nullable().optional(),
  fromAddress: z.email().max(254),
  fromName: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^[^\r\n]+$/),
});

export type MailSettingsChange = z.infer<typeof mailSettingsChange>;

const mailSettingsAnswer = z.object({
  /** `null`: the firm has no server of its own. */
  settings: mailSettings.nullable(),
  /** Whether mails would leave by the operator's server then. */
  hasOperatorServer: z.boolean(),
});

const mailSenderAnswer = z.object({
  /** `null`: neither the firm nor the operator has a mail server, so no document leaves by e-mail. */
  sender: z
    .object({
      /** What the partner's collect settings must allow. */
      address: z.string(),
      name: z.string(),
      /** Whether a document that comes back is noticed. */
      readsBounces: z.boolean(),
    })
    .nullable(),
});

export const mailRoutes = {
  getMailSender: route('getMailSender', {
    method: 'GET',
    path: '/api/v1/firms/:firm/mail-sender',
    summary: 'Who documents sent by e-mail come from: what partners are told to allow.',
    who: staff,
    params: firmParams,
    answer: mailSenderAnswer,
  }),
  getMailSettings: route('getMailSettings', {
    method: 'GET',
    path: '/api/v1/firms/:firm/mail-settings',
    summary: 'The mail server of the firm.',
    who: admins,
    params: firmParams,
    answer: mailSettingsAnswer,
  }),
  saveMailSettings: route('saveMailSettings', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/mail-settings',
    summary: 'Sets the mail server of the firm. Documents that waited for it leave.',
    who: admins,
    params: firmParams,
    body: mailSettingsChange,
    answer: mailSettingsAnswer,
  }),
  removeMailSettings: route('removeMailSettings', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/mail-settings',
    summary: 'The firm’s mails leave by the operator’s server again.',
    who: admins,
    params: firmParams,
  }),
  testMailSettings: route('testMailSettings', {
    method: 'POST',
    path: '/api/v1/firms/:firm/mail-settings/test',
    summary:
      'Sends a mail to the caller, with what is saved. Answers the server’s words, or the exact reason. When it leaves, so do the documents that waited for it.',
    who: admins,
    params: firmParams,
    body: z.strictObject({ language: z.enum(['fr', 'en']).optional() }),
    answer: z.object({ sentTo: z.string(), words: z.string() }),
  }),
};

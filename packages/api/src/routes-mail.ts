import { z } from 'zod';
import { admins, route } from './route.ts';
import { firmParams } from './shapes.ts';

const mailSecurity = z.enum(['none', 'starttls', 'tls']);

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
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[^\s/@[\]]+$/),
  port: z.number().int().min(1).max(65_535),
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

export const mailRoutes = {
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
    summary: 'Sets the mail server of the firm.',
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
      'Sends a mail to the caller, with what is saved. Answers the server’s words, or the exact reason.',
    who: admins,
    params: firmParams,
    body: z.strictObject({ language: z.enum(['fr', 'en']).optional() }),
    answer: z.object({ sentTo: z.string(), words: z.string() }),
  }),
};

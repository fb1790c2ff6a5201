import { z } from 'zod';
import { admins, route } from './route.ts';
import { firmParams, id, time } from './shapes.ts';

/** Signing in answers alike whoever is there; what is asked for next is all it tells. */
const entered = z.object({ user: z.object({ id, name: z.string(), email: z.string() }) });
const email = z.string().trim().max(254);
const password = z.string().min(1).max(200);
const newPassword = z.string().min(10).max(200);
/** Six digits of the application, or a recovery code, as people type them. */
const code = z.string().trim().min(1).max(50);
const noBody = z.object({});

/** The endpoints of the sign-in library that we use, each by its name there; all others answer 404. */
const passwordRoutes = {
  signIn: route('auth:sign-in/email', {
    method: 'POST',
    path: '/api/auth/sign-in/email',
    summary:
      'Signs a browser in. With a second factor, `user` is null and the code is expected at `two-factor/verify-totp` within 10 minutes.',
    who: ['anyone'],
    body: z.strictObject({ email, password }),
    answer: z.object({ user: entered.shape.user.nullable() }),
  }),
  signOut: route('auth:sign-out', {
    method: 'POST',
    path: '/api/auth/sign-out',
    summary: 'Ends the session of this browser. Calling it twice is harmless.',
    who: ['anyone'],
    body: noBody,
    answer: z.object({ success: z.boolean() }),
  }),
  askPasswordReset: route('auth:request-password-reset', {
    method: 'POST',
    path: '/api/auth/request-password-reset',
    summary: 'Sends a link for a new password, good for an hour. The answer is the same for every address.',
    who: ['anyone'],
    body: z.strictObject({ email: z.email().max(254) }),
  }),
  resetPassword: route('auth:reset-password', {
    method: 'POST',
    path: '/api/auth/reset-password',
    summary: 'Sets a new password with the token of a link, once. Every session of the person ends.',
    who: ['anyone'],
    body: z.strictObject({ token: z.string().min(1).max(200), password: newPassword }),
  }),
  changePassword: route('auth:change-password', {
    method: 'POST',
    path: '/api/auth/change-password',
    summary: 'Changes the password. Every other session of the person ends.',
    who: ['user'],
    body: z.strictObject({ currentPassword: password, newPassword }),
  }),
};

const secondFactorRoutes = {
  giveCode: route('auth:two-factor/verify-totp', {
    method: 'POST',
    path: '/api/auth/two-factor/verify-totp',
    summary:
      'The second step of signing in. `trustBrowser` spares this browser the code for 30 days. Five tries, then one starts again.',
    who: ['anyone'],
    body: z.strictObject({ code, trustBrowser: z.boolean().optional() }),
    answer: entered,
  }),
  giveRecoveryCode: route('auth:two-factor/verify-backup-code', {
    method: 'POST',
    path: '/api/auth/two-factor/verify-backup-code',
    summary: 'The second step of signing in, with a recovery code, which is used up.',
    who: ['anyone'],
    body: z.strictObject({ code, trustBrowser: z.boolean().optional() }),
    answer: entered,
  }),
  beginSecondFactor: route('auth:two-factor/enable', {
    method: 'POST',
    path: '/api/auth/two-factor/enable',
    summary: 'Begins to set a second factor up. Nothing changes until a code is confirmed.',
    who: ['user'],
    body: z.strictObject({ password }),
    answer: z.object({
      /** `otpauth://totp/…`, to be drawn as a QR code. */
      uri: z.string(),
      /** The same secret, to be typed. */
      secret: z.string(),
      recoveryCodes: z.array(z.string()),
    }),
  }),
  confirmSecondFactor: route('auth:two-factor/confirm', {
    method: 'POST',
    path: '/api/auth/two-factor/confirm',
    summary: 'Switches the second factor on, with a code that proves that the application has the secret.',
    who: ['user'],
    body: z.strictObject({ code }),
  }),
  renewRecoveryCodes: route('auth:two-factor/generate-backup-codes', {
    method: 'POST',
    path: '/api/auth/two-factor/generate-backup-codes',
    summary: 'Ten new recovery codes; those before are void.',
    who: ['user'],
    body: z.strictObject({ password, code }),
    answer: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  endSecondFactor: route('auth:two-factor/disable', {
    method: 'POST',
    path: '/api/auth/two-factor/disable',
    summary: 'Switches the second factor off, with the password and a code.',
    who: ['user'],
    body: z.strictObject({ password, code }),
  }),
};

export const session = z.object({
  id,
  /** As far as the browser says; `null` when it says nothing known. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  address: z.string().nullable(),
  signedInAt: time,
  /** Exact to the hour. */
  lastUsedAt: time,
  isCurrent: z.boolean(),
  /** Opened by a firm's provider, and good for that firm alone. */
  byProvider: z.boolean(),
});

const accountRoutes = {
  updateMe: route('updateMe', {
    method: 'PATCH',
    path: '/api/v1/me',
    summary: 'Changes one’s name, or the language of pages and mails.',
    who: ['user'],
    body: z
      .strictObject({ name: z.string().trim().min(1).max(200), language: z.enum(['fr', 'en']) })
      .partial(),
  }),
  listSessions: route('listSessions', {
    method: 'GET',
    path: '/api/v1/me/sessions',
    summary: 'Where one is signed in, the last used first.',
    who: ['user'],
    answer: z.object({ items: z.array(session) }),
  }),
  revokeSession: route('revokeSession', {
    method: 'DELETE',
    path: '/api/v1/me/sessions/:session',
    summary: 'Ends a session: its browser must sign in again.',
    who: ['user'],
    params: z.object({ session: id }),
  }),
  revokeOtherSessions: route('revokeOtherSessions', {
    method: 'POST',
    path: '/api/v1/me/sessions/revoke-others',
    summary: 'Ends every session but this one.',
    who: ['user'],
    answer: z.object({ revoked: z.number().int() }),
  }),
};

const providerBody = {
  /** `https://login.exemple.fr`, as its discovery document says it. */
  issuer: z.string().trim().min(1).max(500),
  clientId: z.string().trim().min(1).max(500),
  /** Written only: no answer ever holds it. */
  clientSecret: z.string().trim().min(1).max(1000),
  /** `cabinet-morvan.fr`: who types an address of these is sent to this provider. */
  domains: z.array(z.string().trim().toLowerCase().min(1).max(253)).min(1).max(20),
  /** The provider’s tokens do not say whether an e-mail is verified, and the firm answers for it. */
  trustsEmails: z.boolean(),
};

const signInProvider = z.object({
  id,
  issuer: z.string(),
  clientId: z.string(),
  domains: z.array(z.string()),
  trustsEmails: z.boolean(),
  createdAt: time,
});

const providerRoutes = {
  beginProviderSignIn: route('beginProviderSignIn', {
    method: 'POST',
    path: '/api/v1/sign-in/provider',
    summary: 'Where to send the browser so that the provider of an address’s firm signs it in.',
    who: ['anyone'],
    body: z.strictObject({ email: z.email().max(254), returnTo: z.string().max(2000).optional() }),
    answer: z.object({ url: z.string() }),
  }),
  finishProviderSignIn: route('finishProviderSignIn', {
    method: 'GET',
    path: '/api/v1/sign-in/provider/callback',
    summary: 'Where a provider sends the browser back. Answers with a redirect to the page.',
    who: ['anyone'],
    query: z.looseObject({
      code: z.string().optional(),
      state: z.string().optional(),
      error: z.string().optional(),
    }),
    answerKind: 'bytes',
  }),
  getSignInProvider: route('getSignInProvider', {
    method: 'GET',
    path: '/api/v1/firms/:firm/sign-in-provider',
    summary: 'The firm’s OpenID Connect provider, if it has one, and what to register there.',
    who: admins,
    params: firmParams,
    answer: z.object({ provider: signInProvider.nullable(), redirectUrl: z.string() }),
  }),
  createSignInProvider: route('createSignInProvider', {
    method: 'POST',
    path: '/api/v1/firms/:firm/sign-in-provider',
    summary: 'Registers the firm’s provider, after reading its discovery document.',
    who: admins,
    params: firmParams,
    body: z.strictObject(providerBody),
    answer: signInProvider,
    status: 201,
  }),
  updateSignInProvider: route('updateSignInProvider', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/sign-in-provider',
    summary: 'Changes what is given. Another issuer or client needs its secret again.',
    who: admins,
    params: firmParams,
    body: z.strictObject(providerBody).partial(),
    answer: signInProvider,
  }),
  removeSignInProvider: route('removeSignInProvider', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/sign-in-provider',
    summary: 'Removes the provider: nobody signs in through it any more, and sessions that it opened end.',
    who: admins,
    params: firmParams,
  }),
  testSignInProvider: route('testSignInProvider', {
    method: 'POST',
    path: '/api/v1/firms/:firm/sign-in-provider/test',
    summary: 'Reads the discovery document of a provider, saved or not, and says what it can do.',
    who: admins,
    params: firmParams,
    body: z.strictObject({ issuer: providerBody.issuer }),
    answer: z.object({
      issuer: z.string(),
      authorizationUrl: z.string(),
      /** It says that it knows PKCE; those that do not say mostly do. */
      statesPkce: z.boolean(),
      givesEmail: z.boolean(),
    }),
  }),
};

export const signInRoutes = {
  ...passwordRoutes,
  ...secondFactorRoutes,
  ...accountRoutes,
  ...providerRoutes,
};

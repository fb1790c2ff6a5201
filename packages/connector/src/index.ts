export * from './answer-failure.ts';
export * from './contract.ts';
export * from './delivery-error.ts';
export {
  type BodyProgress,
  type DocumentBody,
  encodeRaw,
  readExactly,
  startProgress,
} from './document-body.ts';
export type { DocumentSource } from './document-source.ts';
export * from './exchange.ts';
export { connectGuarded, type GuardedConnectOptions, guardTarget } from './guarded-connect.ts';
export * from './guarded-fetch.ts';
export * from './keep-dossiers.ts';
export { isTlsFailure, maskSmtpWords, type SmtpError } from './mail/errors.ts';
export { createGuardedMail } from './mail/guarded-mail.ts';
export { largestDocument, mailboxPattern } from './mail/message.ts';
export type { MailRoute, MailServer } from './mail/route.ts';
export { smtpSettings } from './mail/smtp.ts';
export * from './manifest.ts';
export * from './multipart.ts';
export * from './open-world.ts';
export * from './placing/in-pieces.ts';
export * from './placing/keep-connection.ts';
export * from './placing/or-aborted.ts';
export * from './placing/place-document.ts';
export * from './placing/place-manifest.ts';
export * from './placing/place-session.ts';
export * from './placing/place-under-free-name.ts';
export * from './placing/remote-files.ts';
export * from './placing/remote-path.ts';
export * from './placing/same-content.ts';
export * from './placing/take-name.ts';
export * from './placing/try-folder.ts';
export * from './read-json.ts';
export { readRefusal } from './read-refusal.ts';
export * from './redact-secrets.ts';
export * from './token.ts';
export { untilAborted } from './until-aborted.ts';

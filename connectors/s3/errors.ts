/** An S3 server's answers, in our errors. Source: Amazon S3 API Reference, *Error responses*; Ceph's own code. */
import {
  type AnswerTable,
  codeOfAnswer,
  codeOfName,
  DeliveryError,
  failAnswer,
  type PartnerAnswer,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { manifest } from './manifest.ts';

/** By the `Code` of the answer, which says more than its status. */
const codes: Readonly<Record<string, ErrorCode>> = {
  InvalidAccessKeyId: 'credentials_rejected',
  SignatureDoesNotMatch: 'credentials_rejected',
  ExpiredToken: 'credentials_rejected',
  InvalidToken: 'credentials_rejected',
  NotSignedUp: 'credentials_rejected',
  AccountProblem: 'credentials_rejected',
  UserSuspended: 'credentials_rejected',
  AccessDenied: 'destination_forbidden',
  AllAccessDisabled: 'destination_forbidden',
  MethodNotAllowed: 'destination_forbidden',
  NoSuchBucket: 'destination_missing',
  InvalidBucketName: 'destination_missing',
  // The bucket is in another region, or behind another address.
  PermanentRedirect: 'bucket_elsewhere',
  AuthorizationHeaderMalformed: 'bucket_elsewhere',
  IllegalLocationConstraintException: 'bucket_elsewhere',
  RequestTimeTooSkewed: 'clock_skewed',
  SlowDown: 'partner_busy',
  RequestLimitExceeded: 'partner_busy',
  TooManyRequests: 'partner_busy',
  QuotaExceeded: 'destination_full',
  XMinioStorageFull: 'destination_full',
  XMinioAdminBucketQuotaExceeded: 'destination_full',
  InsufficientCapacity: 'destination_full',
  EntityTooLarge: 'document_refused',
  KeyTooLongError: 'document_refused',
  // Altered on the way: what the server has read is not what was signed.
  XAmzContentSHA256Mismatch: 'partner_error',
  XAmzContentChecksumMismatch: 'partner_error',
  BadDigest: 'partner_error',
  IncompleteBody: 'partner_error',
  RequestTimeout: 'partner_error',
  OperationAborted: 'partner_error',
  // It was there a moment ago: somebody moved it away.
  NoSuchKey: 'partner_error',
};

/** Answers without a code: to HEAD, and those of proxies. */
const table: AnswerTable = {
  400: 'partner_unreadable',
  401: 'credentials_rejected',
  403: 'destination_forbidden',
  404: 'destination_missing',
  405: 'destination_forbidden',
  409: 'partner_error',
  413: 'document_refused',
  507: 'destination_full',
};

export interface BucketFacts {
  readonly bucket: string;
  readonly region: string;
  readonly secrets: readonly string[];
  /** What a success means that cannot be read; unreadable unless given. */
  readonly whenGood?: ErrorCode;
}

/** The error that an answer means. */
export function failureOf(
  answer: PartnerAnswer,
  { bucket, region, secrets, whenGood = 'partner_unreadable' }: BucketFacts,
): DeliveryError {
  const said = errorCode(answer);
  const code = codeOfName(codes, said) ?? codeOfAnswer(answer.status, table, whenGood);
  const words = [said, textOf(answer, 'Message')].filter(Boolean).join(': ');
  const failure = failAnswer(manifest, answer, code, { secrets, words });
  return new DeliveryError(code, { ...failure.params, folder: bucket, region }, failure.answer);
}

/** @returns the `Code` of an answer in error, or ''. */
export function errorCode(answer: PartnerAnswer): string {
  return textOf(answer, 'Code');
}

/** Errors are one flat element; what is no error of S3 has no such text. */
function textOf({ text, status }: PartnerAnswer, element: string): string {
  if (status < 300) return '';
  return new RegExp(`<Error>.*?<${element}>([^<]*)</${element}>`, 's').exec(text)?.[1]?.trim() ?? '';
}

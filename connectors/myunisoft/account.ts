/** One account at MyUnisoft: the publisher's secret, a key, and questions asked in their name. */
import {
  type ConnectorContext,
  type Credentials,
  type DocumentBody,
  exchange,
  type Manifest,
  type PartnerAnswer,
  readFields,
} from '@navette/connector';
import { readRate } from './rate.ts';

export interface Question {
  readonly path: string;
  /** A key of the firm, or that of one company. */
  readonly key: string;
  /** The company, with a key of the firm. */
  readonly societyId?: string;
}

export interface Account {
  readonly manifest: Manifest;
  /** Of the firm; empty where each company has its own. */
  readonly firmKey: string;
  /** How an invoice that is no Factur-X is read. */
  readonly reading: string;
  /** Asks, and tells the pacing what the answer says of the limit. A POST when there is a body. @returns the answer, whatever its status */
  ask(question: Question, signal: AbortSignal, body?: DocumentBody): Promise<PartnerAnswer>;
  /** What no error may repeat. */
  secrets(clientKey?: string): readonly string[];
}

export function openAccount(
  manifest: Manifest,
  credentials: Credentials,
  context: ConnectorContext,
): Account {
  const { partner } = manifest;
  const {
    apiKey = '',
    thirdPartySecret = '',
    reading = '',
    address = '',
  } = readFields(manifest, credentials);

  async function ask({ path, key, societyId }: Question, signal: AbortSignal, body?: DocumentBody) {
    const headers = {
      'x-third-party-secret': thirdPartySecret,
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      ...(societyId !== undefined && { 'society-id': societyId }),
    };
    const request = { method: body === undefined ? 'GET' : 'POST', url: address + path, headers } as const;
    const answer = await exchange(
      { partner, fetch: context.fetch, now: context.now },
      body === undefined ? request : { ...request, body },
      signal,
    );
    const rate = readRate(answer.headers, context.now());
    if (rate !== null) context.noteRate(rate);
    const isLimitedUntil = answer.status === 429 && answer.retryAfterMs === null && rate !== null;
    return isLimitedUntil ? { ...answer, retryAfterMs: rate.resetMs } : answer;
  }

  return {
    manifest,
    firmKey: apiKey,
    reading,
    ask,
    secrets: (clientKey) => [
      apiKey,
      thirdPartySecret,
      ...(clientKey !== undefined && manifest.clientKey.secret === true ? [clientKey] : []),
    ],
  };
}

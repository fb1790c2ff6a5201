/** One account at Inqom: its credentials, its token, and questions asked in its name. */
import {
  type CheckResult,
  type ConnectorContext,
  type Credentials,
  type DocumentBody,
  exchange,
  keepToken,
  type PartnerAnswer,
  readFields,
  type Token,
} from '@navette/connector';
import type { z } from 'zod';
import { accessList, readAnswer, refusedField, tokenAnswer } from './answers.ts';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

export interface Account {
  /**
   * Asks with the token, and once more with a new one when Inqom refuses it: 403 is also its answer to an expired token.
   * @param write makes the body of each try; a POST when given, else a GET
   * @returns the answer, whatever its status. A 401 or 403 that remains is not about the token's age.
   */
  ask(path: string, signal: AbortSignal, write?: () => DocumentBody): Promise<PartnerAnswer>;
  /** What the account may enter. @throws DeliveryError, `credentials_rejected` when it may enter Inqom no more */
  listAccess(signal: AbortSignal): Promise<z.output<typeof accessList>>;
  check(signal: AbortSignal): Promise<CheckResult>;
  /** What no error may repeat. */
  secrets(): readonly string[];
  close(): void;
}

export function openAccount(credentials: Credentials, { fetch, now }: ConnectorContext): Account {
  const settings = readFields(manifest, credentials);
  const options = { partner, fetch, now };
  const closing = new AbortController();
  const tokens = keepToken({ partner, now, signIn });

  async function signIn(): Promise<Token> {
    // Several deliveries may wait for it: it has a deadline of its own.
    const signal = AbortSignal.any([AbortSignal.timeout(manifest.requestTimeoutMs), closing.signal]);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const url = `${settings.authAddress}/identity/connect/token`;
    const request = { method: 'POST', url, headers, body: signInForm(settings) } as const;
    const answer = await exchange(options, request, signal);
    const token = readAnswer(tokenAnswer, answer);
    if (token === null) throw failureOf('sign_in', answer, { secrets: secrets(), ...refusedField(answer) });
    return { value: token.access_token, lifetimeMs: token.expires_in * 1_000 };
  }

  async function ask(path: string, signal: AbortSignal, write?: () => DocumentBody): Promise<PartnerAnswer> {
    const send = (token: string) => {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
      const request = { method: write ? 'POST' : 'GET', url: settings.apiAddress + path, headers } as const;
      return exchange(options, write ? { ...request, body: write() } : request, signal);
    };
    const token = await tokens.use(signal);
    const answer = await send(token);
    if (!isRefused(answer)) return answer;
    return send(await tokens.renew(token, signal));
  }

  async function listAccess(signal: AbortSignal) {
    const answer = await ask('/provisioning/users/internal-access', signal);
    const access = readAnswer(accessList, answer);
    if (access === null) throw failureOf('account', answer, { secrets: secrets() });
    return access;
  }

  async function check(signal: AbortSignal): Promise<CheckResult> {
    const access = await listAccess(signal);
    return { identity: `${settings.username} (${access.length} accès)` };
  }

  const secrets = () => [settings.password ?? '', settings.clientSecret ?? '', ...tokens.held()];

  function close(): void {
    closing.abort();
    tokens.forget();
  }

  return { ask, listAccess, check, secrets, close };
}

/** @returns whether Inqom refuses who asks, rather than what is asked. */
export function isRefused({ status }: PartnerAnswer): boolean {
  return status === 401 || status === 403;
}

/** A dossier's refusal is about that dossier only if the account itself is still welcome. @throws DeliveryError if it is not */
export async function checkIfRefused(
  account: Account,
  answer: PartnerAnswer,
  signal: AbortSignal,
): Promise<void> {
  if (isRefused(answer)) await account.check(signal);
}

function signInForm({ clientId = '', clientSecret = '', username = '', password = '' }: Credentials): string {
  const asked = { grant_type: 'password', scope: 'openid apidata', username, password };
  return new URLSearchParams({ ...asked, client_id: clientId, client_secret: clientSecret }).toString();
}

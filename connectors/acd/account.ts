/** One account on a firm's i-Suite: its credentials, its UUID, and questions asked in its name. */
import {
  type ConnectorContext,
  type Credentials,
  type DocumentBody,
  exchange,
  keepToken,
  type PartnerAnswer,
  readFields,
  readJson,
  type Token,
} from '@navette/connector';
import { readBusinessFailure, signInAnswer } from './answers.ts';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;
/** i-Suite does not say how long a UUID lasts; an hour is reported. One that ended sooner is answered 401, and renewed. */
const uuidLifetimeMs = 30 * 60_000;

export interface Account {
  readonly username: string;
  /**
   * Asks with the UUID, and once more with a new one when i-Suite answers 401. A POST when there is a body, made for each try.
   * @returns the answer, whatever its status
   */
  ask(path: string, signal: AbortSignal, write?: () => DocumentBody): Promise<PartnerAnswer>;
  /** What no error may repeat. */
  secrets(): readonly string[];
  close(): void;
}

export function openAccount(credentials: Credentials, { fetch, now }: ConnectorContext): Account {
  const { address = '', username = '', password = '', cnx = '' } = readFields(manifest, credentials);
  const base = `${address.replace(/\/CNX(\/api)?$/i, '')}/CNX/api/v1`;
  const options = { partner, fetch, now };
  const closing = new AbortController();
  const tokens = keepToken({ partner, now, signIn });
  const secrets = () => [password, ...tokens.held()];

  async function signIn(): Promise<Token> {
    const signal = AbortSignal.any([AbortSignal.timeout(manifest.requestTimeoutMs), closing.signal]);
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = JSON.stringify({ identifiant: username, motDePasse: password, CNX: cnx });
    const request = { method: 'POST', url: `${base}/authentification`, headers, body } as const;
    const answer = await exchange(options, request, signal);
    const isGood = answer.status < 300 && readBusinessFailure(answer) === null;
    const uuid = isGood ? readJson(signInAnswer, answer.text) : null;
    if (uuid === null) throw failureOf('sign_in', answer, { secrets: secrets() });
    return { value: uuid, lifetimeMs: uuidLifetimeMs };
  }

  async function ask(path: string, signal: AbortSignal, write?: () => DocumentBody): Promise<PartnerAnswer> {
    const send = (uuid: string) => {
      const headers = { UUID: uuid, CNX: cnx, accept: 'application/json' };
      const request = { method: write ? 'POST' : 'GET', url: base + path, headers } as const;
      return exchange(options, write ? { ...request, body: write() } : request, signal);
    };
    const uuid = await tokens.use(signal);
    const answer = await send(uuid);
    return answer.status === 401 ? send(await tokens.renew(uuid, signal)) : answer;
  }

  return {
    username,
    ask,
    secrets,
    close() {
      closing.abort();
      tokens.forget();
    },
  };
}

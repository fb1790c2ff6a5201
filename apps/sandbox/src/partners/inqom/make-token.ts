import { randomBytes } from 'node:crypto';
import type { Account } from './seed.ts';

/** Who a token was given to. */
export interface TokenHolder {
  readonly clientId: string;
  readonly account: Account;
}

/** @returns a new token in the form of a JWT. Nothing in it is read again. */
export function makeToken({ clientId, account }: TokenHolder, now: number): string {
  return [
    encode({ alg: 'RS256', typ: 'at+jwt' }),
    encode({
      client_id: clientId,
      sub: account.username,
      scope: ['openid', 'apidata'],
      iat: Math.floor(now / 1000),
      jti: randomBytes(16).toString('hex'),
    }),
    randomBytes(256).toString('base64url'),
  ].join('.');
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

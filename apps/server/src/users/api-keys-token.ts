import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 40 characters of 62: 238 bits. */
const secretLength = 40;
const checksumLength = 6;
const shape = new RegExp(`^nav_([0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${checksumLength}})$`);

/** How much of a key is shown afterwards, for people to tell keys apart: 36 bits that open nothing. */
const shownLength = 'nav_'.length + 6;

/**
 * A new key: `nav_`, 40 random letters and digits, and the CRC-32 of these in base 62, as GitHub's tokens have it: scanners of
 * secrets find such a key without false alarms, and a key that lost a character is told apart from one that was revoked.
 */
export function makeApiKey(): { readonly token: string; readonly prefix: string } {
  const secret = Array.from({ length: secretLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const token = `nav_${secret}${checksumOf(secret)}`;
  return { token, prefix: token.slice(0, shownLength) };
}

/** Whether a bearer's token says that it is a key of an integrator, well copied or not. An agent's begins with `navette_`. */
export function looksLikeApiKey(token: string): boolean {
  return token.startsWith('nav_');
}

/** Whether a key has its whole length and its checksum. */
export function isWholeApiKey(token: string): boolean {
  const [, secret = '', checksum] = shape.exec(token) ?? [];
  return secret !== '' && checksum === checksumOf(secret);
}

function checksumOf(secret: string): string {
  let left = crc32(secret);
  let text = '';
  for (let index = 0; index < checksumLength; index++) {
    text = `${alphabet[left % alphabet.length]}${text}`;
    left = Math.floor(left / alphabet.length);
  }
  return text;
}

/**
 * The envelope sender of one document sent once by e-mail (VERP), so that what comes back says of itself what it is about. Its
 * token is signed: nobody can make the delivery of somebody else fail, however many ids he guesses.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token names. */
export interface ReturnPath {
  readonly deliveryId: string;
  /** The last four hex digits of the firm's id: a hint that spares an index across firms. */
  readonly firmTail: string;
  /** When the mail left, to the second: one that comes back late is not about the attempt that a person ordered since. */
  readonly writtenAt: Date;
}

/** Where mails come back to: `rebonds@cabinet.fr`, read as `rebonds+<token>@cabinet.fr`, or `@rebonds.cabinet.fr`, a whole domain. */
export type BounceAddress = string;

/** 16 bytes of the delivery, 2 of the firm, 4 of the time, 6 of the signature: 45 letters and digits. */
const signedBytes = 22;
const macBytes = 6;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const tokenLength = 45;

/** RFC 5321 §4.5.3.1.1: a local part has 64 octets at most; what remains beside the `+` and the token. */
export const maxBounceMailbox = 64 - 1 - tokenLength;

/** `name@domain` with a name short enough for a token behind it, or `@domain`; lower case. */
export const bounceAddressPattern = new RegExp(
  `^[a-z0-9._-]{0,${maxBounceMailbox}}@[a-z0-9-]+(\\.[a-z0-9-]+)+$`,
);

/**
 * @param secret of `keys.derive('bounces')`
 * @param firmId a UUID, as `deliveryId`
 * @returns an address of at most 64 octets before the `@`, which survives servers that change its case
 */
export function writeReturnPath(
  secret: string,
  address: BounceAddress,
  about: { readonly firmId: string; readonly deliveryId: string; readonly writtenAt: Date },
): string {
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(about.writtenAt.getTime() / 1_000));
  const ids = Buffer.from(about.deliveryId.replaceAll('-', '') + about.firmId.slice(-4), 'hex');
  const signed = Buffer.concat([ids, seconds]);
  const token = toBase32(Buffer.concat([signed, sign(secret, signed)]));
  const at = address.lastIndexOf('@');
  const mailbox = address.slice(0, at);
  return `${mailbox === '' ? token : `${mailbox}+${token}`}${address.slice(at)}`;
}

/** @returns what the first genuine return path in a text is about, `null` when it holds none. Bounded by the length of the text. */
export function readReturnPath(secret: string, text: string): ReturnPath | null {
  for (const [, token = ''] of text.matchAll(tokens)) {
    const bytes = fromBase32(token.toLowerCase());
    const signed = bytes.subarray(0, signedBytes);
    // The last letter has a bit to spare: two spellings of one token would be one too many.
    if (toBase32(bytes) !== token.toLowerCase()) continue;
    if (!timingSafeEqual(bytes.subarray(signedBytes), sign(secret, signed))) continue;
    const hex = signed.toString('hex');
    return {
      deliveryId: hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      firmTail: hex.slice(32, 36),
      writtenAt: new Date(signed.readUInt32BE(18) * 1_000),
    };
  }
  return null;
}

/** Takes the tokens out of servers' words, which people read: whoever has one may bring its delivery back. */
export function maskReturnPaths(text: string): string {
  return text.replace(tokens, '…');
}

const tokens = /(?<![a-z0-9])([a-z2-7]{45})(?=@)/gi;

function sign(secret: string, signed: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(signed).digest().subarray(0, macBytes);
}

/** RFC 4648 §6, in lower case and without padding: letters that a change of case cannot confuse. */
function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  if (bits > 0) text += alphabet[(held << (5 - bits)) & 31];
  return text;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = (held << 5) | alphabet.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(held >> bits);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

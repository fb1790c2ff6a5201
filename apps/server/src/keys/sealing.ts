/**
 * AES-256-GCM. A sealed value is: format (1 byte) · key id (16) · nonce (12) · tag (16) · ciphertext. The associated data ties
 * it to its place, so that a value moved to another row, column or firm does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const format = 1;
const keyIdBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + keyIdBytes + nonceBytes + tagBytes;

export interface SealingKey {
  /** A UUID. */
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

/** Seals bytes for one place: `firm/table/row/column`. */
export function seal(key: SealingKey, plain: Uint8Array, place: string): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Uint8Array.of(format), uuidBytes(key.id), nonce, cipher.getAuthTag(), body]);
}

/** Opens what `seal` made. @throws Error when the key, the place or a single bit differs */
export function unseal(key: SealingKey, sealed: Uint8Array, place: string): Uint8Array {
  const bytes = Buffer.from(sealed);
  if (bytes.length < headerBytes || bytes[0] !== format) throw new Error('Not a sealed value');
  const nonceAt = 1 + keyIdBytes;
  const tagAt = nonceAt + nonceBytes;
  const nonce = bytes.subarray(nonceAt, tagAt);
  const tag = bytes.subarray(tagAt, headerBytes);
  const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(headerBytes)), decipher.final()]);
}

/** @returns the id of the key that sealed a value. */
export function sealingKeyId(sealed: Uint8Array): string {
  const hex = Buffer.from(sealed.subarray(1, 1 + keyIdBytes)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

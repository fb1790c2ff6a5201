/** Requests signed as AWS Signature Version 4 says, by the signer of AWS's own SDK. */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { PartnerRequest } from '@navette/connector';
import { SignatureV4 } from '@smithy/signature-v4';

export interface SigningKey {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Of no bytes at all: the `x-amz-content-sha256` of a request without a body. */
export const sha256OfNothing = createHash('sha256').digest('hex');

/**
 * @param headers `x-amz-content-sha256` among them: the hash of the body, 64 hex digits, so that what arrives altered is refused
 * @param at when, in ms since 1970
 * @returns the headers to send
 */
export async function signRequest(
  { region, accessKeyId, secretAccessKey }: SigningKey,
  { method, url, headers }: Pick<PartnerRequest, 'method' | 'url' | 'headers'>,
  at: number,
): Promise<Readonly<Record<string, string>>> {
  const { protocol, hostname, host, pathname: path, searchParams } = new URL(url);
  const signer = new SignatureV4({
    ...{ service: 's3', region, credentials: { accessKeyId, secretAccessKey }, sha256: Sha256 },
    // Of S3 alone: the path is signed as it is sent, and the body's hash is ours.
    ...{ uriEscapePath: false, applyChecksum: false },
  });
  const query = Object.fromEntries(searchParams);
  const request = { method, protocol, hostname, path, query, headers: { ...headers, host } };
  const signed = await signer.sign(request, { signingDate: new Date(at) });
  return signed.headers;
}

/** What the signer asks of a hash: with a secret, an HMAC. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

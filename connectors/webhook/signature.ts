/** Signatures as the Standard Webhooks specification 1.0.0 says, § Signature scheme. */
import { createHmac } from 'node:crypto';

const prefix = 'whsec_';
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const minKeyBytes = 24;
const maxKeyBytes = 64;

/** @returns the key that a secret means (`whsec_` and base64; without the prefix too, as libraries take it), or `null` when it is none. */
export function readSigningKey(secret: string): Uint8Array | null {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  if (!base64.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length >= minKeyBytes && key.length <= maxKeyBytes ? key : null;
}

/**
 * Signs a body as it will be sent.
 * @param id must hold no full stop
 * @returns the three headers. @throws what reading the body throws
 */
export async function signEvent(
  key: Uint8Array,
  id: string,
  at: number,
  body: AsyncIterable<Uint8Array>,
): Promise<Readonly<Record<string, string>>> {
  const timestamp = String(Math.floor(at / 1_000));
  const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`);
  for await (const chunk of body) hmac.update(chunk);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac.digest('base64')}`,
  };
}

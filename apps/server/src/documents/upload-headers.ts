import { NavetteError } from '@navette/model';
import type { FastifyRequest } from 'fastify';
import type { Upload } from './receive.ts';

/**
 * What an upload's headers say. @throws NavetteError `idempotency_key_missing`, `invalid_request` for a digest that is not
 * SHA-256 (RFC 9530)
 */
export function readUploadHeaders(request: FastifyRequest): Omit<Upload, 'bytes' | 'name'> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.length < 8 || key.length > 200)
    throw new NavetteError('idempotency_key_missing');
  const length = request.headers['content-length'];
  return {
    idempotencyKey: key,
    expectedBytes: length === undefined ? null : Number(length),
    expectedSha256: readDigest(request.headers['content-digest']),
  };
}

function readDigest(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const base64 = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(String(header))?.[1];
  if (base64 === undefined) throw new NavetteError('invalid_request', { detail: 'Content-Digest' });
  return Buffer.from(base64, 'base64').toString('hex');
}

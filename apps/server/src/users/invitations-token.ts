import { randomBytes } from 'node:crypto';
import { hashToken } from '../http/caller.ts';

const shape = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

/** The token of a link, `<firm>.<secret>`: the firm says where to look, the secret opens. Its hash alone is kept. */
export function makeInvitationToken(firmId: string): { readonly token: string; readonly sha256: string } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `${firmId}.${secret}`, sha256: hashToken(secret) };
}

/** @returns where to look, and for which hash; `null` for a text that no link ever held */
export function readInvitationToken(token: string): { firmId: string; sha256: string } | null {
  const [, firmId, secret] = shape.exec(token.trim()) ?? [];
  return firmId === undefined || secret === undefined ? null : { firmId, sha256: hashToken(secret) };
}

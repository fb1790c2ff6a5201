import type { ApiKeyScope } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Platform } from '../platform.ts';

export interface FoundApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly lastUsedAt: string | null;
}

interface Row extends FoundApiKey {
  readonly firmId: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly firmState: 'active' | 'suspended';
}

/**
 * The key that has this hash, in its own firm. @throws NavetteError `api_key_unknown`, `api_key_revoked`, `api_key_expired`;
 * `not_found` in another firm; `firm_suspended`
 */
export async function findApiKey(
  platform: Platform,
  tokenSha256: string,
  firmId: string,
): Promise<FoundApiKey> {
  const { rows } = await platform.database.auth.query<Row>(
    `select k.firm_id as "firmId", k.id, k.name, k.scopes, k.expires_at as "expiresAt", k.revoked_at as "revokedAt",
            k.last_used_at as "lastUsedAt", f.state as "firmState"
     from api_keys k join firms f on f.id = k.firm_id
     where k.token_sha256 = $1`,
    [tokenSha256],
  );
  const key = rows[0];
  if (!key) throw new NavetteError('api_key_unknown');
  requireInForce(platform, key);
  if (key.firmId !== firmId) throw new NavetteError('not_found');
  if (key.firmState === 'suspended') throw new NavetteError('firm_suspended');
  return { id: key.id, name: key.name, scopes: key.scopes, lastUsedAt: key.lastUsedAt };
}

/** @throws NavetteError `api_key_revoked`, `api_key_expired` */
export function requireInForce(
  { clock }: Pick<Platform, 'clock'>,
  { revokedAt, expiresAt }: Pick<Row, 'revokedAt' | 'expiresAt'>,
): void {
  if (revokedAt !== null) throw new NavetteError('api_key_revoked');
  if (expiresAt !== null && Date.parse(expiresAt) <= clock().getTime())
    throw new NavetteError('api_key_expired');
}

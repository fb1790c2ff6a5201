/** A firm's OpenID Connect provider, as an administrator registers it. */
import { NavetteError } from '@navette/model';
import { recordAudit } from '../audit/record-audit.ts';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { checkDomains } from './sign-in-domains.ts';
import type { OpenIdClient } from './sign-in-open-id.ts';

export interface ProviderChange {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly domains: readonly string[];
  readonly trustsEmails: boolean;
}

type SomeChanges = { readonly [Name in keyof ProviderChange]?: ProviderChange[Name] | undefined };

/** A provider with its secret, to sign somebody in. */
export interface Provider extends OpenIdClient {
  readonly id: string;
  readonly firmId: string;
  readonly domains: readonly string[];
  readonly trustsEmails: boolean;
}

const secretPlace = (id: string) => `sign_in_providers/${id}/client_secret`;

/** What the page shows; never the secret. `null` where the firm has none. */
export async function getProvider(trx: FirmTransaction, firmId: string) {
  const row = await trx
    .selectFrom('sign_in_providers')
    .select([
      'id',
      'issuer',
      'client_id as clientId',
      'trusts_emails as trustsEmails',
      'created_at as createdAt',
    ])
    .where('firm_id', '=', firmId)
    .executeTakeFirst();
  return row ? { ...row, domains: await listDomains(trx, firmId) } : null;
}

async function listDomains(trx: FirmTransaction, firmId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('sign_in_domains')
    .select('domain')
    .where('firm_id', '=', firmId)
    .orderBy('domain')
    .execute();
  return rows.map(({ domain }) => domain);
}

/** @throws NavetteError `sign_in_provider_exists`, `sign_in_domain_refused`, `sign_in_domain_taken` */
export async function createProvider(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  given: ProviderChange,
): Promise<void> {
  const { firmId } = caller;
  const { issuer, clientId, trustsEmails } = given;
  if (await getProvider(trx, firmId)) throw new NavetteError('sign_in_provider_exists');
  const id = platform.newId();
  const secret = await platform.keys.sealForFirm(trx, firmId, secretPlace(id), given.clientSecret);
  await trx
    .insertInto('sign_in_providers')
    .values({
      ...{ firm_id: firmId, id, issuer, client_id: clientId, client_secret: secret },
      ...{ trusts_emails: trustsEmails, created_at: platform.clock().toISOString() },
    })
    .execute();
  await saveDomains(trx, { firmId, providerId: id, domains: given.domains });
  await recordAudit(platform, trx, caller, {
    ...{
      action: 'sign_in_provider.created',
      subjectKind: 'sign_in_provider',
      subjectId: id,
      subjectName: issuer,
    },
    details: { clientId, domains: given.domains.join(', '), trustsEmails },
  });
}

/**
 * Changes what is given. @returns whether it became another provider, whose identities are not those linked before
 * @throws NavetteError `not_found`, `sign_in_domain_refused`, `sign_in_domain_taken`; `invalid_request` when another issuer or
 * client comes without its secret: the one that is kept was not typed for it
 */
export async function updateProvider(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  given: SomeChanges,
): Promise<{ readonly id: string; readonly isAnother: boolean }> {
  const { firmId } = caller;
  const before = await getProvider(trx, firmId);
  if (!before) throw new NavetteError('not_found');
  const { clientSecret, domains = before.domains } = given;
  const issuer = given.issuer ?? before.issuer;
  const clientId = given.clientId ?? before.clientId;
  const trustsEmails = given.trustsEmails ?? before.trustsEmails;
  const isAnother = issuer !== before.issuer;
  if ((isAnother || clientId !== before.clientId) && clientSecret === undefined)
    throw new NavetteError('invalid_request', { detail: 'clientSecret' });
  const place = secretPlace(before.id);
  const secret = clientSecret && (await platform.keys.sealForFirm(trx, firmId, place, clientSecret));
  await trx
    .updateTable('sign_in_providers')
    .set({
      issuer,
      client_id: clientId,
      trusts_emails: trustsEmails,
      ...(secret && { client_secret: secret }),
    })
    .where('firm_id', '=', firmId)
    .execute();
  if (given.domains) await saveDomains(trx, { firmId, providerId: before.id, domains });
  await recordAudit(platform, trx, caller, {
    ...{ action: 'sign_in_provider.changed', subjectKind: 'sign_in_provider', subjectId: before.id },
    subjectName: issuer,
    details: {
      ...{ clientId, domains: domains.join(', '), trustsEmails },
      ...{ issuerBefore: before.issuer, secretChanged: clientSecret !== undefined },
    },
  });
  return { id: before.id, isAnother };
}

/** @returns the id of what was removed @throws NavetteError `not_found` */
export async function removeProvider(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
): Promise<string> {
  const removed = await trx
    .deleteFrom('sign_in_providers')
    .where('firm_id', '=', caller.firmId)
    .returning(['id', 'issuer'])
    .executeTakeFirst();
  if (!removed) throw new NavetteError('not_found');
  await recordAudit(platform, trx, caller, {
    ...{ action: 'sign_in_provider.removed', subjectKind: 'sign_in_provider', subjectId: removed.id },
    subjectName: removed.issuer,
  });
  return removed.id;
}

async function saveDomains(
  trx: FirmTransaction,
  given: { readonly firmId: string; readonly providerId: string; readonly domains: readonly string[] },
): Promise<void> {
  const { firmId, providerId } = given;
  const domains = [...new Set(given.domains)];
  await checkDomains(trx, firmId, domains);
  await trx.deleteFrom('sign_in_domains').where('firm_id', '=', firmId).execute();
  for (const domain of domains)
    await trx
      .insertInto('sign_in_domains')
      .values({ firm_id: firmId, provider_id: providerId, domain })
      .execute()
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== '23505') throw error;
        throw new NavetteError('sign_in_domain_taken', { domain }, error);
      });
}

/** The provider of a firm, with its secret; `null` where it has none. */
export async function loadProvider(platform: Platform, firmId: string): Promise<Provider | null> {
  return inFirm(platform.database.app, firmId, async (trx) => {
    const row = await trx
      .selectFrom('sign_in_providers')
      .selectAll()
      .where('firm_id', '=', firmId)
      .executeTakeFirst();
    if (!row) return null;
    const { id, issuer, client_id: clientId, trusts_emails: trustsEmails } = row;
    const place = secretPlace(id);
    const clientSecret = await platform.keys.unsealForFirm(trx, firmId, place, row.client_secret);
    return {
      id,
      firmId,
      issuer,
      clientId,
      clientSecret,
      trustsEmails,
      domains: await listDomains(trx, firmId),
    };
  });
}

/** The provider that signs in the addresses of a domain. */
export async function findProviderOf(platform: Platform, domain: string): Promise<Provider | null> {
  const { rows } = await platform.database.auth.query<{ firmId: string }>(
    `select d.firm_id as "firmId" from sign_in_domains d join firms f on f.id = d.firm_id
     where d.domain = $1 and f.state = 'active'`,
    [domain],
  );
  return rows[0] ? loadProvider(platform, rows[0].firmId) : null;
}

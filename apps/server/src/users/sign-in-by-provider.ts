/**
 * Signing in through a firm's own provider. It says who somebody is; that he belongs to the firm is said by the firm alone: nobody
 * becomes a member by signing in, and the session opens that firm and no other.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { NavetteError } from '@navette/model';
import * as openId from 'openid-client';
import { z } from 'zod';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { acceptByProvider } from './invitations-accept.ts';
import type { Person } from './person.ts';
import { domainOf } from './sign-in-domains.ts';
import { createOpenId, type OpenId, type OpenIdIdentity } from './sign-in-open-id.ts';
import { findProviderOf, loadProvider, type Provider } from './sign-in-providers.ts';

export const callbackPath = '/api/v1/sign-in/provider/callback';
/** How long somebody may take at his provider. */
export const stateSeconds = 600;

/** What is kept between going to the provider and coming back, for whoever has the state. */
const pendingShape = z.object({
  firmId: z.string(),
  providerId: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  /** Of the cookie of the browser that went. */
  browserSha256: z.string(),
});

export function openIdOf(platform: Platform): OpenId {
  const redirectUrl = platform.signIn.origin + callbackPath;
  return createOpenId({ allowedHosts: platform.settings.allowedHosts, redirectUrl });
}

/** Only a path of this origin is come back to: an address that a stranger wrote into a link must not lead elsewhere. */
export function safeReturn(wanted: string | undefined): string {
  return wanted && /^\/(?![/\\])[!-[\]-~]*$/.test(wanted) && !wanted.startsWith('/connexion') ? wanted : '/';
}

export interface ProviderStart {
  readonly url: string;
  /** For a cookie of this browser: who comes back must be who went. */
  readonly browserSecret: string;
}

/** @throws NavetteError `no_sign_in_provider`, `sign_in_provider_…` */
export async function beginProviderSignIn(
  platform: Platform,
  email: string,
  returnTo: string | undefined,
): Promise<ProviderStart> {
  const provider = await findProviderOf(platform, domainOf(email));
  if (!provider) throw new NavetteError('no_sign_in_provider');
  const checks = {
    state: openId.randomState(),
    nonce: openId.randomNonce(),
    verifier: openId.randomPKCECodeVerifier(),
  };
  const url = await openIdOf(platform).begin(provider, checks, email);
  const browserSecret = randomBytes(24).toString('base64url');
  const pending: z.infer<typeof pendingShape> = {
    ...{ firmId: provider.firmId, providerId: provider.id },
    ...{ nonce: checks.nonce, verifier: checks.verifier, returnTo: safeReturn(returnTo) },
    browserSha256: sha256(browserSecret),
  };
  await platform.signIn.keepOnce(`provider:${checks.state}`, JSON.stringify(pending), stateSeconds);
  return { url: url.href, browserSecret };
}

export interface ProviderSignIn {
  readonly person: Person;
  readonly firmId: string;
  readonly returnTo: string;
}

/**
 * @param answer what the provider sent the browser back with
 * @throws NavetteError `sign_in_state_unknown`, `sign_in_provider_…`, `sign_in_email_unverified`, `sign_in_unknown_person`
 */
export async function finishProviderSignIn(
  platform: Platform,
  answer: URLSearchParams,
  browserSecret: string,
): Promise<ProviderSignIn> {
  const state = answer.get('state') ?? '';
  const kept = await platform.signIn.takeOnce(`provider:${state}`);
  if (kept === null) throw new NavetteError('sign_in_state_unknown');
  const { firmId, providerId, nonce, verifier, returnTo, browserSha256 } = pendingShape.parse(
    JSON.parse(kept),
  );
  if (!isSame(sha256(browserSecret), browserSha256)) throw new NavetteError('sign_in_state_unknown');
  const provider = await loadProvider(platform, firmId);
  if (provider?.id !== providerId) throw new NavetteError('sign_in_state_unknown');
  try {
    const identity = await openIdOf(platform).finish(provider, { state, nonce, verifier }, answer);
    return { person: await findMember(platform, provider, identity), firmId, returnTo };
  } catch (error) {
    await auditRefusal(platform, provider, error);
    throw error;
  }
}

/** For the administrator, who settles it. */
async function auditRefusal(platform: Platform, provider: Provider, error: unknown): Promise<void> {
  const { firmId, id, issuer } = provider;
  const code = error instanceof NavetteError ? error.code : 'internal';
  await inFirm(platform.database.app, firmId, (trx) =>
    recordAudit(
      platform,
      trx,
      { firmId, system: true },
      {
        ...{ action: 'session.refused', subjectKind: 'sign_in_provider', subjectId: id, subjectName: issuer },
        details: { by: 'provider', code },
      },
    ),
  );
}

/** The member, or the invited, whom the provider means: linked before, else by his verified address, which links him. */
async function findMember(platform: Platform, provider: Provider, identity: OpenIdIdentity): Promise<Person> {
  const { signIn } = platform;
  const linked = await signIn.findLinked(provider.id, identity.subject);
  if (linked) {
    if (await isActive(platform, provider.firmId, linked.userId)) return linked;
    throw new NavetteError('sign_in_unknown_person');
  }
  const { email, isEmailVerified } = identity;
  if (email === null || !(isEmailVerified ?? provider.trustsEmails))
    throw new NavetteError('sign_in_email_unverified');
  if (!provider.domains.includes(domainOf(email))) throw new NavetteError('sign_in_unknown_person');
  const known = await signIn.findByEmail(email);
  const isMember = known !== null && (await isActive(platform, provider.firmId, known.userId));
  const person = isMember ? known : await acceptByProvider(platform, provider.firmId, email);
  if (!person) throw new NavetteError('sign_in_unknown_person');
  await signIn.link(person.userId, provider.id, identity.subject);
  return person;
}

async function isActive(platform: Platform, firmId: string, userId: string): Promise<boolean> {
  const { rowCount } = await platform.database.auth.query(
    `select from members m join firms f on f.id = m.firm_id
     where m.firm_id = $1 and m.user_id = $2 and m.state = 'active' and f.state = 'active'`,
    [firmId, userId],
  );
  return rowCount === 1;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

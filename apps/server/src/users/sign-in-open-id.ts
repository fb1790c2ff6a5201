/**
 * OpenID Connect as we speak it: authorization code with PKCE, state and nonce, signatures checked. Every request goes through the
 * guard that partners' addresses go through: people type these too.
 */
import { createGuardedFetch, DeliveryError } from '@navette/connector';
import { NavetteError } from '@navette/model';
import * as openId from 'openid-client';
import { z } from 'zod';

export interface OpenIdClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the browser must come back with. */
export interface OpenIdChecks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whom a provider says somebody is. */
export interface OpenIdIdentity {
  readonly subject: string;
  readonly email: string | null;
  /** `null` when it says nothing of it. */
  readonly isEmailVerified: boolean | null;
}

export interface OpenIdOptions {
  /** `host` or `host:port` that the operator allows although they are not public, over http too. */
  readonly allowedHosts: readonly string[];
  /** Where providers send browsers back. */
  readonly redirectUrl: string;
}

const timeoutSeconds = 10;
const scope = 'openid email';
const claimsShape = z.object({
  email: z.string().optional(),
  // Some write it as a text.
  email_verified: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')])
    .optional(),
});

export interface OpenId {
  /** Reads a discovery document. @throws NavetteError `sign_in_provider_…` */
  discover(issuer: string): Promise<openId.ServerMetadata>;
  /** Where to send the browser. @throws NavetteError `sign_in_provider_…` */
  begin(client: OpenIdClient, checks: OpenIdChecks, loginHint: string): Promise<URL>;
  /** What the browser came back with, exchanged and checked. @throws NavetteError `sign_in_provider_…` */
  finish(client: OpenIdClient, checks: OpenIdChecks, answer: URLSearchParams): Promise<OpenIdIdentity>;
}

export function createOpenId({ allowedHosts, redirectUrl }: OpenIdOptions): OpenId {
  /** Does `work` with a provider whose discovery document was read just now, so that its keys and addresses are those of today. */
  async function withProvider<Result>(
    { issuer, clientId, clientSecret }: Pick<OpenIdClient, 'issuer'> & Partial<OpenIdClient>,
    work: (provider: openId.Configuration) => Promise<Result>,
  ): Promise<Result> {
    const address = URL.parse(issuer);
    if (address === null) throw new NavetteError('sign_in_provider_invalid', { issuer });
    const mayBeHttp = isAllowedHttp(issuer, allowedHosts);
    await using network = createGuardedFetch({ allowedHosts });
    try {
      const provider = await openId.discovery(
        address,
        clientId ?? 'navette',
        undefined,
        clientSecret === undefined ? openId.None() : sendSecret(clientSecret),
        {
          [openId.customFetch]: (url, options) => network.fetch(url, options as RequestInit),
          timeout: timeoutSeconds,
          execute: [openId.enableNonRepudiationChecks, ...(mayBeHttp ? [openId.allowInsecureRequests] : [])],
        },
      );
      return await work(provider);
    } catch (error) {
      throw providerProblem(issuer, error);
    }
  }

  return {
    discover: (issuer) =>
      withProvider({ issuer }, async (provider) => {
        const metadata = provider.serverMetadata();
        // A document for every tenant of a provider speaks for people whom the firm does not know.
        if (/[{}]/.test(metadata.issuer)) throw new NavetteError('sign_in_provider_invalid', { issuer });
        checkAuthorizationUrl(issuer, metadata.authorization_endpoint, allowedHosts);
        return metadata;
      }),
    begin: (client, { state, nonce, verifier }, loginHint) =>
      withProvider(client, async (provider) => {
        checkAuthorizationUrl(client.issuer, provider.serverMetadata().authorization_endpoint, allowedHosts);
        return openId.buildAuthorizationUrl(provider, {
          ...{ redirect_uri: redirectUrl, scope, state, nonce, login_hint: loginHint },
          code_challenge: await openId.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
      }),
    finish: (client, { state, nonce, verifier }, answer) =>
      withProvider(client, async (provider) => {
        const tokens = await openId.authorizationCodeGrant(provider, new URL(`${redirectUrl}?${answer}`), {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
          idTokenExpected: true,
        });
        const subject = tokens.claims()?.sub ?? '';
        const inToken = claimsShape.parse(tokens.claims());
        const claims =
          inToken.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
            ? claimsShape.parse(await openId.fetchUserInfo(provider, tokens.access_token, subject))
            : inToken;
        return {
          subject,
          email: claims.email?.trim().toLowerCase() || null,
          isEmailVerified: claims.email_verified ?? null,
        };
      }),
  };
}

/** By the way that the provider says it takes; in a header where it says nothing, as the standard has it. */
function sendSecret(clientSecret: string): openId.ClientAuth {
  const inBody = openId.ClientSecretPost(clientSecret);
  const inHeader = openId.ClientSecretBasic(clientSecret);
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const send = methods === undefined || methods.includes('client_secret_basic') ? inHeader : inBody;
    send(server, ...rest);
  };
}

function isAllowedHttp(address: string, allowedHosts: readonly string[]): boolean {
  const url = URL.parse(address);
  return (
    url?.protocol === 'http:' && (allowedHosts.includes(url.host) || allowedHosts.includes(url.hostname))
  );
}

/** The browser goes there: to a page, over https. @throws NavetteError */
function checkAuthorizationUrl(
  issuer: string,
  address: string | undefined,
  allowedHosts: readonly string[],
): void {
  const isHttps = address !== undefined && URL.parse(address)?.protocol === 'https:';
  if (!isHttps && !isAllowedHttp(address ?? '', allowedHosts))
    throw new NavetteError('sign_in_provider_invalid', { issuer });
}

/** What went wrong between us and a provider, in the words of our catalogue. @throws what is a mistake of ours */
function providerProblem(issuer: string, error: unknown): NavetteError {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = codeOf(each);
    if (code === 'sign_in_provider_refused') return new NavetteError(code, { detail: wordOf(each) }, error);
    if (code !== null) return new NavetteError(code, { issuer }, error);
    if (each instanceof NavetteError) return each;
  }
  throw error;
}

const refusals = [
  openId.ResponseBodyError,
  openId.AuthorizationResponseError,
  openId.WWWAuthenticateChallengeError,
];

/** The word by which OAuth names a refusal: `access_denied`, `invalid_client`. */
function wordOf(error: Error): string {
  const word = 'error' in error ? String(error.error) : '';
  return /^[\w.-]{1,60}$/.test(word) ? word : 'invalid_client';
}

function codeOf(error: Error) {
  if (error instanceof DeliveryError && error.code === 'address_refused') return 'sign_in_provider_address';
  if (refusals.some((kind) => error instanceof kind)) return 'sign_in_provider_refused';
  if (error instanceof z.ZodError) return 'sign_in_provider_invalid';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'sign_in_provider_unreachable';
  // How `fetch` tells that no answer came, whatever lies below it.
  if (error instanceof TypeError && error.message === 'fetch failed' && !isRefusal(error.cause))
    return 'sign_in_provider_unreachable';
  // Without a code, it wraps what is told further down.
  if (!(error instanceof openId.ClientError) || error.code === undefined) return null;
  if (error.code === 'OAUTH_TIMEOUT' || isOutage(error.cause)) return 'sign_in_provider_unreachable';
  const isForbidden = /^OAUTH_(HTTP_REQUEST|REQUEST_PROTOCOL)_FORBIDDEN$/.test(error.code);
  return isForbidden ? 'sign_in_provider_address' : 'sign_in_provider_invalid';
}

function isRefusal(error: unknown): boolean {
  return error instanceof DeliveryError;
}

/** A gateway that answers for a provider that does not. */
function isOutage(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'status' in cause && Number(cause.status) >= 500;
}

/** What happened, for the log: the names and messages down to the cause, without the answers that libraries keep beside them. */
export function tellCauses(error: unknown): string {
  const told: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) told.push(`${each.name}: ${each.message}`);
  return told.join(' ← ');
}

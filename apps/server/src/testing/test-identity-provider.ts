/** A real OpenID Connect provider in this process, and somebody who signs in at it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll } from 'vitest';

export interface TestIdentity {
  readonly email?: string;
  readonly email_verified?: boolean;
}

export interface TestIdentityProvider {
  readonly issuer: string;
  readonly host: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** Whom it knows, by the name that they sign in with. */
  readonly identities: Map<string, TestIdentity>;
  /** Goes through its pages as somebody, up to where it sends the browser back. */
  signInAs(name: string, authorizationUrl: string): Promise<URL>;
  /** Stops answering. */
  stop(): Promise<void>;
}

/** Call it at the top of a test file; it is stopped after its last test. @param redirectUrl where it sends browsers back */
export async function testIdentityProvider(redirectUrl: string): Promise<TestIdentityProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `http://${host}`;
  const client = { clientId: 'navette', clientSecret: 'secret-plante-du-fournisseur' };
  const identities = new Map<string, TestIdentity>();
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: client.clientId, client_secret: client.clientSecret },
        ...{ redirect_uris: [redirectUrl], response_types: ['code'], grant_types: ['authorization_code'] },
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_context, name) => ({
      accountId: name,
      claims: () => ({ sub: name, ...identities.get(name) }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['secret des cookies'] },
  });
  server.on('request', provider.callback());
  let isStopped = false;
  async function stop(): Promise<void> {
    if (isStopped) return;
    isStopped = true;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  afterAll(stop);
  return {
    ...{ issuer, host, client, identities, stop },
    signInAs: (name, authorizationUrl) => followDance(name, authorizationUrl, redirectUrl),
  };
}

/** Follows redirects and fills in the provider's two forms: who one is, and that Navette may know it. */
async function followDance(name: string, authorizationUrl: string, redirectUrl: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(authorizationUrl);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 15; step++) {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: form }),
    });
    for (const each of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      cookies.set(key, value);
    }
    const location = answer.headers.get('location');
    const page = await answer.text();
    form = null;
    if (location !== null) {
      url = new URL(location, url);
      if (url.href.startsWith(redirectUrl)) return url;
    } else {
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (prompt === undefined)
        throw new Error(
          `The provider answered ${answer.status}: ${page.replace(/<style>.*<\/style>|<[^>]+>|\s+/gs, ' ').trim()}`,
        );
      url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url);
      form = new URLSearchParams({ prompt, login: name, password: 'peu importe' });
    }
  }
  throw new Error('The provider never sent the browser back');
}

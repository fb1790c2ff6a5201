import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createFirm } from '../firms/create-firm.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { testBrowser } from '../testing/test-browser.ts';
import { testFirm, testPassword } from '../testing/test-firm.ts';
import { testIdentityProvider } from '../testing/test-identity-provider.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { safeReturn } from './sign-in-by-provider.ts';
import { auditOf } from './test-audit.ts';

const callback = 'http://localhost/api/v1/sign-in/provider/callback';
const platform = await testPlatform([], {}, { mailServer: await testMailServer() });
const provider = await testIdentityProvider(callback);
/** One that a test stops. */
const dying = await testIdentityProvider(callback);
platform.settings.allowedHosts.push(provider.host, dying.host);

let serial = 0;

/** A firm whose people sign in through the provider, at a domain of its own. */
async function firmWithProvider(change: object = {}) {
  const domain = `cabinet-${++serial}.fr`;
  const email = `admin@${domain}`;
  const id = await createFirm(platform, {
    ...{ firmName: 'Morvan & Associés', name: 'Claire Morvan', email, password: testPassword },
  });
  const admin = testBrowser(platform);
  await admin.call('POST', '/api/auth/sign-in/email', { email, password: testPassword });
  const path = `/api/v1/firms/${id}/sign-in-provider`;
  const given = {
    ...{ issuer: provider.issuer, ...provider.client, domains: [domain], trustsEmails: false },
    ...change,
  };
  const registered = await admin.call<{ id: string }>('POST', path, given);
  expect(registered).toMatchObject({ status: 201 });
  return { id, domain, email, admin, path, addMember, invite };

  async function invite(address: string, name: string | null = null) {
    const answer = await admin.call('POST', `/api/v1/firms/${id}/invitations`, {
      ...{ people: [{ email: address, name }], role: 'collaborator', seesAllClients: true },
      ...{ clientIds: [], language: 'fr' },
    });
    expect(answer).toMatchObject({ body: { items: [{ email: address, problem: null }] } });
  }

  async function addMember(address: string, state: 'active' | 'deactivated' = 'active') {
    const person = await platform.signIn.createPerson({
      name: 'Zoé',
      email: address,
      password: testPassword,
    });
    await inFirm(platform.database.app, id, (trx) =>
      trx
        .insertInto('members')
        .values({
          ...{
            firm_id: id,
            user_id: person.userId,
            role: 'collaborator',
            name: 'Zoé',
            email: address,
            state,
          },
          created_at: platform.clock().toISOString(),
        })
        .execute(),
    );
    return person;
  }
}

/** Somebody whom the provider knows by this address. */
function identity(email: string, claims: object = { email_verified: true }): string {
  const name = `identité-${++serial}`;
  provider.identities.set(name, { email, ...claims });
  return name;
}

async function begin(email: string, returnTo = '/cabinets/f/dossiers?recherche=a') {
  const browser = testBrowser(platform);
  const begun = await browser.call<{ url: string; code: string }>('POST', '/api/v1/sign-in/provider', {
    email,
    returnTo,
  });
  return { browser, begun };
}

async function signInThrough(email: string, name: string) {
  const { browser, begun } = await begin(email);
  const back = await provider.signInAs(name, begun.body.url);
  const finished = await browser.call('GET', back.pathname + back.search);
  return { browser, begun, back, finished };
}

describe('signing in through one’s firm', () => {
  it('goes to the provider with PKCE, comes back signed in, and links the identity', async () => {
    const firm = await firmWithProvider();
    const person = await firm.addMember(`zoe@${firm.domain}`);
    const name = identity(`ZOE@${firm.domain}`);
    const { browser, begun, finished } = await signInThrough(`zoe@${firm.domain}`, name);
    const asked = new URL(begun.body.url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      ...{ client_id: 'navette', response_type: 'code', code_challenge_method: 'S256' },
      ...{ redirect_uri: callback, login_hint: `zoe@${firm.domain}` },
    });
    expect(begun.setCookies).toEqual([
      expect.stringMatching(
        /^navette\.provider=.*Path=\/api\/v1\/sign-in\/provider\/callback; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    expect(finished).toMatchObject({ status: 302, location: '/cabinets/f/dossiers?recherche=a' });
    expect(finished.setCookies[0]).toMatch(/^navette\.session_token=.*HttpOnly; SameSite=Lax/);
    expect((await browser.call('GET', '/api/v1/me')).body).toMatchObject({
      user: { id: person.userId, byProvider: true },
      firms: [{ id: firm.id, role: 'collaborator' }],
    });
    expect((await browser.call('GET', `/api/v1/firms/${firm.id}`)).status).toBe(200);
    expect((await auditOf(platform, firm.id, person.userId)).at(-1)).toMatchObject({
      action: 'session.opened',
      details: { by: 'provider', browser: 'Chrome' },
    });

    // Known again by the identity, whatever became of the address.
    provider.identities.set(name, { email: 'zoe@mariage.fr', email_verified: false });
    const again = await signInThrough(`zoe@${firm.domain}`, name);
    expect(again.finished.location).toBe('/cabinets/f/dossiers?recherche=a');
  });

  it('accepts the invitation of somebody invited, with the rights that it gives', async () => {
    const firm = await firmWithProvider();
    const email = `nouvelle@${firm.domain}`;
    await firm.invite(email, 'Nina Nouvelle');
    const { browser, finished } = await signInThrough(email, identity(email));
    expect(finished.location).toBe('/cabinets/f/dossiers?recherche=a');
    expect((await browser.call('GET', '/api/v1/me')).body).toMatchObject({
      user: { name: 'Nina Nouvelle', email },
      firms: [{ id: firm.id, role: 'collaborator' }],
    });
    // There is no password to guess.
    expect(await platform.signIn.checkPassword(email, '')).toBeNull();
    const again = await signInThrough(email, identity(email));
    expect(again.finished.location).toBe('/cabinets/f/dossiers?recherche=a');
  });

  it('does not bring back an invitation that was cancelled or is too old', async () => {
    const firm = await firmWithProvider();
    for (const [column, value] of [
      ['cancelled_at', new Date().toISOString()],
      ['expires_at', new Date(0).toISOString()],
    ] as const) {
      const email = `${column}@${firm.domain}`;
      await firm.invite(email);
      await inFirm(platform.database.app, firm.id, (trx) =>
        trx
          .updateTable('invitations')
          .set({ [column]: value })
          .where('email', '=', email)
          .execute(),
      );
      const { finished } = await signInThrough(email, identity(email));
      expect(finished.location).toContain('probleme=sign_in_unknown_person');
      expect(await platform.signIn.findByEmail(email)).toBeNull();
    }
  });

  it('opens that firm alone: a provider does not speak for another', async () => {
    const firm = await firmWithProvider();
    const other = await testFirm(platform);
    const person = await firm.addMember(`zoe@${firm.domain}`);
    await inFirm(platform.database.app, other.id, (trx) =>
      trx
        .insertInto('members')
        .values({
          ...{ firm_id: other.id, user_id: person.userId, role: 'admin', name: 'Zoé', email: person.email },
          created_at: platform.clock().toISOString(),
        })
        .execute(),
    );
    const { browser } = await signInThrough(person.email, identity(person.email));
    expect((await browser.call('GET', other.path)).status).toBe(404);
    expect((await browser.call('GET', '/api/v1/me')).body).toMatchObject({ firms: [{ id: firm.id }] });

    // Nor for the account itself, which is the same everywhere.
    const own = testBrowser(platform);
    await own.call('POST', '/api/auth/sign-in/email', { email: person.email, password: testPassword });
    for (const [method, path, body] of [
      [
        'POST',
        '/api/auth/change-password',
        { currentPassword: testPassword, newPassword: 'une autre phrase' },
      ],
      ['POST', '/api/auth/two-factor/enable', { password: testPassword }],
      ['POST', '/api/auth/two-factor/disable', { password: testPassword, code: '123456' }],
      ['PATCH', '/api/v1/me', { name: 'Autre' }],
    ] as const)
      expect(await browser.call(method, path, body)).toMatchObject({
        status: 403,
        body: { code: 'provider_session' },
      });
    const seen = await browser.call<{ items: object[] }>('GET', '/api/v1/me/sessions');
    expect(seen.body.items).toMatchObject([{ isCurrent: true, byProvider: true }]);
    const revoked = await browser.call('POST', '/api/v1/me/sessions/revoke-others', {});
    expect(revoked.body).toEqual({ revoked: 0 });
    expect((await own.call('GET', other.path)).status).toBe(200);
  });

  it('counts as the second factor that the firm requires', async () => {
    const firm = await firmWithProvider();
    await firm.addMember(`zoe@${firm.domain}`);
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx.updateTable('firms').set({ require_second_factor: true }).where('id', '=', firm.id).execute(),
    );
    const { browser } = await signInThrough(`zoe@${firm.domain}`, identity(`zoe@${firm.domain}`));
    expect((await browser.call('GET', `/api/v1/firms/${firm.id}`)).status).toBe(200);
    expect((await firm.admin.call('GET', `/api/v1/firms/${firm.id}`)).body).toMatchObject({
      code: 'second_factor_required',
    });
  });
});

describe('a provider is refused', () => {
  const refusal = async (email: string, name: string) => (await signInThrough(email, name)).finished;
  const told = (code: string) => ({
    status: 302,
    location: expect.stringMatching(`^/connexion\\?probleme=${code}&(detail=\\w+&)?reference=`),
  });

  it.each([
    ['says that it is not verified', { email_verified: false }],
    ['does not say that it is verified', {}],
  ])('an address when it %s', async (_, claims) => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    const finished = await refusal(email, identity(email, claims));
    expect(finished).toMatchObject(told('sign_in_email_unverified'));
    expect(finished.setCookies.filter((each) => each.includes('session_token'))).toEqual([]);
  });

  it('an address that it says is not verified, even where the firm answers for those it says nothing of', async () => {
    const firm = await firmWithProvider({ trustsEmails: true });
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    expect(await refusal(email, identity(email, { email_verified: false }))).toMatchObject(
      told('sign_in_email_unverified'),
    );
    expect((await refusal(email, identity(email, {}))).location).toBe('/cabinets/f/dossiers?recherche=a');
  });

  it('a person who was not invited, and nobody becomes a member', async () => {
    const firm = await firmWithProvider();
    const count = async () => (await platform.database.auth.query('select from auth."user"')).rowCount ?? 0;
    const before = await count();
    const email = `stagiaire@${firm.domain}`;
    expect(await refusal(email, identity(email))).toMatchObject(told('sign_in_unknown_person'));
    expect(await count()).toBe(before);
    // With an account, in another firm.
    const stranger = `etranger@${firm.domain}`;
    await platform.signIn.createPerson({ name: 'Étranger', email: stranger, password: testPassword });
    expect(await refusal(stranger, identity(stranger))).toMatchObject(told('sign_in_unknown_person'));
    const { rows } = await platform.database.auth.query('select from members where firm_id = $1', [firm.id]);
    expect(rows).toHaveLength(1);
  });

  it('a member who was deactivated, linked before or not', async () => {
    const firm = await firmWithProvider();
    const { email, userId } = await firm.addMember(`zoe@${firm.domain}`);
    const name = identity(email);
    expect((await refusal(email, name)).location).toBe('/cabinets/f/dossiers?recherche=a');
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx.updateTable('members').set({ state: 'deactivated' }).where('user_id', '=', userId).execute(),
    );
    expect(await refusal(email, name)).toMatchObject(told('sign_in_unknown_person'));
    expect(await refusal(email, identity(email))).toMatchObject(told('sign_in_unknown_person'));
  });

  it('a member whose address is outside the domains of the firm', async () => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`externe${serial}@ailleurs.fr`);
    expect(await refusal(`zoe@${firm.domain}`, identity(email))).toMatchObject(
      told('sign_in_unknown_person'),
    );
  });

  it('a state that was used, is of another browser, is too old, or was made up', async () => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    const { browser, back } = await signInThrough(email, identity(email));
    const known = told('sign_in_state_unknown');
    expect(await browser.call('GET', back.pathname + back.search)).toMatchObject(known);

    const second = await begin(email);
    const forSecond = await provider.signInAs(identity(email), second.begun.body.url);
    const thief = testBrowser(platform);
    expect(await thief.call('GET', forSecond.pathname + forSecond.search)).toMatchObject(known);

    const third = await begin(email);
    const forThird = await provider.signInAs(identity(email), third.begun.body.url);
    await platform.database.auth.query(
      `update auth.verification set "expiresAt" = now() - interval '1 second' where value like '%verifier%'`,
    );
    expect(await third.browser.call('GET', forThird.pathname + forThird.search)).toMatchObject(known);
    expect(await third.browser.call('GET', `${forThird.pathname}?state=x&code=y`)).toMatchObject(known);
    expect(await third.browser.call('GET', forThird.pathname)).toMatchObject(known);
  });

  it('a code of another sign-in: its PKCE does not fit', async () => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    const [one, other] = [await begin(email), await begin(email)];
    const stolen = await provider.signInAs(identity(email), one.begun.body.url);
    const own = await provider.signInAs(identity(email), other.begun.body.url);
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    expect(await other.browser.call('GET', own.pathname + own.search)).toMatchObject(
      told('sign_in_provider_refused'),
    );
  });

  it('an answer in the name of another issuer', async () => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    const { browser, begun } = await begin(email);
    const back = await provider.signInAs(identity(email), begun.body.url);
    expect(back.searchParams.get('iss')).toBe(provider.issuer);
    back.searchParams.set('iss', 'https://autre.exemple.fr');
    expect(await browser.call('GET', back.pathname + back.search)).toMatchObject(
      told('sign_in_provider_invalid'),
    );
  });

  it('what the person refused at the provider, which the journal of the firm tells', async () => {
    const firm = await firmWithProvider();
    const { begun, browser } = await begin(`zoe@${firm.domain}`);
    const state = new URL(begun.body.url).searchParams.get('state');
    const denied = `/api/v1/sign-in/provider/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(provider.issuer)}`;
    expect(await browser.call('GET', denied)).toMatchObject(told('sign_in_provider_refused'));
    const { provider: registered } = (await firm.admin.call<{ provider: { id: string } }>('GET', firm.path))
      .body;
    expect(await auditOf(platform, firm.id, registered.id)).toMatchObject([
      { action: 'sign_in_provider.created', actor: 'user' },
      { action: 'session.refused', actor: 'system', details: { code: 'sign_in_provider_refused' } },
    ]);
  });

  it('a secret that is not the client’s', async () => {
    const firm = await firmWithProvider({ clientSecret: 'pas le bon' });
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    expect(await refusal(email, identity(email))).toMatchObject(told('sign_in_provider_refused'));
  });

  it('an address for which no firm opened it', async () => {
    expect((await begin('zoe@inconnu.fr')).begun).toMatchObject({
      status: 404,
      body: { code: 'no_sign_in_provider' },
    });
  });
});

describe('a firm’s provider', () => {
  it('is registered by an administrator, and its secret never comes back', async () => {
    const firm = await firmWithProvider();
    const answer = await firm.admin.call('GET', firm.path);
    expect(answer.body).toMatchObject({
      provider: { issuer: provider.issuer, clientId: 'navette', domains: [firm.domain] },
      redirectUrl: callback,
    });
    const { rows } = await inFirm(platform.database.app, firm.id, async (trx) => ({
      rows: await trx.selectFrom('sign_in_providers').selectAll().execute(),
    }));
    expect(JSON.stringify(answer.body)).not.toContain(provider.client.clientSecret);
    expect(Buffer.from(rows[0]?.client_secret ?? []).toString('latin1')).not.toContain('secret-plant');
    const again = {
      issuer: provider.issuer,
      ...provider.client,
      domains: [firm.domain],
      trustsEmails: false,
    };
    expect(await firm.admin.call('POST', firm.path, again)).toMatchObject({
      status: 409,
      body: { code: 'sign_in_provider_exists' },
    });
  });

  it('is not for collaborators, nor for another firm', async () => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    const zoe = testBrowser(platform);
    await zoe.call('POST', '/api/auth/sign-in/email', { email, password: testPassword });
    expect((await zoe.call('GET', firm.path)).status).toBe(403);
    expect((await (await firmWithProvider()).admin.call('GET', firm.path)).status).toBe(404);
  });

  it('is tried before it is kept, by reading its discovery document', async () => {
    const firm = await firmWithProvider();
    const tried = (issuer = '') => firm.admin.call('POST', `${firm.path}/test`, { issuer });
    expect((await tried(provider.issuer)).body).toEqual({
      ...{ issuer: provider.issuer, authorizationUrl: `${provider.issuer}/auth` },
      ...{ statesPkce: true, givesEmail: true },
    });
    // As the document names it, whatever the slash that was typed after it.
    expect((await tried(` ${provider.issuer}/`)).body).toMatchObject({ issuer: provider.issuer });
    for (const [issuer, code] of [
      [`http://${provider.host}/autre`, 'sign_in_provider_invalid'],
      ['http://exemple.fr', 'sign_in_provider_address'],
      ['https://127.0.0.1:8443', 'sign_in_provider_address'],
      ['https://169.254.169.254', 'sign_in_provider_address'],
      ['https://[::1]', 'sign_in_provider_address'],
      ['https://localhost:8443', 'sign_in_provider_address'],
      ['https://10.0.0.8', 'sign_in_provider_address'],
      ['pas une adresse', 'sign_in_provider_invalid'],
      ['file:///etc/passwd', 'sign_in_provider_address'],
    ])
      expect([issuer, (await tried(issuer)).body.code]).toEqual([issuer, code]);
  });

  it('has domains of the firm’s administrators alone, each of one firm', async () => {
    const [firm, other] = [await firmWithProvider(), await firmWithProvider()];
    const change = (domains: string[]) => firm.admin.call('PATCH', firm.path, { domains });
    for (const domain of ['gmail.com', 'autre-cabinet.fr', 'fr', `${firm.domain}/x`, other.domain])
      expect([domain, (await change([domain])).body.code]).toEqual([domain, 'sign_in_domain_refused']);
    // An administrator of both would still not take it away.
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .updateTable('members')
        .set({ email: `admin@${other.domain}` })
        .where('role', '=', 'admin')
        .execute(),
    );
    expect(await change([other.domain])).toMatchObject({
      status: 409,
      body: { code: 'sign_in_domain_taken' },
    });
    expect((await begin(`zoe@${firm.domain}`)).begun.status).toBe(200);
  });

  it('keeps its secret when only domains change, and wants it again for another issuer or client', async () => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    expect((await firm.admin.call('PATCH', firm.path, { trustsEmails: true })).status).toBe(200);
    expect((await signInThrough(email, identity(email))).finished.location).toContain('/cabinets/');
    expect(await firm.admin.call('PATCH', firm.path, { clientId: 'autre' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('ends the sessions that it opened when it is removed, and is forgotten', async () => {
    const firm = await firmWithProvider();
    const { email } = await firm.addMember(`zoe@${firm.domain}`);
    const { browser } = await signInThrough(email, identity(email));
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(200);
    expect((await firm.admin.call('DELETE', firm.path)).status).toBe(204);
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401);
    expect((await begin(email)).begun.status).toBe(404);
    expect((await firm.admin.call('GET', firm.path)).body).toMatchObject({ provider: null });
    expect((await firm.admin.call('DELETE', firm.path)).status).toBe(404);
  });

  it('that is down is said to be, and the password still works', async () => {
    const firm = await firmWithProvider({ issuer: dying.issuer });
    await firm.addMember(`zoe@${firm.domain}`);
    const { browser, begun } = await begin(`zoe@${firm.domain}`);
    const back = await dying.signInAs('personne', begun.body.url);
    await dying.stop();
    expect(await browser.call('GET', back.pathname + back.search)).toMatchObject({
      location: expect.stringContaining('probleme=sign_in_provider_unreachable'),
    });
    expect((await begin(`zoe@${firm.domain}`)).begun).toMatchObject({
      status: 422,
      body: { code: 'sign_in_provider_unreachable' },
    });
    const entered = await testBrowser(platform).call('POST', '/api/auth/sign-in/email', {
      email: `zoe@${firm.domain}`,
      password: testPassword,
    });
    expect(entered.status).toBe(200);
  });
});

it.each([
  ['/cabinets/f/dossiers?x=1#y', '/cabinets/f/dossiers?x=1#y'],
  ['//ailleurs.fr', '/'],
  ['/\\ailleurs.fr', '/'],
  ['https://ailleurs.fr', '/'],
  ['/connexion?retour=/', '/'],
  ['/a\nb', '/'],
  [undefined, '/'],
])('comes back to %s as %s', (wanted, path) => {
  expect(safeReturn(wanted)).toBe(path);
});

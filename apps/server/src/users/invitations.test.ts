import type { Invitation, Reason } from '@navette/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { asCaller, type TestFirm, type TestUser, testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { acceptInvitation } from './invitations-accept.ts';

const mailServer = await testMailServer();
const platform = await testPlatform([], {}, { mailServer });
const silent = await testPlatform();
const firm = await testFirm(platform);
const nobody = asCaller(platform, {});
const password = 'un autre mot de passe';

type Answer = {
  items: { email: string; invitation: Invitation | null; problem: Reason | null }[];
  code?: string;
};

let serial = 0;
const newEmail = () => `invité${serial++}@exemple.fr`.replace('é', 'e');

function invite(body: object = {}, by: TestUser = firm.admin, of: TestFirm = firm) {
  return by.call<Answer>('POST', `${of.path}/invitations`, {
    ...{ people: [{ email: newEmail() }], role: 'collaborator', seesAllClients: true, clientIds: [] },
    language: 'fr',
    ...body,
  });
}

/** Invites one address and reads the link in its mail. */
async function inviteOne(email: string, body: object = {}, by: TestUser = firm.admin, of: TestFirm = firm) {
  const answer = await invite({ people: [{ email }], ...body }, by, of);
  expect(answer.status).toBe(200);
  const id = answer.body.items[0]?.invitation?.id ?? '';
  return { id, token: await readToken(email) };
}

async function readToken(email: string): Promise<string> {
  const before = mailServer.received.length;
  await platform.runJobs();
  const mail = mailServer.received.slice(before).find(({ to }) => to.includes(email));
  const [, token = ''] = /http:\/\/localhost\/invitation#(\S+)/.exec(mail?.email.text ?? '') ?? [];
  expect(token).not.toBe('');
  return token;
}

const open = (token: string, by: TestUser = nobody) =>
  by.call<{ code?: string; hasAccount: boolean; signedInAs: string | null }>(
    'POST',
    '/api/v1/invitations/open',
    {
      token,
    },
  );
const accept = (token: string, values: object = {}, by: TestUser = nobody) =>
  by.call<{ code?: string; firmId: string }>('POST', '/api/v1/invitations/accept', { token, ...values });
const join = (token: string) => accept(token, { name: 'Paul Rey', password });

async function signIn(email: string, secret = password): Promise<TestUser> {
  const answer = await platform.server.inject({
    ...{ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password: secret } },
    ...{ headers: { host: 'localhost', origin: 'http://localhost' }, remoteAddress: `127.9.0.${serial++}` },
  });
  expect(answer.statusCode).toBe(200);
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  return asCaller(platform, { cookie });
}

async function list(query = ''): Promise<Invitation[]> {
  const answer = await firm.admin.call<{ items: Invitation[] }>('GET', `${firm.path}/invitations${query}`);
  return answer.body.items;
}
const find = async (id: string) => (await list('?all=true&limit=200')).find((each) => each.id === id);

describe('an invitation', () => {
  it('lets a new person in with a name and a password, with exactly the rights it gave', async () => {
    const client = await firm.addClient('Menuiserie Aubertin');
    await firm.addClient('Un autre');
    const email = newEmail();
    const { id, token } = await inviteOne(email, {
      role: 'client',
      clientIds: [client.id],
      seesAllClients: true,
    });
    const mail = await mailServer.mailTo(email);
    expect(mail.email).toMatchObject({
      subject: 'Claire Morvan vous invite à rejoindre Morvan & Associés sur Navette',
      from: { name: 'Morvan & Associés' },
    });
    expect((await open(token)).body).toEqual({
      ...{ firmName: 'Morvan & Associés', invitedBy: 'Claire Morvan', email, name: null, role: 'client' },
      ...{ hasAccount: false, signedInAs: null },
    });
    expect(await join(token)).toMatchObject({ status: 200, body: { firmId: firm.id, email } });
    const user = await signIn(email);
    const clients = await user.call<{ items: { id: string }[] }>('GET', `${firm.path}/clients`);
    expect(clients.body.items.map((each) => each.id)).toEqual([client.id]);
    expect((await user.call('GET', `${firm.path}/members`)).status).toBe(403);
    expect(await find(id)).toMatchObject({
      state: 'accepted',
      sentAt: expect.any(String),
      endedAt: expect.any(String),
    });
    expect((await list()).some((each) => each.id === id)).toBe(false);
  });

  it('opens once', async () => {
    const { token } = await inviteOne(newEmail());
    const answers = await Promise.all([join(token), join(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await open(token)).toMatchObject({ status: 409, body: { code: 'invitation_used' } });
  });

  it('for somebody who has an account asks him to sign in, and adds this firm to his', async () => {
    const other = await testFirm(platform);
    const { token } = await inviteOne(other.admin.email, { role: 'admin' });
    expect((await open(token)).body).toMatchObject({ hasAccount: true, signedInAs: null });
    // The account is not opened, nor its password changed, by who merely holds the link.
    expect(await join(token)).toMatchObject({ status: 401, body: { code: 'invitation_sign_in' } });
    expect((await open(token, other.admin)).body.signedInAs).toBe(other.admin.email);
    expect((await accept(token, {}, other.admin)).status).toBe(200);
    expect((await other.admin.call('GET', `${firm.path}/members`)).status).toBe(200);
    await signIn(other.admin.email, testPassword);
  });

  it('is for the e-mail that was invited, whoever is signed in', async () => {
    const other = await testFirm(platform);
    const email = newEmail();
    const { token } = await inviteOne(email);
    expect(await accept(token, { name: 'Paul', password }, other.admin)).toMatchObject({
      status: 409,
      body: { code: 'invitation_other_person', fr: expect.stringContaining(other.admin.email) },
    });
    expect((await other.admin.call('GET', `${firm.path}/clients`)).status).toBe(404);
  });

  it('for one firm is not accepted by what the provider of another says', async () => {
    const [other, third] = [await testFirm(platform), await testFirm(platform)];
    const { token } = await inviteOne(other.admin.email);
    const session = { id: 'session', onlyFirmId: third.id };
    const person = { userId: other.admin.userId, name: 'Claire', email: other.admin.email };
    await expect(acceptInvitation(platform, { token }, { ...person, session })).rejects.toMatchObject({
      code: 'provider_session',
    });
    const own = { ...session, onlyFirmId: firm.id };
    await expect(acceptInvitation(platform, { token }, { ...person, session: own })).resolves.toMatchObject({
      firmId: firm.id,
    });
  });

  it('needs a name and a password of ten characters for a new account', async () => {
    const { token } = await inviteOne(newEmail());
    for (const values of [{}, { name: 'Paul' }, { password }, { name: 'Paul', password: 'court' }])
      expect((await accept(token, values)).status).toBe(400);
    expect((await join(token)).status).toBe(200);
  });
});

describe('a link', () => {
  it.each(['', 'n’importe quoi', '0000', 'x'.repeat(200)])('that is none is told so: %s', async (token) => {
    expect(await open(token)).toMatchObject({ status: 404, body: { code: 'invitation_unknown' } });
  });

  it('of which a single character was lost or changed opens nothing', async () => {
    const { token } = await inviteOne(newEmail());
    const other = token.endsWith('A') ? 'B' : 'A';
    for (const wrong of [token.slice(0, -1), token.slice(0, -2) + other + token.at(-1), token.slice(1)])
      expect((await open(wrong)).body.code).toBe('invitation_unknown');
    const elsewhere = await testFirm(platform);
    expect((await open(elsewhere.id + token.slice(36))).body.code).toBe('invitation_unknown');
  });

  it('expires after 7 days, and the invitation can be sent again', async () => {
    onTestFinished(() => platform.setClock(null));
    const email = newEmail();
    const { id, token } = await inviteOne(email);
    platform.setClock(new Date(Date.now() + 7 * 86_400_000 + 1_000));
    expect(await open(token)).toMatchObject({ status: 410, body: { code: 'invitation_expired' } });
    expect((await join(token)).body.code).toBe('invitation_expired');
    expect((await find(id))?.state).toBe('expired');
    const again = await firm.admin.call<Invitation>('POST', `${firm.path}/invitations/${id}/resend`, {});
    expect(again.body).toMatchObject({ state: 'pending', sentAt: null });
    const fresh = await readToken(email);
    expect((await open(token)).body.code).toBe('invitation_replaced');
    expect((await join(fresh)).status).toBe(200);
  });

  it('of a cancelled invitation says so', async () => {
    const { id, token } = await inviteOne(newEmail());
    for (const _ of [1, 2])
      expect((await firm.admin.call('DELETE', `${firm.path}/invitations/${id}`)).status).toBe(204);
    expect(await open(token)).toMatchObject({ status: 410, body: { code: 'invitation_cancelled' } });
    expect((await join(token)).body.code).toBe('invitation_cancelled');
    const again = await firm.admin.call<{ code: string }>(
      'POST',
      `${firm.path}/invitations/${id}/resend`,
      {},
    );
    expect(again.body.code).toBe('invitation_cancelled');
  });

  it('gives nothing that its sender could not give any more', async () => {
    const admin = await firm.addUser('admin');
    const { id, token } = await inviteOne(newEmail(), {}, admin);
    const member = `${firm.path}/members/${admin.userId}`;
    await firm.admin.call('POST', `${member}/deactivate`, {});
    expect(await join(token)).toMatchObject({ status: 403, body: { code: 'invitation_withdrawn' } });
    await firm.admin.call('POST', `${member}/reactivate`, {});
    await firm.admin.call('PATCH', member, { role: 'collaborator' });
    expect((await open(token)).body.code).toBe('invitation_withdrawn');
    const { email } = (await find(id)) ?? { email: '' };
    await firm.admin.call('POST', `${firm.path}/invitations/${id}/resend`, {});
    expect((await join(await readToken(email))).status).toBe(200);
  });
});

describe('several invitations at once', () => {
  it('are sent to each address once, and say which were not and why', async () => {
    const [one, two] = [newEmail(), newEmail()];
    const gone = await firm.addUser('collaborator');
    await firm.admin.call('POST', `${firm.path}/members/${gone.userId}/deactivate`, {});
    const people = [one, two.toUpperCase(), two, firm.admin.email, gone.email].map((email) => ({ email }));
    const { body } = await invite({ people, language: 'en' });
    expect(body.items.map(({ email, problem }) => [email, problem?.code ?? null])).toEqual([
      [one, null],
      [two, null],
      [firm.admin.email, 'email_taken'],
      [gone.email, 'member_deactivated'],
    ]);
    const before = mailServer.received.length;
    await platform.runJobs();
    expect(
      mailServer.received
        .slice(before)
        .map(({ to }) => to[0])
        .sort(),
    ).toEqual([one, two].sort());
    expect((await mailServer.mailTo(one)).email.subject).toContain('invites you to join');
  });

  it('replace the one that an address already had', async () => {
    const email = newEmail();
    const first = await inviteOne(email, { role: 'admin' });
    const second = await inviteOne(email, { role: 'collaborator', seesAllClients: false });
    expect(second.id).toBe(first.id);
    expect((await open(first.token)).body.code).toBe('invitation_replaced');
    expect((await open(second.token)).body).toMatchObject({ role: 'collaborator' });
    expect(await find(second.id)).toMatchObject({ role: 'collaborator', seesAllClients: false });
  });

  it('are at most 50, with real addresses, rights that exist and clients of this firm', async () => {
    const people = Array.from({ length: 51 }, () => ({ email: newEmail() }));
    const stranger = await (await testFirm(platform)).addClient('Ailleurs');
    for (const body of [
      { people },
      { people: [{ email: 'pas une adresse' }] },
      { people: [] },
      { role: 'patron' },
    ])
      expect((await invite(body)).status).toBe(400);
    expect((await invite({ clientIds: [stranger.id] })).status).toBe(404);
    expect((await invite({}, await firm.addUser('collaborator'))).status).toBe(403);
  });
});

describe('the mail of an invitation', () => {
  it('that was refused says why on the invitation, and can be sent again', async () => {
    const email = newEmail();
    mailServer.refuse({ at: 'recipient', code: 550 });
    onTestFinished(() => mailServer.refuse(null));
    const { body } = await invite({ people: [{ email }] });
    const id = body.items[0]?.invitation?.id ?? '';
    await platform.runJobs();
    expect(await find(id)).toMatchObject({
      sentAt: null,
      mailProblem: { code: 'mail_recipient_refused', fr: expect.stringContaining(email) },
    });
    mailServer.refuse(null);
    const again = await firm.admin.call<Invitation>('POST', `${firm.path}/invitations/${id}/resend`, {});
    expect(again.body.mailProblem).toBeNull();
    expect((await join(await readToken(email))).status).toBe(200);
  });

  it('that the server put off is tried again', async () => {
    const email = newEmail();
    mailServer.refuse({ at: 'data', code: 451 });
    onTestFinished(() => mailServer.refuse(null));
    const { body } = await invite({ people: [{ email }] });
    await expect(platform.runJobs()).rejects.toMatchObject({ code: 'mail_deferred' });
    expect(await find(body.items[0]?.invitation?.id ?? '')).toMatchObject({
      mailProblem: { code: 'mail_deferred' },
    });
    const owner = await platform.database.openClient('owner');
    const { rows } = await owner.query<{ attempts: number }>(
      `select attempts from graphile_worker.jobs where task_identifier = 'invitation.send'`,
    );
    await owner.end();
    expect(rows).toEqual([{ attempts: 1 }]);
  });

  it('holds the only copy of the link: neither the tables nor the log of audit do', async () => {
    const { token } = await inviteOne(newEmail());
    const secret = token.split('.')[1] ?? '';
    await inFirm(platform.database.app, firm.id, async (trx) => {
      const kept = [
        await trx.selectFrom('invitations').selectAll().execute(),
        await trx.selectFrom('audit_details').selectAll().execute(),
      ];
      expect(JSON.stringify(kept)).not.toContain(secret);
    });
  });

  it('that cannot leave at all is said before anything is written', async () => {
    const of = await testFirm(silent);
    expect(await invite({}, of.admin, of)).toMatchObject({
      status: 409,
      body: { code: 'mail_not_configured' },
    });
    const { rows } = await silent.database.auth.query('select 1 as one from members');
    expect(rows).toHaveLength(1);
  });
});

it('every invitation, its end and who joined by it are in the audit log', async () => {
  const audited = await testFirm(platform);
  const { id } = await inviteOne(newEmail(), {}, audited.admin, audited);
  await audited.admin.call('POST', `${audited.path}/invitations/${id}/resend`, {});
  await audited.admin.call('DELETE', `${audited.path}/invitations/${id}`);
  const { token } = await inviteOne(newEmail(), {}, audited.admin, audited);
  await join(token);
  const rows = await inFirm(platform.database.app, audited.id, (trx) =>
    trx.selectFrom('audit_entries').select(['action', 'actor_kind']).orderBy('id').execute(),
  );
  expect(rows.filter(({ action }) => action.startsWith('invitation')).map(({ action }) => action)).toEqual([
    'invitation.created',
    'invitation.resent',
    'invitation.cancelled',
    'invitation.created',
    'invitation.accepted',
  ]);
});

/** Opening the link of an invitation, and accepting it. The e-mail that was invited is what counts. */
import { NavetteError } from '@navette/model';
import type { Selectable, Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { stateOf } from './invitations.ts';
import { readInvitationToken } from './invitations-token.ts';
import { assignClients } from './members-clients.ts';
import type { Person } from './person.ts';

type Row = Selectable<Schema['invitations']>;

export interface Acceptance {
  readonly token: string;
  /** For a new account. */
  readonly name?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * What a link invites to. @param person whoever is signed in @throws NavetteError `invitation_unknown`, `invitation_replaced`,
 * `invitation_expired`, `invitation_used`, `invitation_cancelled`, `invitation_withdrawn`, `firm_suspended`
 */
export async function openInvitation(platform: Platform, token: string, person: Person | null) {
  return await withInvitation(platform, token, async (_trx, { row, firmName, inviter }) => ({
    ...{ firmName, invitedBy: inviter, email: row.email, name: row.name, role: row.role },
    hasAccount: (await platform.signIn.findByEmail(row.email)) !== null,
    signedInAs: person?.email ?? null,
  }));
}

/**
 * Joins the firm, once. @param person whoever is signed in @returns the firm @throws NavetteError those of `openInvitation`;
 * `invitation_sign_in` when an account has this e-mail and nobody is signed in; `invitation_other_person`; `provider_session`
 * when another firm's provider signed him in; `invalid_request` when a new account lacks its name or password
 */
export async function acceptInvitation(
  platform: Platform,
  { token, name, password }: Acceptance,
  person: Person | null,
): Promise<{ firmId: string; email: string }> {
  return await withInvitation(platform, token, async (trx, { row }) => {
    const joining = await findOrCreate(platform, row, { name, password }, person);
    await join(platform, trx, row, joining);
    return { firmId: row.firm_id, email: row.email };
  });
}

/**
 * Joins the firm without the link: its own provider says that the invited address is this person's. An account is made where there
 * is none, without a password. @returns `null` when nobody is invited by this address
 * @throws NavetteError `invitation_withdrawn`, `invitation_used`, `firm_suspended`
 */
export async function acceptByProvider(
  platform: Platform,
  firmId: string,
  email: string,
): Promise<Person | null> {
  return await inFirm(platform.database.app, firmId, async (trx) => {
    const row = await trx
      .selectFrom('invitations')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('email', '=', email)
      .where('accepted_at', 'is', null)
      .where('cancelled_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!row || stateOf(row, platform.clock().getTime()) === 'expired') return null;
    await requireInviter(trx, row);
    const known = await platform.signIn.findByEmail(email);
    const name = row.name ?? email.slice(0, email.indexOf('@'));
    const person = known ?? (await platform.signIn.createPerson({ name, email }));
    if (!known) await platform.signIn.updatePerson(person.userId, { language: row.language });
    await join(platform, trx, row, person);
    return person;
  });
}

interface Opened {
  readonly row: Row;
  readonly firmName: string;
  readonly inviter: string;
}

async function withInvitation<Result>(
  platform: Platform,
  token: string,
  work: (trx: Transaction<Schema>, opened: Opened) => Promise<Result>,
): Promise<Result> {
  const found = readInvitationToken(token);
  if (found === null) throw new NavetteError('invitation_unknown');
  const { firmId, sha256 } = found;
  return await inFirm(platform.database.app, firmId, async (trx) =>
    work(trx, await requireOpen(platform, trx, firmId, sha256)),
  );
}

async function requireOpen(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  sha256: string,
): Promise<Opened> {
  const row = await trx
    .selectFrom('invitations')
    .selectAll()
    .where('firm_id', '=', firmId)
    .where(({ eb, or }) => or([eb('token_sha256', '=', sha256), eb('previous_sha256', '=', sha256)]))
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('invitation_unknown');
  const state = stateOf(row, platform.clock().getTime());
  if (state === 'accepted') throw new NavetteError('invitation_used');
  if (state === 'cancelled') throw new NavetteError('invitation_cancelled');
  if (row.token_sha256 !== sha256) throw new NavetteError('invitation_replaced');
  if (state === 'expired') throw new NavetteError('invitation_expired');
  return requireInviter(trx, row);
}

async function requireInviter(trx: Transaction<Schema>, row: Row): Promise<Opened> {
  const firm = await trx.selectFrom('firms').select(['name', 'state']).executeTakeFirstOrThrow();
  if (firm.state === 'suspended') throw new NavetteError('firm_suspended');
  const inviter = await trx
    .selectFrom('members')
    .select(['name', 'role', 'state'])
    .where('firm_id', '=', row.firm_id)
    .where('user_id', '=', row.invited_by)
    .executeTakeFirstOrThrow();
  // What he could not give today, he does not give by a link of yesterday.
  if (inviter.role !== 'admin' || inviter.state !== 'active') throw new NavetteError('invitation_withdrawn');
  return { row, firmName: firm.name, inviter: inviter.name };
}

async function findOrCreate(
  platform: Platform,
  row: Row,
  { name, password }: Omit<Acceptance, 'token'>,
  person: Person | null,
): Promise<Person> {
  if (person !== null) return requireInvited(row, person);
  if ((await platform.signIn.findByEmail(row.email)) !== null)
    throw new NavetteError('invitation_sign_in', { invited: row.email });
  if (name === undefined || password === undefined)
    throw new NavetteError('invalid_request', { detail: 'name, password' });
  const created = await platform.signIn.createPerson({ name, email: row.email, password });
  await platform.signIn.updatePerson(created.userId, { language: row.language });
  return { ...created, name };
}

function requireInvited(row: Row, person: Person): Person {
  if (person.email.toLowerCase() !== row.email)
    throw new NavetteError('invitation_other_person', { invited: row.email, signedIn: person.email });
  const onlyFirmId = person.session?.onlyFirmId ?? null;
  if (onlyFirmId !== null && onlyFirmId !== row.firm_id) throw new NavetteError('provider_session');
  return person;
}

async function join(
  platform: Platform,
  trx: Transaction<Schema>,
  row: Row,
  { userId, name, email }: Person,
): Promise<void> {
  const { firm_id, id, role, sees_all_clients } = row;
  const at = platform.clock().toISOString();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('members')
    .values({ firm_id, user_id: userId, role, name, email, sees_all_clients, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  // He became a member by another way, and was perhaps deactivated since: no link changes that.
  if (numInsertedOrUpdatedRows === 0n) throw new NavetteError('invitation_used');
  const clients = await trx
    .selectFrom('invitation_clients')
    .select('client_id')
    .where('firm_id', '=', firm_id)
    .where('invitation_id', '=', id)
    .execute();
  await assignClients(
    trx,
    firm_id,
    userId,
    clients.map(({ client_id }) => client_id),
  );
  await trx
    .updateTable('invitations')
    .set({ accepted_at: at, accepted_by: userId })
    .where('firm_id', '=', firm_id)
    .where('id', '=', id)
    .execute();
  await recordAudit(
    platform,
    trx,
    { firmId: firm_id, userId, name, agent: null },
    {
      ...{ action: 'invitation.accepted', subjectKind: 'member', subjectId: userId, subjectName: name },
      details: { email, role, seesAllClients: sees_all_clients, clients: clients.length },
    },
  );
}

import { z } from 'zod';
import { admins, route } from './route.ts';
import { firmParams, id, page, pageQuery, reason, role, time } from './shapes.ts';

/** Somebody of the firm. */
export const member = z.object({
  /** Of the person, the same in every firm. */
  id,
  name: z.string(),
  email: z.string(),
  role,
  /** Administrators always do, client users never. */
  seesAllClients: z.boolean(),
  /** Clients assigned to him one by one. */
  clients: z.number().int(),
  state: z.enum(['active', 'deactivated']),
  hasSecondFactor: z.boolean(),
  /** When he was last in this firm, to five minutes. */
  lastSeenAt: time.nullable(),
  /** Computers that have his rights. */
  agents: z.number().int(),
  createdAt: time,
});

/** A client, as it may be assigned to a member. */
export const memberClient = z.object({
  id,
  name: z.string(),
  isAssigned: z.boolean(),
});

export const invitation = z.object({
  id,
  email: z.string(),
  name: z.string().nullable(),
  role,
  seesAllClients: z.boolean(),
  clients: z.number().int(),
  state: z.enum(['pending', 'expired', 'accepted', 'cancelled']),
  invitedBy: z.object({ id, name: z.string() }),
  createdAt: time,
  /** When its mail left; `null` when it did not. */
  sentAt: time.nullable(),
  /** Why it did not. */
  mailProblem: reason.nullable(),
  expiresAt: time,
  endedAt: time.nullable(),
});

const memberParams = firmParams.extend({ member: id });
const invitationParams = firmParams.extend({ invitation: id });
const name = z.string().trim().min(1).max(200);
const language = z.enum(['fr', 'en']);
const clientIds = z.array(id).max(1_000);

const rights = {
  role,
  /** For a collaborator; the clients assigned to him otherwise. */
  seesAllClients: z.boolean(),
};

const memberRoutes = {
  listMembers: route('listMembers', {
    method: 'GET',
    path: '/api/v1/firms/:firm/members',
    summary: 'People of the firm, by name. `search` looks in the name and the e-mail.',
    who: admins,
    params: firmParams,
    query: z.object({
      ...pageQuery,
      search: z.string().max(200).optional(),
      role: role.optional(),
      state: member.shape.state.optional(),
    }),
    answer: page(member),
  }),
  getMember: route('getMember', {
    method: 'GET',
    path: '/api/v1/firms/:firm/members/:member',
    summary: 'Somebody of the firm.',
    who: admins,
    params: memberParams,
    answer: member,
  }),
  updateMember: route('updateMember', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/members/:member',
    summary:
      'Changes the name shown in this firm, the role, or whether he sees every client. The last administrator stays one: `last_admin`.',
    who: admins,
    params: memberParams,
    body: z.strictObject({ name, ...rights }).partial(),
    answer: member,
  }),
  deactivateMember: route('deactivateMember', {
    method: 'POST',
    path: '/api/v1/firms/:firm/members/:member/deactivate',
    summary: 'He has nothing more to do with the firm, from this moment, nor have his computers.',
    who: admins,
    params: memberParams,
    answer: member,
  }),
  reactivateMember: route('reactivateMember', {
    method: 'POST',
    path: '/api/v1/firms/:firm/members/:member/reactivate',
    summary: 'He and his computers are back, with the rights they had.',
    who: admins,
    params: memberParams,
    answer: member,
  }),
  takeOverAgents: route('takeOverAgents', {
    method: 'POST',
    path: '/api/v1/firms/:firm/members/:member/take-over-agents',
    summary: 'His computers go on, with the caller’s rights.',
    who: admins,
    params: memberParams,
    answer: z.object({ agents: z.number().int() }),
  }),
  listMemberClients: route('listMemberClients', {
    method: 'GET',
    path: '/api/v1/firms/:firm/members/:member/clients',
    summary: 'Clients by name, and whether each is assigned to him.',
    who: admins,
    params: memberParams,
    query: z.object({
      ...pageQuery,
      search: z.string().max(200).optional(),
      assigned: z.enum(['true', 'false']).optional(),
    }),
    answer: page(memberClient),
  }),
  changeMemberClients: route('changeMemberClients', {
    method: 'POST',
    path: '/api/v1/firms/:firm/members/:member/clients',
    summary: 'Assigns clients to him and takes others away. Again, it changes nothing.',
    who: admins,
    params: memberParams,
    body: z.strictObject({ add: clientIds.optional(), remove: clientIds.optional() }),
    answer: member,
  }),
};

const invitationRoutes = {
  listInvitations: route('listInvitations', {
    method: 'GET',
    path: '/api/v1/firms/:firm/invitations',
    summary: 'Invitations, newest first: those that wait, unless `all`.',
    who: admins,
    params: firmParams,
    query: z.object({ ...pageQuery, all: z.enum(['true', 'false']).optional() }),
    answer: page(invitation),
  }),
  invite: route('invite', {
    method: 'POST',
    path: '/api/v1/firms/:firm/invitations',
    summary:
      'Invites people by e-mail, all with the same rights. Each address has its own answer; an invitation whose mail did not leave says why and can be sent again.',
    who: admins,
    params: firmParams,
    body: z.strictObject({
      people: z
        .array(z.strictObject({ email: z.email().max(254), name: name.nullable().optional() }))
        .min(1)
        .max(50),
      ...rights,
      clientIds,
      /** Of the mail. */
      language,
    }),
    answer: z.object({
      items: z.array(
        z.object({
          email: z.string(),
          invitation: invitation.nullable(),
          /** Why this address was not invited. */
          problem: reason.nullable(),
        }),
      ),
    }),
  }),
  resendInvitation: route('resendInvitation', {
    method: 'POST',
    path: '/api/v1/firms/:firm/invitations/:invitation/resend',
    summary: 'Sends a new link, good for 7 days. The one before stops working.',
    who: admins,
    params: invitationParams,
    answer: invitation,
  }),
  cancelInvitation: route('cancelInvitation', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/invitations/:invitation',
    summary: 'Takes an invitation back. Again, it changes nothing.',
    who: admins,
    params: invitationParams,
  }),
  openInvitation: route('openInvitation', {
    method: 'POST',
    path: '/api/v1/invitations/open',
    summary: 'What a link of an invitation invites to. The token is the fragment of the link.',
    who: ['anyone'],
    body: z.strictObject({ token: z.string().max(200) }),
    answer: z.object({
      firmName: z.string(),
      invitedBy: z.string(),
      email: z.string(),
      name: z.string().nullable(),
      role,
      /** An account has this e-mail already: one signs in to accept. */
      hasAccount: z.boolean(),
      /** With which e-mail the caller is signed in, if he is. */
      signedInAs: z.string().nullable(),
    }),
  }),
  acceptInvitation: route('acceptInvitation', {
    method: 'POST',
    path: '/api/v1/invitations/accept',
    summary:
      'Joins the firm: with a name and a password for a new account; signed in with the e-mail that was invited, for one that exists.',
    who: ['anyone'],
    body: z.strictObject({
      token: z.string().max(200),
      name: name.optional(),
      password: z.string().min(10).max(200).optional(),
    }),
    answer: z.object({ firmId: id, email: z.string() }),
  }),
};

/** Members of a firm and invitations to it. */
export const peopleRoutes = { ...memberRoutes, ...invitationRoutes };

/** Who may do what: members, invitations, keys of the API, providers of sign-in, paired computers. */
import type { ApiKeyScope } from '@navette/api';
import type { ErrorCode } from '@navette/model';
import type { Generated, JSONColumnType } from 'kysely';
import type { Json, NullableJson } from './columns.ts';

export interface PeopleSchema {
  members: MembersTable;
  invitations: InvitationsTable;
  invitation_clients: InvitationClientsTable;
  api_keys: ApiKeysTable;
  sign_in_providers: SignInProvidersTable;
  sign_in_domains: SignInDomainsTable;
  agents: AgentsTable;
}

interface MembersTable {
  firm_id: string;
  user_id: string;
  role: 'admin' | 'collaborator' | 'client';
  name: string;
  email: string;
  sees_all_clients: Generated<boolean>;
  state: Generated<'active' | 'deactivated'>;
  created_at: string;
  last_seen_at: string | null;
}

interface InvitationsTable {
  firm_id: string;
  id: string;
  email: string;
  name: string | null;
  role: 'admin' | 'collaborator' | 'client';
  sees_all_clients: boolean;
  token_sha256: string;
  previous_sha256: string | null;
  language: 'fr' | 'en';
  invited_by: string;
  created_at: string;
  sent_at: string | null;
  mail_code: ErrorCode | null;
  mail_params: NullableJson<Record<string, string | number>>;
  expires_at: string;
  accepted_at: string | null;
  accepted_by: string | null;
  cancelled_at: string | null;
}

interface InvitationClientsTable {
  firm_id: string;
  invitation_id: string;
  client_id: string;
}

interface ApiKeysTable {
  firm_id: string;
  id: string;
  name: string;
  token_sha256: string;
  prefix: string;
  scopes: Json<ApiKeyScope[]>;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

interface SignInProvidersTable {
  firm_id: string;
  id: string;
  issuer: string;
  client_id: string;
  client_secret: Uint8Array;
  trusts_emails: Generated<boolean>;
  created_at: string;
}

interface SignInDomainsTable {
  firm_id: string;
  provider_id: string;
  domain: string;
}

interface AgentsTable {
  firm_id: string;
  id: string;
  user_id: string;
  name: string;
  version: string;
  platform: string;
  token_sha256: string;
  paired_at: string;
  last_contact_at: string | null;
  hot_folders: JSONColumnType<ReportedHotFolder[], string | undefined, string>;
  revoked_at: string | null;
}

/** What an agent tells of one hot folder. */
interface ReportedHotFolder {
  description: string;
  depositDir: string;
  archiveDir: string | null;
  clientId: string;
  folderId: string;
  waiting: number;
  refused: number;
  lastFileAt: string | null;
}

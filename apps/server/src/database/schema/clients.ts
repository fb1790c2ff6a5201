/** Clients, their attributes, and what was imported. */
import type { AttributeKind } from '@navette/model';
import type { Generated } from 'kysely';

export interface ClientsSchema {
  clients: ClientsTable;
  client_members: ClientMembersTable;
  attributes: AttributesTable;
  attribute_values: AttributeValuesTable;
  client_imports: ClientImportsTable;
}

interface ClientsTable {
  firm_id: string;
  id: string;
  name: string;
  search_key: string;
  sort_key: Generated<string>;
  created_at: string;
  archived_at: string | null;
  erased_at: string | null;
}

interface ClientMembersTable {
  firm_id: string;
  client_id: string;
  user_id: string;
}

interface AttributesTable {
  firm_id: string;
  id: string;
  label: string;
  label_key: string;
  kind: AttributeKind;
  is_unique: Generated<boolean>;
  position: number;
  created_at: string;
}

interface AttributeValuesTable {
  firm_id: string;
  client_id: string;
  attribute_id: string;
  value: string;
  value_key: string;
  sort_key: Generated<string>;
  is_unique: boolean;
  override_reason: string | null;
}

interface ClientImportsTable {
  firm_id: string;
  job_id: string;
  file_name: string;
  bytes: Uint8Array;
}

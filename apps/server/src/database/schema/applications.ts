/** Setting applications up: the wizard between two visits, the partner's dossiers, what people chose and asked for. */
export interface ApplicationsSchema {
  rule_connections: RuleConnectionsTable;
  dossiers: DossiersTable;
  mapping_choices: MappingChoicesTable;
  setups: SetupsTable;
  setup_clients: SetupClientsTable;
  application_requests: ApplicationRequestsTable;
}

interface RuleConnectionsTable {
  firm_id: string;
  installation_id: string;
  rule_id: string;
  connection_id: string;
}

interface DossiersTable {
  firm_id: string;
  installation_id: string;
  key: string;
  name: string;
  siren: string | null;
  nic: string | null;
  active: boolean;
}

interface MappingChoicesTable {
  firm_id: string;
  installation_id: string;
  client_id: string;
  /** `null`: not to be connected. */
  dossier_key: string | null;
  /** A member, or a key of the API. */
  chosen_by: string;
  chosen_at: string;
}

interface SetupsTable {
  firm_id: string;
  id: string;
  application: string;
  installation_id: string | null;
  step: 'clients' | 'credentials' | 'mapping' | 'rules';
  created_by: string;
  created_at: string;
  changed_at: string;
  ended_at: string | null;
}

interface SetupClientsTable {
  firm_id: string;
  setup_id: string;
  client_id: string;
}

interface ApplicationRequestsTable {
  firm_id: string;
  id: string;
  text: string;
  requested_by: string;
  requested_at: string;
  closed_by: string | null;
  closed_at: string | null;
}

/** The keys of what is fetched. The second part is the firm, so that switching firms never shows another's rows. */
export const keys = {
  me: ['me'] as const,
  about: ['about'] as const,
  sessions: ['sessions'] as const,
  firm: (firm: string) => ['firm', firm] as const,
  attributes: (firm: string) => ['attributes', firm] as const,
  clients: (firm: string, filter: object) => ['clients', firm, filter] as const,
  client: (firm: string, client: string) => ['client', firm, client] as const,
  members: (firm: string, client: string) => ['members', firm, client] as const,
  installations: (firm: string) => ['installations', firm] as const,
  figures: (firm: string) => ['figures', firm] as const,
  catalogue: (firm: string) => ['catalogue', firm] as const,
  namePreview: (firm: string, application: string, template: string) =>
    ['catalogue', firm, application, template] as const,
  applicationRequests: (firm: string) => ['applicationRequests', firm] as const,
  setups: (firm: string) => ['setups', firm] as const,
  setup: (firm: string, setup: string) => ['setups', firm, setup] as const,
  setupPart: (firm: string, setup: string, part: 'clients' | 'prerequisites', filter: object) =>
    ['setups', firm, setup, part, filter] as const,
  rules: (firm: string, installation: string) => ['rules', firm, installation] as const,
  rulePart: (firm: string, installation: string, part: string, filter: object) =>
    ['rules', firm, installation, part, filter] as const,
  connections: (firm: string, installation: string) => ['connections', firm, installation] as const,
  connectionList: (firm: string, installation: string, filter: object) =>
    ['connections', firm, installation, filter] as const,
  mappings: (firm: string, installation: string) => ['mapping', firm, installation] as const,
  mapping: (firm: string, installation: string, filter: object) =>
    ['mapping', firm, installation, filter] as const,
  mappingProposals: (firm: string, installation: string, filter: object) =>
    ['mappingProposals', firm, installation, filter] as const,
  proposedKey: (firm: string, installation: string, client: string) =>
    ['proposedKey', firm, installation, client] as const,
  folders: (firm: string, client: string) => ['folders', firm, client] as const,
  documents: (firm: string, folder: string, filter: object) => ['documents', firm, folder, filter] as const,
  history: (firm: string, document: string) => ['history', firm, document] as const,
  deliveries: (firm: string, filter: object) => ['deliveries', firm, filter] as const,
  counts: (firm: string) => ['counts', firm] as const,
  jobs: (firm: string, job: string) => ['jobs', firm, job] as const,
  importRows: (firm: string, job: string) => ['importRows', firm, job] as const,
  jobRows: (firm: string, job: string, filter: object) => ['jobs', firm, job, filter] as const,
  settings: (firm: string) => ['settings', firm] as const,
  mail: (firm: string) => ['mail', firm] as const,
  mailSender: (firm: string) => ['mail', firm, 'sender'] as const,
  provider: (firm: string) => ['provider', firm] as const,
  audit: (firm: string, filter: object) => ['audit', firm, filter] as const,
  people: (firm: string, filter: object) => ['members', firm, 'list', filter] as const,
  person: (firm: string, person: string) => ['members', firm, 'person', person] as const,
  personClients: (firm: string, person: string, filter: object) =>
    ['members', firm, 'clients', person, filter] as const,
  invitations: (firm: string, filter: object) => ['invitations', firm, filter] as const,
  apiKeys: (firm: string) => ['apiKeys', firm] as const,
  agents: (firm: string) => ['agents', firm] as const,
};

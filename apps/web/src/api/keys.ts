/** The keys of what is fetched. The second part is the firm, so that switching firms never shows another's rows. */
export const keys = {
  me: ['me'] as const,
  about: ['about'] as const,
  firm: (firm: string) => ['firm', firm] as const,
  clients: (firm: string, filter: object) => ['clients', firm, filter] as const,
  client: (firm: string, client: string) => ['client', firm, client] as const,
  folders: (firm: string, client: string) => ['folders', firm, client] as const,
  documents: (firm: string, folder: string, filter: object) => ['documents', firm, folder, filter] as const,
  history: (firm: string, document: string) => ['history', firm, document] as const,
  deliveries: (firm: string, filter: object) => ['deliveries', firm, filter] as const,
  counts: (firm: string) => ['counts', firm] as const,
  agents: (firm: string) => ['agents', firm] as const,
};

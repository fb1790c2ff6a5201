/** What a hint of the live stream makes stale. Hints say *what*, never *which*: the pages fetch again what they show. */
export const hintKinds = [
  'documents',
  'deliveries',
  'clients',
  'agents',
  'jobs',
  'members',
  'applications',
] as const;
export type HintKind = (typeof hintKinds)[number];

/** First parts of the query keys to fetch again, by hint. */
export const staleByHint: Readonly<Record<HintKind, readonly string[]>> = {
  documents: ['documents', 'folders', 'history', 'client', 'clients', 'counts'],
  deliveries: ['deliveries', 'documents', 'folders', 'history', 'client', 'clients', 'counts', 'figures'],
  clients: [
    'mapping',
    'mappingProposals',
    'setups',
    'clients',
    'client',
    'attributes',
    'members',
    'folders',
    'connections',
    'rules',
    'installations',
    'figures',
  ],
  agents: ['agents'],
  jobs: ['jobs'],
  members: ['members', 'invitations', 'apiKeys'],
  applications: ['mapping', 'mappingProposals', 'setups', 'installations', 'figures', 'applicationRequests'],
};

/** @returns the kind of a hint, `connected` when everything may be stale, or `null` when it is none that this page knows. */
export function readHint(data: string): HintKind | 'connected' | null {
  try {
    const { what } = JSON.parse(data) as { what?: unknown };
    if (what === 'connected') return what;
    return hintKinds.find((kind) => kind === what) ?? null;
  } catch {
    return null;
  }
}

/** @returns the first parts of the keys that these hints make stale, each once. */
export function staleKeys(hints: Iterable<HintKind>): Set<string> {
  return new Set([...hints].flatMap((hint) => staleByHint[hint]));
}

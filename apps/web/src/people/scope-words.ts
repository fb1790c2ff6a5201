import type { ApiKeyScope } from '@navette/api';

/** The names of the scopes among the words: a colon would be taken for the end of a namespace. */
export const scopeWords = {
  'clients:read': 'clientsRead',
  'clients:write': 'clientsWrite',
  'documents:read': 'documentsRead',
  'documents:write': 'documentsWrite',
  'deliveries:read': 'deliveriesRead',
  'deliveries:write': 'deliveriesWrite',
  'applications:read': 'applicationsRead',
  'applications:write': 'applicationsWrite',
} as const satisfies Record<ApiKeyScope, string>;

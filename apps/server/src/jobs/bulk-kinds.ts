import { clientImport } from '../client-imports/apply-import.ts';
import { clientChange } from '../clients/bulk-clients.ts';
import type { BulkKind } from './bulk-job.ts';

/** Every kind of bulk job, listed by hand. */
export const bulkKinds: readonly BulkKind[] = [clientImport, clientChange];

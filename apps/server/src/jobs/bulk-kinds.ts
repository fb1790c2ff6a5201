import { backfill } from '../backfill/backfill-job.ts';
import { clientImport } from '../client-imports/apply-import.ts';
import { clientChange } from '../clients/bulk-clients.ts';
import { connectionImport } from '../connection-imports/apply-import.ts';
import { connectionFolders } from '../connections/bulk-folders.ts';
import { connectionRemoval } from '../connections/bulk-remove.ts';
import { connectionMap } from '../mapping/connect-mapped.ts';
import type { BulkKind } from './bulk-job.ts';

/** Every kind of bulk job, listed by hand. */
export const bulkKinds: readonly BulkKind[] = [
  clientImport,
  clientChange,
  connectionMap,
  connectionRemoval,
  connectionFolders,
  connectionImport,
  backfill,
];

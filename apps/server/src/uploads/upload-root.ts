import { join } from 'node:path';
import type { Settings } from '../settings.ts';

/** Where unfinished uploads are: beside the blobs, so that their bytes become a blob without being written again. */
export function uploadRoot(settings: Pick<Settings, 'dataDir'>): string {
  return join(settings.dataDir, 'uploads');
}

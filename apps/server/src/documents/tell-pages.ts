import type { Platform } from '../platform.ts';

/** After the commit of what changed documents or folders: wakes what may leave, and tells open pages. */
export async function tellPages(
  platform: Platform,
  firmId: string,
  laneIds: readonly string[] = [],
): Promise<void> {
  await platform.wake.lanes(firmId, laneIds);
  platform.live.publish(firmId, 'documents');
  platform.live.publish(firmId, 'deliveries');
}

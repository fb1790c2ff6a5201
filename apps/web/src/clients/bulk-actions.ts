import type { routes } from '@navette/api';
import type { z } from 'zod';

export type BulkBody = z.infer<(typeof routes.previewBulkClients)['body']>;
export type BulkAction = BulkBody['action'];

/** What a gesture needs besides the clients. */
export interface BulkChoice {
  readonly userIds?: string[];
  readonly attributeId?: string;
  readonly value?: string | null;
}

/** What takes a gesture back, where something does: an attribute's old values are not known any more. */
const opposites: Readonly<Partial<Record<BulkAction, BulkAction>>> = {
  archive: 'restore',
  restore: 'archive',
  assign: 'unassign',
  unassign: 'assign',
};

/** @returns the gesture that takes another one back for the clients it changed, `null` when there is none. */
export function undoOf(
  { action, userIds }: Pick<BulkBody, 'action' | 'userIds'>,
  ids: readonly string[],
): BulkBody | null {
  const opposite = opposites[action];
  if (opposite === undefined || ids.length === 0) return null;
  return { action: opposite, ...(userIds ? { userIds } : {}), selection: { ids: [...ids] } };
}

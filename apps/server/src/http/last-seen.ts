import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';

interface Visitor {
  readonly firmId: string;
  readonly userId: string;
  readonly agent: object | null;
  readonly apiKey: { readonly id: string } | null;
}

const keyEveryMs = 60_000;
const personEveryMs = 5 * 60_000;

/**
 * Writes when a member or a key was last here, unless that is already known well enough: a key's to the minute, a person's to
 * five. What a computer does is not its owner's presence.
 */
export async function recordLastSeen(
  platform: Platform,
  caller: Visitor,
  lastSeenAt: string | null,
): Promise<void> {
  if (caller.agent !== null) return;
  const now = platform.clock();
  const everyMs = caller.apiKey === null ? personEveryMs : keyEveryMs;
  const before = new Date(now.getTime() - everyMs).toISOString();
  if (lastSeenAt !== null && Date.parse(lastSeenAt) > Date.parse(before)) return;
  const at = now.toISOString();
  // Requests come together: the first of them writes.
  await inFirm(platform.database.app, caller.firmId, async (trx) => {
    if (caller.apiKey === null)
      await trx
        .updateTable('members')
        .set({ last_seen_at: at })
        .where('firm_id', '=', caller.firmId)
        .where('user_id', '=', caller.userId)
        .where(({ eb, or }) => or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<=', before)]))
        .execute();
    else
      await trx
        .updateTable('api_keys')
        .set({ last_used_at: at })
        .where('firm_id', '=', caller.firmId)
        .where('id', '=', caller.apiKey.id)
        .where(({ eb, or }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', before)]))
        .execute();
  });
}

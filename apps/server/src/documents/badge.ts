import type { Badge } from '@navette/api';
import type { DeliveryState, ErrorCode, ErrorParams, HeldReason } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { partnerOf } from '../deliveries/create-deliveries.ts';
import { type Reader, reasonFor } from '../deliveries/reason-for.ts';
import type { Platform } from '../platform.ts';

/** What a badge is made from. */
export interface BadgeSource {
  readonly state: DeliveryState;
  readonly heldReason: HeldReason | null;
  readonly code: ErrorCode | null;
  readonly params: ErrorParams | null;
  readonly partner: string;
  readonly booked: boolean;
}

/** Most urgent first: what waits for a person, then what is on its way, then what is done. */
const urgency: readonly DeliveryState[] = [
  'undelivered',
  'held',
  'unknown',
  'sending',
  'waiting',
  'accepted',
  'delivered',
  'duplicate',
  'cancelled',
];

/** How a version stands over all its deliveries. Pure. */
function badgeOf(reader: Reader, deliveries: readonly BadgeSource[]): Badge {
  const [most] = [...deliveries].sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
  if (!most)
    return { state: 'nothing_to_send', heldReason: null, booked: false, reason: null, partner: null };
  return {
    state: most.state,
    heldReason: most.heldReason,
    booked: deliveries.every(({ booked }) => booked),
    reason: reasonFor(reader, most.code, most.params),
    partner: most.partner,
  };
}

/** The badges of versions, by version id, as this caller may read them. */
export async function loadBadges(
  platform: Platform,
  trx: Transaction<Schema>,
  reader: Reader & { readonly firmId: string },
  versionIds: readonly string[],
): Promise<Map<string, Badge>> {
  if (versionIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('deliveries')
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'deliveries.firm_id')
        .onRef('installations.id', '=', 'deliveries.installation_id'),
    )
    .select([
      'deliveries.version_id as versionId',
      'deliveries.state',
      'deliveries.held_reason as heldReason',
      'deliveries.booked',
      'deliveries.code',
      'deliveries.code_params as params',
      'installations.application',
    ])
    .where('deliveries.firm_id', '=', reader.firmId)
    .where('deliveries.version_id', 'in', versionIds)
    .execute();
  const byVersion = Map.groupBy(rows, ({ versionId }) => versionId);
  return new Map(
    versionIds.map((id) => {
      const sources = (byVersion.get(id) ?? []).map((row) => ({
        ...row,
        partner: partnerOf(platform, row.application),
      }));
      return [id, badgeOf(reader, sources)];
    }),
  );
}

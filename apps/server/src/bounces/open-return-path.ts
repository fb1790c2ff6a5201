import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Keys } from '../keys/keys.ts';
import type { Settings } from '../settings.ts';
import { type BounceAddress, writeReturnPath } from './return-path.ts';

/** What the secret of return paths derives from. */
export const bouncesPurpose = 'bounces';

type BounceSettings = Pick<Settings, 'bounceAddress' | 'bounceDomain'>;

/**
 * How mails of a firm's deliveries are addressed for their way back: `null` where bounces cannot be read, and the mail leaves with
 * its ordinary sender. Called for each mail, since the firm may change its settings. `clock` is business time, as attempts have it.
 */
export async function openReturnPath(
  { keys, settings, clock }: { keys: Pick<Keys, 'derive'>; settings: BounceSettings; clock: () => Date },
  trx: Transaction<Schema>,
  firmId: string,
): Promise<(deliveryId: string) => string | null> {
  const address = await bounceAddressOf(settings, trx, firmId);
  if (address === null) return () => null;
  const secret = keys.derive(bouncesPurpose);
  return (deliveryId) => writeReturnPath(secret, address, { firmId, deliveryId, writtenAt: clock() });
}

/**
 * Where bounces of a firm's mails go. A firm with a server of its own sends for its own domain: an envelope of the operator's domain
 * would be refused as forged (SPF), so without a mailbox of its own it has none.
 */
async function bounceAddressOf(
  { bounceAddress, bounceDomain }: BounceSettings,
  trx: Transaction<Schema>,
  firmId: string,
): Promise<BounceAddress | null> {
  const row = await trx
    .selectFrom('mail_settings')
    .leftJoin('bounce_mailboxes', 'bounce_mailboxes.firm_id', 'mail_settings.firm_id')
    .select('bounce_mailboxes.address')
    .where('mail_settings.firm_id', '=', firmId)
    .executeTakeFirst();
  if (row) return row.address;
  return bounceAddress ?? (bounceDomain === undefined ? null : `@${bounceDomain}`);
}

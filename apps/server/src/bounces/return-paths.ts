import type { Transaction } from 'kysely';
import type { Database } from '../database/open-database.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Keys } from '../keys/keys.ts';
import type { Settings } from '../settings.ts';
import { type BounceAddress, writeReturnPath } from './return-path.ts';

/** What the secret of return paths derives from. */
export const bouncesPurpose = 'bounces';

type BounceSettings = Pick<Settings, 'bounceAddress' | 'bounceDomain'>;

/**
 * The envelope sender for the attempt under way, `null` where bounces cannot be read: the mail then leaves with the ordinary
 * sender. Call it once the attempt's row is committed.
 */
export async function returnPathFor(
  { database, keys, settings }: { database: Database; keys: Keys; settings: BounceSettings },
  firmId: string,
  deliveryId: string,
): Promise<string | null> {
  const found = await inFirm(database.app, firmId, async (trx) => {
    const address = await bounceAddressOf(settings, trx, firmId);
    return address === null ? null : { address, attempt: await lastAttempt(trx, firmId, deliveryId) };
  });
  if (found === null) return null;
  const about = { firmId, deliveryId, attempt: found.attempt };
  return writeReturnPath(keys.derive(bouncesPurpose), found.address, about);
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

/** The number of a delivery's last attempt; 0 before the first. */
export async function lastAttempt(
  trx: Transaction<Schema>,
  firmId: string,
  deliveryId: string,
): Promise<number> {
  const row = await trx
    .selectFrom('attempts')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('firm_id', '=', firmId)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  return row?.number ?? 0;
}

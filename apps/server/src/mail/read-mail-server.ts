import type { MailServer } from '@navette/connector';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Keys } from '../keys/keys.ts';

/** What a firm's mail password is sealed for. */
export const passwordPlace = 'mail_settings/password';

/** The firm's server, `null` where it has none, and its name. */
export async function readMailServer(
  keys: Keys,
  trx: Transaction<Schema>,
  firmId: string,
): Promise<{ firmName: string; server: MailServer | null }> {
  const { name, ...row } = await trx
    .selectFrom('firms')
    .leftJoin('mail_settings', 'mail_settings.firm_id', 'firms.id')
    .selectAll('mail_settings')
    .select('firms.name')
    .where('firms.id', '=', firmId)
    .executeTakeFirstOrThrow();
  if (row.host === null || row.port === null || row.security === null)
    return { firmName: name, server: null };
  const server = {
    ...{ host: row.host, port: row.port, security: row.security, user: row.user_name },
    password: row.password && (await keys.unsealForFirm(trx, firmId, passwordPlace, row.password)),
    from: { name: row.from_name ?? name, address: row.from_address ?? '' },
  };
  return { firmName: name, server };
}

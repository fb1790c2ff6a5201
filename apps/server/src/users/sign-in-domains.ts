import { NavetteError } from '@navette/model';
import type { FirmTransaction } from '../database/tenancy.ts';

/** Where anybody gets an address: no firm can speak for these. */
const openToAll = new Set(
  `aliceadsl.fr aol.com bbox.fr cegetel.net club-internet.fr duck.com fastmail.com free.fr gmail.com gmx.com gmx.fr gmx.net
  googlemail.com hey.com hotmail.be hotmail.ch hotmail.com hotmail.fr icloud.com infonie.fr laposte.net libertysurf.fr live.com
  live.fr mac.com mail.com mailo.com me.com msn.com neuf.fr noos.fr numericable.fr orange.com orange.fr outlook.com outlook.fr
  pm.me proton.me protonmail.com sfr.fr tutanota.com voila.fr wanadoo.fr yahoo.com yahoo.fr yandex.com ymail.com zoho.com`.split(
    /\s+/,
  ),
);

const shape = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

/** `claire@Cabinet.fr` → `cabinet.fr`. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * A firm speaks for a domain when one of its administrators has his address there.
 * @throws NavetteError `sign_in_domain_refused` naming the first that it may not have
 */
export async function checkDomains(
  trx: FirmTransaction,
  firmId: string,
  domains: readonly string[],
): Promise<void> {
  const admins = await trx
    .selectFrom('members')
    .select('email')
    .where('firm_id', '=', firmId)
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .execute();
  const own = new Set(admins.map(({ email }) => domainOf(email)));
  for (const domain of domains)
    if (!shape.test(domain) || openToAll.has(domain) || !own.has(domain))
      throw new NavetteError('sign_in_domain_refused', { domain });
}

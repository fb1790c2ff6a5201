import type { Dossier } from '@navette/connector';
import { type Account, checkIfRefused, isRefused } from './account.ts';
import { dossierList, readAnswer } from './answers.ts';
import { failureOf } from './errors.ts';

/**
 * The dossiers of every company the account may enter, one page per company, each dossier once. A company that may be seen
 * but not opened hides its own dossiers, not those of the others: the mapping page says that one missing may be a matter of rights.
 * @throws DeliveryError
 */
export async function* listDossiers(
  account: Account,
  signal: AbortSignal,
): AsyncGenerator<readonly Dossier[]> {
  const access = await account.listAccess(signal);
  const companies = new Set(
    access.map(({ AccessType, Id, CompanyId }) => (AccessType === 'Pme' ? CompanyId : Id)),
  );
  const listed = new Set<string>();
  for (const company of companies) {
    if (!company) continue;
    const path = `/provisioning/companies/${encodeURIComponent(company)}/accounting-folders`;
    const answer = await account.ask(path, signal);
    await checkIfRefused(account, answer, signal);
    if (isRefused(answer) || answer.status === 404) continue;
    const dossiers = readAnswer(dossierList, answer);
    if (dossiers === null) throw failureOf('dossier', answer, { key: company, secrets: account.secrets() });
    const added = new Map(dossiers.filter(({ Id }) => !listed.has(Id)).map((each) => [each.Id, each]));
    for (const key of added.keys()) listed.add(key);
    yield [...added].map(([key, { Name, Siren, Nic, Status }]) => ({
      key,
      name: Name,
      siren: Siren.replace(/\s/g, '') || null,
      // A number has lost its leading zeros.
      nic: Nic === '' ? null : Nic.padStart(5, '0'),
      active: Status === 'Active',
    }));
  }
}

import type { CheckResult, ClientKeyCheck, DeliveryError, Dossier, PartnerAnswer } from '@navette/connector';
import { splitSiret } from '@navette/model';
import type { Account } from './account.ts';
import { keyInfo, oneSociety, readAnswer, readRefusal, type Society, societyList } from './answers.ts';
import { failureOf } from './errors.ts';

/** Tries a key: this is also what activates one that is new. @throws DeliveryError */
export async function checkKey(account: Account, key: string, signal: AbortSignal): Promise<void> {
  const answer = await account.ask({ path: '/key/info?mode=extended', key }, signal);
  if (readAnswer(keyInfo, answer) === null) throw refuse(account, answer, key);
}

/** @throws DeliveryError */
export async function checkFirm(account: Account, signal: AbortSignal): Promise<CheckResult> {
  await checkKey(account, account.firmKey, signal);
  const companies = await listCompanies(account, signal);
  return { identity: `clé du cabinet, ${companies.length} sociétés` };
}

/**
 * Without a key of any company only the way there can be tried: MyUnisoft answers a request without a key with an error of its
 * own, which is not about the publisher's secret. @throws DeliveryError
 */
export async function checkPublisher(account: Account, signal: AbortSignal): Promise<CheckResult> {
  const answer = await account.ask({ path: '/key/info?mode=extended', key: '' }, signal);
  // What has no code of MyUnisoft's is somebody else's.
  const question = readRefusal(answer).code === '' ? 'account' : 'company';
  const failure = failureOf(account.manifest, question, answer, { secrets: account.secrets() });
  if (failure.class !== 'mapping') throw failure;
  return { identity: 'MyUnisoft répond' };
}

/** Every company that the key of the firm opens. MyUnisoft documents no pages. @throws DeliveryError */
async function listCompanies(account: Account, signal: AbortSignal): Promise<Society[]> {
  const answer = await account.ask({ path: '/society', key: account.firmKey }, signal);
  const list = readAnswer(societyList, answer);
  if (list === null) throw failureOf(account.manifest, 'account', answer, { secrets: account.secrets() });
  return [...new Map(list.society_array.map((each) => [each.society_id, each])).values()];
}

/** A SIRET field that holds 9 digits is a SIREN; MyUnisoft lists no company that is closed. */
export async function* listDossiers(
  account: Account,
  signal: AbortSignal,
): AsyncGenerator<readonly Dossier[]> {
  const companies = await listCompanies(account, signal);
  yield companies.map(({ society_id: key, name, siret }) => {
    return { key, name: name?.trim() || key, ...splitSiret(siret ?? ''), active: true };
  });
}

/** A key of one company names it by itself. @throws DeliveryError `dossier_unknown` for a key that opens nothing */
export async function checkCompanyKey(
  account: Account,
  key: string,
  signal: AbortSignal,
): Promise<ClientKeyCheck> {
  await checkKey(account, key, signal);
  const answer = await account.ask({ path: '/society', key }, signal);
  const company = readAnswer(oneSociety, answer);
  if (company === null) throw refuse(account, answer, key);
  return { label: company.name ?? null };
}

function refuse(account: Account, answer: PartnerAnswer, key: string): DeliveryError {
  const question = account.manifest.clientKey.secret === true ? 'company' : 'account';
  return failureOf(account.manifest, question, answer, { secrets: account.secrets(key) });
}

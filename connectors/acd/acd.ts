import {
  acceptedType,
  type Connector,
  type DeliverRequest,
  DeliveryError,
  type Dossier,
  encodeMultipart,
  keepDossiers,
  type Receipt,
  readJson,
} from '@navette/connector';
import { safeName, splitSiret } from '@navette/model';
import { type Account, openAccount } from './account.ts';
import { type DossierAnswer, dossierList, readBusinessFailure, storedAnswer } from './answers.ts';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner, requestTimeoutMs: timeoutMs } = manifest;

/** ACD's i-Suite. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const account = openAccount(credentials, context);
    const list = async function* (signal: AbortSignal) {
      yield await fetchDossiers(account, signal);
    };
    const dossiers = keepDossiers({ partner, timeoutMs, now: context.now, list });
    return {
      async check(signal) {
        const { length } = await fetchDossiers(account, signal);
        return { identity: `${account.username} (${length} dossiers)` };
      },
      checkClientKey: async (key, signal) => ({ label: (await dossiers.findOpen(key, signal)).name }),
      listDossiers: list,
      deliver: (request, signal) => deliver(account, request, signal),
      async close() {
        dossiers.close();
        account.close();
      },
    };
  },
};

export const connectors = [connector] as const;

/** Every dossier that the account may enter, each once: i-Suite's list has no pages. @throws DeliveryError */
async function fetchDossiers(account: Account, signal: AbortSignal): Promise<readonly Dossier[]> {
  const answer = await account.ask('/dossiers', signal);
  const isGood = answer.status < 300 && readBusinessFailure(answer) === null;
  const list = isGood ? readJson(dossierList, answer.text) : null;
  if (list === null) throw failureOf('dossiers', answer, { secrets: account.secrets() });
  return [...new Map(list.map((each) => [each.key, toDossier(each)])).values()];
}

function toDossier({ key, Titre, Nom, Libelle, Siret, Siren, Actif, Cloture }: DossierAnswer): Dossier {
  return {
    key,
    name: Titre || Nom || Libelle || key,
    ...splitSiret(Siret || Siren || ''),
    active: Actif !== false && Cloture !== true,
  };
}

/** Puts one document into the basket of a dossier, streamed. @throws DeliveryError */
async function deliver(
  account: Account,
  { clientKey, document, type }: DeliverRequest,
  signal: AbortSignal,
): Promise<Receipt> {
  if (acceptedType(manifest, type) === null) throw new DeliveryError('type_refused', { partner });
  const path = `/panieres/documents?${new URLSearchParams({ CodeDossier: clientKey })}`;
  const file = { ...document, fieldName: 'file', fileName: safeName(document.name) };
  const answer = await account.ask(path, signal, () => encodeMultipart([], file, signal));
  const isGood = answer.status < 300 && readBusinessFailure(answer) === null;
  const stored = isGood ? readJson(storedAnswer, answer.text) : null;
  // A refusal of one dossier is about that dossier only if the account itself is still welcome.
  if (answer.status === 403) await fetchDossiers(account, signal);
  if (stored === null)
    throw failureOf('push', answer, { key: clientKey, document, type, secrets: account.secrets() });
  const { status, requestId } = answer;
  return {
    partnerRef: stored.Id,
    state: 'accepted',
    httpStatus: status,
    ...(requestId !== null && { requestId }),
  };
}

import {
  acceptedType,
  type Connector,
  type DeliverRequest,
  DeliveryError,
  type Dossier,
  encodeMultipart,
  type Receipt,
  readJson,
} from '@navette/connector';
import { safeName, splitSiret } from '@navette/model';
import { type Account, openAccount } from './account.ts';
import { type DossierAnswer, dossierList, readBusinessFailure, storedAnswer } from './answers.ts';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

/** ACD's i-Suite. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const account = openAccount(credentials, context);
    return {
      async check(signal) {
        const dossiers = await fetchDossiers(account, signal);
        return { identity: `${account.username} (${dossiers.length} dossiers)` };
      },
      async checkClientKey(key, signal) {
        const dossier = (await fetchDossiers(account, signal)).find((each) => each.key === key);
        if (dossier === undefined) throw new DeliveryError('dossier_unknown', { partner, key });
        if (!dossier.active) throw new DeliveryError('dossier_inactive', { partner, key });
        return { label: dossier.name };
      },
      async *listDossiers(signal) {
        yield await fetchDossiers(account, signal);
      },
      deliver: (request, signal) => deliver(account, request, signal),
      close: async () => account.close(),
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

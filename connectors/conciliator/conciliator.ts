import {
  acceptedType,
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  type Dossier,
  encodeMultipart,
  exchange,
  keepDossiers,
  type Receipt,
  readFields,
  readJson,
  type Session,
} from '@navette/connector';
import { safeName, splitSiret } from '@navette/model';
import { z } from 'zod';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner, requestTimeoutMs: timeoutMs } = manifest;

const identifier = z.union([z.string().min(1), z.number()]).transform(String);
const entityList = z.array(z.object({ identifier, name: z.string().nullish(), siret: z.string().nullish() }));
/** Several when Conciliator has split the document. */
const uploaded = z.object({ files: z.array(z.object({ id: identifier })).min(1) });

/** Conciliator's API. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = { manifest, open };

function open(credentials: Credentials, { fetch, now }: ConnectorContext): Session {
  const { apiKey = '', address = '' } = readFields(manifest, credentials);
  const secrets = [apiKey];

  /** Every dossier of the key, each once: the list has no pages. @throws DeliveryError */
  async function fetchDossiers(signal: AbortSignal): Promise<readonly Dossier[]> {
    const headers = { authorization: apiKey, accept: 'application/json' };
    const url = `${address}/api/v0/entities`;
    const answer = await exchange({ partner, fetch, now }, { method: 'GET', url, headers }, signal);
    const list = answer.status < 300 ? readJson(entityList, answer.text) : null;
    if (list === null) throw failureOf('dossiers', answer, { secrets });
    const listed = list.map(
      ({ identifier, name, siret }): Dossier => ({
        key: identifier,
        name: name?.trim() || identifier,
        ...splitSiret(siret ?? ''),
        active: true,
      }),
    );
    return [...new Map(listed.map((each) => [each.key, each])).values()];
  }

  async function deliver(
    { clientKey, document, type }: DeliverRequest,
    signal: AbortSignal,
  ): Promise<Receipt> {
    if (acceptedType(manifest, type) === null) throw new DeliveryError('type_refused', { partner });
    const file = { ...document, fieldName: 'file', fileName: safeName(document.name) };
    const headers = { authorization: apiKey, accept: 'application/json' };
    const url = `${address}/api/v0/files/upload`;
    const body = encodeMultipart([['entity', clientKey]], file, signal);
    const answer = await exchange({ partner, fetch, now }, { method: 'POST', url, headers, body }, signal);
    const files = answer.status < 300 ? readJson(uploaded, answer.text)?.files : undefined;
    if (files === undefined) throw failureOf('push', answer, { key: clientKey, document, type, secrets });
    return {
      partnerRef: files.map(({ id }) => id).join(', '),
      state: 'accepted',
      httpStatus: answer.status,
      ...(answer.requestId !== null && { requestId: answer.requestId }),
      ...(files.length > 1 && { partnerStatus: `découpé en ${files.length}` }),
    };
  }

  const list = async function* (signal: AbortSignal) {
    yield await fetchDossiers(signal);
  };
  const dossiers = keepDossiers({ partner, timeoutMs, now, list });

  return {
    async check(signal) {
      return { identity: `${(await fetchDossiers(signal)).length} dossiers` };
    },
    checkClientKey: async (key, signal) => ({ label: (await dossiers.findOpen(key, signal)).name }),
    listDossiers: list,
    deliver,
    close: async () => dossiers.close(),
  };
}

export const connectors = [connector] as const;

import {
  acceptedType,
  type CheckResult,
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  encodeMultipart,
  exchange,
  type PartnerRequest,
  type Receipt,
  readFields,
  readJson,
  type Session,
} from '@navette/connector';
import { safeName } from '@navette/model';
import { z } from 'zod';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

const identifier = z.union([z.string().min(1), z.number()]).transform(String);
/** Several when Conciliator has split the document. */
const uploaded = z.object({ files: z.array(z.object({ id: identifier })).min(1) });

/** Conciliator's API. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = { manifest, open };

function open(credentials: Credentials, { fetch, now }: ConnectorContext): Session {
  const { apiKey = '', address = '' } = readFields(manifest, credentials);
  const secrets = [apiKey];

  function upload(body: NonNullable<PartnerRequest['body']>, signal: AbortSignal) {
    const headers = {
      authorization: apiKey,
      accept: 'application/json',
      ...(typeof body === 'string' && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const url = `${address}/api/v0/files/upload`;
    return exchange({ partner, fetch, now }, { method: 'POST', url, headers, body }, signal);
  }

  /** No route that reads is documented: an upload without a file is refused for its key, or for its missing file. */
  async function check(signal: AbortSignal): Promise<CheckResult> {
    const answer = await upload('', signal);
    const isWelcome = answer.status === 400 || answer.status === 415 || answer.status === 422;
    if (!isWelcome) {
      const failure = failureOf(answer, { secrets });
      throw failure.class === 'connection' || failure.class === 'limited' || failure.class === 'temporary'
        ? failure
        : new DeliveryError('partner_unreadable', { partner }, failure.answer, failure);
    }
    return { identity: 'clé acceptée par Conciliator' };
  }

  async function deliver(
    { clientKey, document, type }: DeliverRequest,
    signal: AbortSignal,
  ): Promise<Receipt> {
    if (acceptedType(manifest, type) === null) throw new DeliveryError('type_refused', { partner });
    const file = { ...document, fieldName: 'file', fileName: safeName(document.name) };
    const answer = await upload(encodeMultipart([['entity', clientKey]], file, signal), signal);
    const files = answer.status < 300 ? readJson(uploaded, answer.text)?.files : undefined;
    if (files === undefined) throw failureOf(answer, { key: clientKey, document, type, secrets });
    return {
      partnerRef: files.map(({ id }) => id).join(', '),
      state: 'accepted',
      httpStatus: answer.status,
      ...(answer.requestId !== null && { requestId: answer.requestId }),
      ...(files.length > 1 && { partnerStatus: `découpé en ${files.length}` }),
    };
  }

  return { check, deliver, close: async () => {} };
}

export const connectors = [connector] as const;

import {
  acceptedType,
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  encodeRaw,
  exchange,
  type PartnerAnswer,
  type PartnerRequest,
  type Receipt,
  readFields,
  readJson,
  type Session,
} from '@navette/connector';
import { z } from 'zod';
import { failureOf, isWebPage } from './errors.ts';
import { encodeDocumentEvent, encodePing } from './event.ts';
import { manifest } from './manifest.ts';
import { readSigningKey, signEvent } from './signature.ts';

const { partner } = manifest;

/** What a receiver may tell: its own reference of the document. */
const receiptAnswer = z.object({ id: z.string().min(1).max(200) });

/** Signed events to an address of the firm's choice, each with one document. Their shape, and what a receiver answers: README.md. */
export const connector: Connector = { manifest, open };

export const connectors = [connector] as const;

function open(credentials: Credentials, { fetch, now }: ConnectorContext): Session {
  const { address = '', secret = '', authorization = '' } = readFields(manifest, credentials);
  const { host, secrets } = readTarget(address, [secret, authorization]);

  /** Signs and sends an event. The signature stands before the body it signs, so that the body is read twice. */
  async function send(
    id: string,
    body: PartnerRequest['body'],
    signed: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ) {
    const headers = {
      ...(await signEvent(readKey(), id, now(), signed)),
      'content-type': 'application/json',
      ...(authorization !== '' && { authorization }),
    };
    const request = { method: 'POST', url: address, headers } as const;
    return exchange({ partner, fetch, now }, body === undefined ? request : { ...request, body }, signal);
  }

  function readKey(): Uint8Array {
    const key = readSigningKey(secret);
    if (key === null) throw new DeliveryError('credentials_rejected', { partner }, { words: 'whsec_…' });
    return key;
  }

  async function deliver(request: DeliverRequest, signal: AbortSignal): Promise<Receipt> {
    const { deliveryId, clientKey, type, document } = request;
    const event = encodeDocumentEvent(request, acceptType(request), now());
    const toSign = encodeRaw(event, signal);
    const answer = await send(deliveryId, encodeRaw(event, signal), toSign.body, signal).catch((error) => {
      if (error instanceof DeliveryError) throw error;
      throw toSign.progress.sourceFailure ?? abandoned(error);
    });
    if (!isReceived(answer))
      throw failureOf('document', answer, { host, secrets, key: clientKey, document, type });
    const { status, requestId } = answer;
    return {
      partnerRef: readJson(receiptAnswer, answer.text)?.id ?? null,
      state: 'confirmed',
      httpStatus: status,
      ...(requestId !== null && { requestId }),
    };
  }

  return {
    async check(signal) {
      const ping = encodePing(now());
      const bytes = new Blob([ping]).stream();
      const answer = await send(`ping-${crypto.randomUUID()}`, ping, bytes, signal);
      if (!isReceived(answer)) throw failureOf('ping', answer, { host, secrets });
      return { identity: host };
    },
    deliver,
    close: async () => {},
  };
}

function acceptType({ type, document }: DeliverRequest): string {
  const accepted = acceptedType(manifest, type);
  if (accepted === null) throw new DeliveryError('type_refused', { partner });
  const { sizeBytes: size } = document;
  const limit = manifest.limits.maxBytes;
  if (size > limit) throw new DeliveryError('document_too_large', { partner, size, limit });
  return accepted.partnerValue;
}

function isReceived(answer: PartnerAnswer): boolean {
  return answer.status >= 200 && answer.status < 300 && !isWebPage(answer);
}

/** The host for people to read; what stands behind it in the address often is a key, and is not repeated either. */
function readTarget(address: string, secrets: readonly string[]) {
  const url = URL.parse(address);
  if (url === null) return { host: address, secrets };
  const path = url.pathname + url.search;
  return { host: url.host, secrets: path.length > 1 ? [...secrets, path] : secrets };
}

/** The signal aborted before anything was sent. */
function abandoned(error: unknown): DeliveryError {
  return new DeliveryError('partner_unreachable', { partner }, { words: 'AbortError' }, error);
}

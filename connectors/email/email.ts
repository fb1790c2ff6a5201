import {
  acceptedType,
  acceptsMediaType,
  type Connector,
  type ConnectorContext,
  type DeliverRequest,
  DeliveryError,
  limitsFor,
  type Manifest,
  maxBytesFor,
  type Receipt,
  type Session,
} from '@navette/connector';
import { safeName } from '@navette/model';
import { documentParams, failureOf } from './errors.ts';
import { nameWithExtension } from './formats.ts';
import { manifests } from './manifests.ts';
import { writeSubject, writeText } from './message.ts';

/** The applications by collect e-mail: one document for each message, by the firm's own mail server. */
export const connectors: readonly Connector[] = manifests.map((manifest) => ({
  manifest,
  open: (_credentials, context) => open(manifest, context),
}));

function open(manifest: Manifest, { mail }: ConnectorContext): Session {
  async function deliver(request: DeliverRequest, signal: AbortSignal): Promise<Receipt> {
    const { deliveryId, document } = request;
    const to = addressOf(manifest, request);
    checkDocument(manifest, request);
    const name = nameWithExtension(safeName(document.name), document.mediaType);
    const answer = await mail.send(
      {
        ...{ deliveryId, to, subject: writeSubject(request, name) },
        text: writeText(request, name, await mail.sender(signal)),
        document: { ...document, name },
      },
      signal,
    );
    if (answer.to !== 'message' || answer.status >= 300) throw failureOf(manifest, answer, { to, document });
    // Its number in the server's queue, which whoever runs that server can look for.
    return { partnerRef: null, state: 'accepted', partnerStatus: answer.words };
  }

  return {
    async check(signal) {
      const { sender, server, answer } = await mail.check(signal);
      if (answer.status >= 300) throw failureOf(manifest, answer);
      return { identity: `${sender.address} (${server})` };
    },
    deliver,
    async close() {},
  };
}

/** The address of a client for one type, which whoever sends checks. @throws DeliveryError `type_refused` */
function addressOf(manifest: Manifest, { type, clientKey }: DeliverRequest): string {
  const accepted = acceptedType(manifest, type);
  if (accepted === null) throw new DeliveryError('type_refused', { partner: manifest.partner });
  return accepted.partnerValue.replace('{key}', () => clientKey.trim());
}

/** Refused here: a collector says nothing of what it leaves aside. */
function checkDocument(manifest: Manifest, { type, document }: DeliverRequest): void {
  const limits = limitsFor(manifest, type);
  const params = { partner: manifest.partner, ...documentParams(manifest, document) };
  if (!acceptsMediaType(limits, document.mediaType)) throw new DeliveryError('format_refused', params);
  if (document.sizeBytes > maxBytesFor(limits, document.mediaType))
    throw new DeliveryError('document_too_large', params);
}

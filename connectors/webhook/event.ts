/** The body of an event: JSON, with the document inside in base64. */
import type { DeliverRequest, DocumentSource } from '@navette/connector';
import { safeName } from '@navette/model';

/**
 * An event that holds one document, streamed: the bytes are never whole in memory, and its length is known beforehand. Reading it
 * twice gives the same bytes twice, as long as the document's are the same.
 * @param type the manifest's word for the type of document
 * @param at when, in ms since 1970
 */
export function encodeDocumentEvent(request: DeliverRequest, type: string, at: number): DocumentSource {
  const { deliveryId, clientKey, clientName, document } = request;
  const { mediaType, sizeBytes, sha256, depositor, receivedOn } = document;
  const text = JSON.stringify({
    type: 'document.delivered',
    timestamp: new Date(at).toISOString(),
    data: {
      deliveryId,
      client: { key: clientKey, name: clientName },
      documentType: type,
      document: {
        name: safeName(document.name),
        mediaType,
        sizeBytes,
        sha256,
        depositor,
        receivedOn,
        content: '',
      },
    },
  });
  const tail = '"}}}';
  const head = Buffer.from(text.slice(0, -tail.length));
  return {
    mediaType: 'application/json',
    sizeBytes: head.length + 4 * Math.ceil(sizeBytes / 3) + tail.length,
    open: () => document.open().pipeThrough(encodeBase64(head, Buffer.from(tail), sizeBytes)),
  };
}

/** An event without a document, which asks nothing but to be answered. */
export function encodePing(at: number): string {
  return JSON.stringify({ type: 'ping', timestamp: new Date(at).toISOString(), data: {} });
}

/** Base64 between a head and a tail. Fails when what comes through is not of that size: padding would hide a byte or two. */
function encodeBase64(
  head: Uint8Array,
  tail: Uint8Array,
  sizeBytes: number,
): TransformStream<Uint8Array, Uint8Array> {
  let seenBytes = 0;
  let rest = Buffer.alloc(0);
  const encode = (bytes: Buffer) => Buffer.from(bytes.toString('base64'), 'latin1');
  const checkSize = (isRight: boolean) => {
    if (!isRight) throw new RangeError(`the document is not of the ${sizeBytes} bytes announced`);
  };
  return new TransformStream({
    start: (controller) => controller.enqueue(head),
    transform(chunk, controller) {
      seenBytes += chunk.length;
      checkSize(seenBytes <= sizeBytes);
      const bytes = Buffer.concat([rest, chunk]);
      const wholeBytes = bytes.length - (bytes.length % 3);
      rest = bytes.subarray(wholeBytes);
      if (wholeBytes > 0) controller.enqueue(encode(bytes.subarray(0, wholeBytes)));
    },
    flush(controller) {
      checkSize(seenBytes === sizeBytes);
      if (rest.length > 0) controller.enqueue(encode(rest));
      controller.enqueue(tail);
    },
  });
}

import { expandNameTemplate, type NameTemplate, parseNameTemplate } from '@navette/model';
import type { FindRequest } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { acceptedType, limitsFor, type Manifest, maxBytesFor } from '../manifest.ts';

/**
 * Under which name a document goes to a place of files, by the template of the form (`{client}/{type}/{date}-{name}`).
 * @returns a relative path, each part a safe name
 * @throws DeliveryError `type_refused`, `document_too_large`; `destination_missing` for a template that cannot be read
 */
export function remotePathOf(
  manifest: Manifest,
  template: string,
  { deliveryId, clientKey, clientName, type, document }: FindRequest,
): string {
  const { partner } = manifest;
  const accepted = acceptedType(manifest, type);
  if (accepted === null) throw new DeliveryError('type_refused', { partner });
  const limit = maxBytesFor(limitsFor(manifest, type), document.mediaType);
  const size = document.sizeBytes;
  if (size > limit) throw new DeliveryError('document_too_large', { partner, size, limit });
  return expandNameTemplate(readTemplate(template, partner), {
    client: clientKey,
    clientName,
    type: accepted.partnerValue,
    date: document.receivedOn,
    name: document.name,
    id: deliveryId,
  });
}

function readTemplate(template: string, partner: string): NameTemplate {
  try {
    return parseNameTemplate(template);
  } catch (error) {
    throw new DeliveryError('destination_missing', { partner, folder: template }, {}, error);
  }
}

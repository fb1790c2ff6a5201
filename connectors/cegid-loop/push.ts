import {
  acceptedType,
  type DeliverRequest,
  DeliveryError,
  encodeRaw,
  exchange,
  type PartnerAnswer,
  type Receipt,
  readJson,
} from '@navette/connector';
import { safeName } from '@navette/model';
import { z } from 'zod';
import type { Access } from './dossiers.ts';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

/** What a success says is not public: a reference is kept where there is one. One that tells of an error is none. */
const stored = z.object({
  id: z.union([z.string(), z.number()]).transform(String).nullish(),
  error: z.union([z.null(), z.literal(''), z.literal(false)]).optional(),
});

/** Stores one document, streamed. The dossier must have been verified. @throws DeliveryError */
export async function storeDocument(
  { address, apiKey, context }: Access,
  { clientKey, document, type }: DeliverRequest,
  signal: AbortSignal,
): Promise<Receipt> {
  const accepted = acceptedType(manifest, type);
  if (accepted === null) throw new DeliveryError('type_refused', { partner });
  const query = new URLSearchParams({
    context: clientKey,
    filename: safeName(document.name),
    transaction: accepted.partnerValue,
  });
  const { fetch, now } = context;
  const headers = { 'x-apikey': apiKey, accept: 'application/json' };
  const url = `${address}/storeDocument?${query}`;
  const body = encodeRaw(document, signal);
  const answer = await exchange({ partner, fetch, now }, { method: 'POST', url, headers, body }, signal);
  const receipt = readReceipt(answer);
  if (receipt === null)
    throw failureOf('push', answer, { key: clientKey, document, type, secrets: [apiKey] });
  return receipt;
}

/** A success is JSON or nothing at all; a web page is somebody else's. */
function readReceipt({ status, text, requestId }: PartnerAnswer): Receipt | null {
  if (status >= 300) return null;
  const answer = text.trim() === '' ? {} : readJson(stored, text);
  if (answer === null) return null;
  const partnerRef = answer.id ?? null;
  return { partnerRef, state: 'accepted', httpStatus: status, ...(requestId !== null && { requestId }) };
}

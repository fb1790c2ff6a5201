import {
  acceptedType,
  DeliveryError,
  type FindRequest,
  type Receipt,
  type Tracking,
} from '@navette/connector';
import { type Account, checkIfRefused } from './account.ts';
import { type DocumentAnswer, documentList, readAnswer } from './answers.ts';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';
import { receiptOf, trackingOf } from './status.ts';

/** Where the documents of a dossier are listed and pushed. */
export function documentsPath(clientKey: string): string {
  return `/api/accounting-documents/accounting-folders/${encodeURIComponent(clientKey)}/Documents`;
}

/** Every document of a dossier, in one answer: Inqom's list has no pages. */
async function listDocuments(account: Account, key: string, signal: AbortSignal): Promise<DocumentAnswer[]> {
  const answer = await account.ask(documentsPath(key), signal);
  await checkIfRefused(account, answer, signal);
  const documents = readAnswer(documentList, answer);
  if (documents === null) throw failureOf('dossier', answer, { key, secrets: account.secrets() });
  return documents;
}

/** Looks for our delivery id among the dossier's documents. Expense notes are not among them. @throws DeliveryError */
export async function find(
  account: Account,
  request: FindRequest,
  signal: AbortSignal,
): Promise<Receipt | null> {
  if (acceptedType(manifest, request.type)?.afterUnknown !== 'lookup')
    throw new DeliveryError('outcome_unverifiable', { partner: manifest.partner });
  const documents = await listDocuments(account, request.clientKey, signal);
  const ours = documents.filter(({ SourceId }) => SourceId === request.deliveryId).map(receiptOf);
  // Sent twice, the second is marked a duplicate of the first: the first is the one that counts.
  return ours.find(({ state }) => state !== 'duplicate') ?? ours[0] ?? null;
}

/** What became of documents of one dossier, in one request. @throws DeliveryError */
export async function track(
  account: Account,
  clientKey: string,
  partnerRefs: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Tracking>> {
  const asked = new Set(partnerRefs);
  const documents = await listDocuments(account, clientKey, signal);
  return new Map(
    documents.filter(({ Id }) => asked.has(Id)).map((document) => [document.Id, trackingOf(document)]),
  );
}

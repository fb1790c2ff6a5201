import {
  acceptedType,
  type DeliverRequest,
  DeliveryError,
  encodeMultipart,
  type PartnerAnswer,
  type Receipt,
} from '@navette/connector';
import { safeName } from '@navette/model';
import { type Account, checkIfRefused } from './account.ts';
import { documentAnswer, expenseBillAnswer, readAnswer } from './answers.ts';
import { documentsPath } from './documents.ts';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';
import { receiptOf } from './status.ts';

/** Pushes one document into a dossier, streamed. @throws DeliveryError */
export async function deliver(
  account: Account,
  request: DeliverRequest,
  signal: AbortSignal,
): Promise<Receipt> {
  const { clientKey, document } = request;
  const form = request.type === 'expense' ? expenseForm(request) : documentForm(request);
  const file = { ...document, fileName: safeName(document.name), fieldName: form.fileField };
  const answer = await account.ask(form.path, signal, () => encodeMultipart(form.fields, file, signal));
  await checkIfRefused(account, answer, signal);
  const receipt = form.read(answer);
  if (receipt === null)
    throw failureOf('push', answer, { key: clientKey, document, secrets: account.secrets() });
  const { status, requestId } = answer;
  return { ...receipt, httpStatus: status, ...(requestId !== null && { requestId }) };
}

interface PushForm {
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly fileField: string;
  /** @returns `null` when the answer is not the one expected. */
  readonly read: (answer: PartnerAnswer) => Receipt | null;
}

function documentForm({ clientKey, deliveryId, type, document }: DeliverRequest): PushForm {
  const accepted = acceptedType(manifest, type);
  if (accepted === null) throw new DeliveryError('type_refused', { partner: manifest.partner });
  return {
    path: `${documentsPath(clientKey)}/`,
    fields: [
      ['TypeScan', accepted.partnerValue],
      ['FileSource', 'Api'],
      ['DocumentName', safeName(document.name)],
      ['SourceId', deliveryId],
      ['WithoutWorkflow', 'false'],
    ],
    fileField: 'Document',
    read(answer) {
      const received = readAnswer(documentAnswer, answer);
      return received && receiptOf(received);
    },
  };
}

function expenseForm({ clientKey, deliveryId, document }: DeliverRequest): PushForm {
  return {
    path: `/api/v1/accounting-folders/${encodeURIComponent(clientKey)}/expense-bills`,
    fields: [
      ['BeneficiaryFullName', document.depositor],
      ['FileNameWithExtension', safeName(document.name)],
      // What a person looks for at Inqom when the answer was lost.
      ['DocumentReference', deliveryId],
    ],
    fileField: 'File',
    read(answer) {
      const received = readAnswer(expenseBillAnswer, answer);
      // No route tells what becomes of an expense note: this answer is the last word.
      return received && { partnerRef: received.DocumentId, state: 'confirmed' };
    },
  };
}

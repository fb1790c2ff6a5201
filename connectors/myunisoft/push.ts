import {
  acceptedType,
  type DeliverRequest,
  DeliveryError,
  type DocumentBody,
  encodeMultipart,
  encodeRaw,
  type PartnerAnswer,
  type Receipt,
} from '@navette/connector';
import { safeName } from '@navette/model';
import type { Account } from './account.ts';
import { invoiceAnswer, readAnswer, variousAnswer } from './answers.ts';
import { checkKey } from './companies.ts';
import { failureOf } from './errors.ts';

const ocrFacturX = '6';

/** Pushes one document into a company, streamed. @throws DeliveryError */
export async function deliver(
  account: Account,
  request: DeliverRequest,
  signal: AbortSignal,
): Promise<Receipt> {
  const { manifest } = account;
  const { clientKey, document, type } = request;
  const accepted = acceptedType(manifest, type);
  if (accepted === null) throw new DeliveryError('type_refused', { partner: manifest.partner });
  const isSecret = manifest.clientKey.secret === true;
  const way =
    accepted.partnerValue === 'variousDocuments'
      ? variousWay(request, signal)
      : await invoiceWay(account, request, accepted.partnerValue, signal);
  const asked = isSecret
    ? { path: way.path, key: clientKey }
    : { path: way.path, key: account.firmKey, societyId: clientKey };
  const answer = await account.ask(asked, signal, way.body);
  const partnerRef = way.readReference(answer);
  if (partnerRef === null) {
    // A company's refusal is about that company only if the key itself is still welcome.
    if (answer.status === 403 && !isSecret) await checkKey(account, account.firmKey, signal);
    const key = isSecret ? {} : { key: clientKey };
    throw failureOf(manifest, 'push', answer, {
      ...key,
      document,
      type,
      secrets: account.secrets(clientKey),
    });
  }
  const { status, requestId } = answer;
  return { partnerRef, state: 'accepted', httpStatus: status, ...(requestId !== null && { requestId }) };
}

interface Way {
  readonly path: string;
  readonly body: DocumentBody;
  /** @returns `null` when the answer is not the one expected. */
  readonly readReference: (answer: PartnerAnswer) => string | null;
}

/** An invoice, as raw bytes. A Factur-X is announced by its own OCR type, so that its XML is read rather than its picture. */
async function invoiceWay(
  { reading }: Account,
  { document }: DeliverRequest,
  invoiceType: string,
  signal: AbortSignal,
): Promise<Way> {
  const isFacturX =
    document.mediaType === 'application/pdf' && (await document.readEInvoice()) === 'factur-x';
  const name = safeName(document.name);
  const query = new URLSearchParams({
    invoice_type_id: invoiceType,
    ocr_type_id: isFacturX ? ocrFacturX : reading,
    name: name.replace(/(?<=.)\.[^.]{1,5}$/, ''),
    extension: document.mediaType.replace(/^.*\//, ''),
    return_type: '2',
  });
  return {
    path: `/invoice?${query}`,
    body: { ...encodeRaw(document, signal), contentType: 'application/octet-stream' },
    readReference: (answer) => readAnswer(invoiceAnswer, answer)?.id ?? null,
  };
}

/** What is no invoice, as a form. */
function variousWay({ document }: DeliverRequest, signal: AbortSignal): Way {
  const fileName = safeName(document.name);
  return {
    path: `/variousDocuments?${new URLSearchParams({ name: fileName })}`,
    body: encodeMultipart([], { ...document, fieldName: 'file', fileName }, signal),
    readReference: (answer) => readAnswer(variousAnswer, answer)?.documents[0]?.id_document ?? null,
  };
}

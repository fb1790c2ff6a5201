/** One request to a partner and its answer; a broken exchange becomes the error that says whether the document may be there. */
import type { GuardedFetch } from './contract.ts';
import { DeliveryError } from './delivery-error.ts';
import type { DocumentBody } from './document-body.ts';
import { readRetryAfterMs } from './retry-after.ts';

export interface PartnerRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'PROPFIND' | 'MKCOL' | 'MOVE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A form or JSON text, or the document itself. */
  readonly body?: string | DocumentBody;
}

export interface PartnerAnswer {
  readonly status: number;
  readonly text: string;
  readonly mediaType: string | null;
  readonly headers: Headers;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
}

export interface ExchangeOptions {
  /** The partner's name in sentences. */
  readonly partner: string;
  readonly fetch: GuardedFetch;
  readonly now: () => number;
}

/** Of what we put in a header only a secret is typed by people; the network's own error would repeat it. */
const travelsInHeader = /^[\t\x20-\x7e\x80-\xff]*$/;

const maxAnswerBytes = 64 * 1024 * 1024;

/**
 * Sends a request and reads its whole answer, whatever its status. An abort counts as a cut of the connection.
 *
 * @throws DeliveryError `partner_unreachable` when the exchange broke before a document was handed over (or carried none);
 * `outcome_unknown` when the whole document may have arrived; `bytes_missing` when the document could not be read;
 * `address_refused`; `credentials_rejected` for a header that cannot travel; `partner_unreadable` for an answer over 64 MiB.
 */
export async function exchange(
  { partner, fetch, now }: ExchangeOptions,
  request: PartnerRequest,
  signal: AbortSignal,
): Promise<PartnerAnswer> {
  const document = typeof request.body === 'object' ? request.body : null;
  if (!Object.values(request.headers).every((value) => travelsInHeader.test(value)))
    throw new DeliveryError('credentials_rejected', { partner });
  try {
    const response = await fetch(request.url, { ...toInit(request), signal });
    if (document !== null && response.status < 300) document.progress.isComplete = true;
    return await readAnswer(response, partner, now);
  } catch (error) {
    throw failureOf(error, partner, document);
  }
}

/**
 * Asks for something large and hands it on as it comes, so that memory stays bounded.
 * @param refuse the error that any answer but 200 means
 * @throws DeliveryError, as `exchange` does; what `refuse` returns
 */
export async function* download(
  { partner, fetch, now }: ExchangeOptions,
  { url, headers }: Pick<PartnerRequest, 'url' | 'headers'>,
  signal: AbortSignal,
  refuse: (answer: PartnerAnswer) => DeliveryError,
): AsyncGenerator<Uint8Array> {
  try {
    const response = await fetch(url, { headers, signal });
    if (response.status !== 200) throw refuse(await readAnswer(response, partner, now));
    yield* response.body ?? [];
  } catch (error) {
    throw failureOf(error, partner, null);
  }
}

async function readAnswer(response: Response, partner: string, now: () => number): Promise<PartnerAnswer> {
  const { status, headers } = response;
  // A refusal is known by its status, even when its text breaks off.
  const text =
    status < 300 ? await readText(response, partner) : await readText(response, partner).catch(() => '');
  return {
    status,
    text,
    headers,
    mediaType: headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? null,
    requestId: headers.get('x-request-id') ?? headers.get('request-id'),
    retryAfterMs: readRetryAfterMs(headers.get('retry-after'), now()),
  };
}

function toInit({ method, headers, body }: PartnerRequest): RequestInit {
  if (body === undefined) return { method, headers };
  if (typeof body === 'string') return { method, headers, body };
  const lengths = { 'content-type': body.contentType, 'content-length': String(body.sizeBytes) };
  return { method, headers: { ...headers, ...lengths }, body: body.body };
}

async function readText(response: Response, partner: string): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let sizeBytes = 0;
  let text = '';
  for await (const chunk of response.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxAnswerBytes) throw new DeliveryError('partner_unreadable', { partner });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function failureOf(error: unknown, partner: string, document: DocumentBody | null): DeliveryError {
  if (error instanceof DeliveryError && error.code === 'address_refused')
    return new DeliveryError('address_refused', { partner }, {}, error);
  if (document?.progress.sourceFailure) return document.progress.sourceFailure;
  if (document?.progress.isComplete) return new DeliveryError('outcome_unknown', { partner }, {}, error);
  if (error instanceof DeliveryError) return error;
  return new DeliveryError('partner_unreachable', { partner }, { words: networkWords(error) }, error);
}

/** What the network said, without addresses: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `TimeoutError`. */
function networkWords(error: unknown): string {
  let words = 'NetworkError';
  for (let each = error; each instanceof Error; each = each.cause) {
    const code: unknown = Reflect.get(each, 'code');
    words = typeof code === 'string' ? code : each.name;
  }
  return words;
}

/** A bucket, as objects to put once, to look at and to read. Source: Amazon S3 API Reference. */
import {
  type ConnectorContext,
  DeliveryError,
  type DocumentFacts,
  type DocumentSource,
  download,
  encodeRaw,
  exchange,
  type PartnerAnswer,
  type PartnerRequest,
  sha256Of,
} from '@navette/connector';
import { type BucketFacts, errorCode, failureOf } from './errors.ts';
import { manifest } from './manifest.ts';
import { type SigningKey, sha256OfNothing, signRequest } from './signing.ts';

const { partner } = manifest;

export interface BucketPlace extends SigningKey {
  readonly address: string;
  readonly bucket: string;
  readonly addressing: string;
}

type Content = Pick<DocumentFacts, 'sizeBytes' | 'sha256'>;

export type PutOutcome = 'written' | 'taken' | 'contested' | 'unconditional';

export interface Bucket {
  /** Asks for the first name there. @throws DeliveryError that says what is wrong: its answer has a body, as that to HEAD has not */
  list(signal: AbortSignal): Promise<void>;
  /** Compares an object with a document: by the server's own SHA-256 of it, else by reading it back. `null` when there is none. */
  holds(key: string, content: Content, signal: AbortSignal): Promise<boolean | null>;
  /**
   * Puts an object unless one has that name. The signature covers the content's SHA-256: a server refuses what arrives otherwise.
   * @returns `taken` when one has it; `contested` when another is being written under it at this moment; `unconditional` when the
   * server takes no such condition, and nothing was written
   */
  putNew(key: string, content: Content & DocumentSource, signal: AbortSignal): Promise<PutOutcome>;
  /** Puts an object, whatever has that name. */
  put(key: string, content: Content & DocumentSource, signal: AbortSignal): Promise<void>;
}

export function openBucket(place: BucketPlace, { fetch, now }: ConnectorContext): Bucket {
  const { bucket, region, secretAccessKey } = place;
  const facts: BucketFacts = { bucket, region, secrets: [secretAccessKey] };
  /** Of what may have put an object. */
  const factsOfPut: BucketFacts = { ...facts, whenGood: 'outcome_unknown' };
  const options = { partner, fetch, now };

  async function sign(
    method: PartnerRequest['method'],
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const url = addressOf(place) + path;
    const hashed = { 'x-amz-content-sha256': sha256OfNothing, ...headers };
    return { method, url, headers: await signRequest(place, { method, url, headers: hashed }, now()) };
  }

  async function ask(method: PartnerRequest['method'], path: string, signal: AbortSignal, headers = {}) {
    return exchange(options, await sign(method, path, headers), signal);
  }

  async function send(key: string, content: Content & DocumentSource, signal: AbortSignal, condition = {}) {
    const headers = {
      'x-amz-content-sha256': content.sha256,
      'x-amz-checksum-sha256': toBase64(content.sha256),
      ...condition,
    };
    const request = await sign('PUT', pathOf(key), headers);
    return exchange(options, { ...request, body: encodeRaw(content, signal) }, signal);
  }

  async function list(signal: AbortSignal): Promise<void> {
    const answer = await ask('GET', '?list-type=2&max-keys=1', signal);
    if (answer.status !== 200 || !answer.text.includes('<ListBucketResult')) throw failureOf(answer, facts);
  }

  async function verifyPut(
    key: string,
    answer: PartnerAnswer,
    content: Content,
    signal: AbortSignal,
  ): Promise<void> {
    if (answer.headers.get('x-amz-checksum-sha256') === toBase64(content.sha256)) return;
    // It is there now: whatever goes wrong from here on leaves it there.
    const isSame = await bucketOf.holds(key, content, signal).catch((error: unknown) => {
      throw new DeliveryError('outcome_unknown', { partner }, {}, error);
    });
    // Somebody may have taken it away already: sent again it would be there twice.
    if (isSame === null) throw new DeliveryError('outcome_unknown', { partner });
    if (!isSame) throw new DeliveryError('partner_error', { partner }, { words: 'SHA-256' });
  }

  const bucketOf: Bucket = {
    list,

    async holds(key, { sizeBytes, sha256 }, signal) {
      const answer = await ask('HEAD', pathOf(key), signal, { 'x-amz-checksum-mode': 'ENABLED' });
      const { status, headers } = answer;
      if (status === 404) return null;
      // Why is not said in an answer to HEAD.
      if ([301, 400, 403].includes(status)) await list(signal);
      if (status !== 200) throw failureOf(answer, facts);
      if (headers.get('content-length') !== String(sizeBytes)) return false;
      const checksum = headers.get('x-amz-checksum-sha256');
      // One of parts, `…-3`, is the hash of their hashes.
      if (checksum !== null && !checksum.includes('-')) return checksum === toBase64(sha256);
      const request = await sign('GET', pathOf(key), { 'accept-encoding': 'identity' });
      return (
        (await sha256Of(download(options, request, signal, (refused) => failureOf(refused, facts)))) ===
        sha256
      );
    },

    async putNew(key, content, signal) {
      const answer = await send(key, content, signal, { 'if-none-match': '*' });
      if (answer.status === 412) return 'taken';
      if (answer.status === 409 && errorCode(answer) === 'ConditionalRequestConflict') return 'contested';
      if (answer.status === 501 || errorCode(answer) === 'NotImplemented') return 'unconditional';
      if (answer.status !== 200) throw failureOf(answer, factsOfPut);
      await verifyPut(key, answer, content, signal);
      return 'written';
    },

    async put(key, content, signal) {
      const answer = await send(key, content, signal);
      if (answer.status !== 200) throw failureOf(answer, factsOfPut);
      await verifyPut(key, answer, content, signal);
    },
  };
  return bucketOf;
}

function addressOf({ address, bucket, addressing }: BucketPlace): string {
  if (addressing !== 'host') return `${address}/${encodeURIComponent(bucket)}`;
  const url = new URL(address);
  return `${url.protocol}//${bucket}.${url.host}`;
}

/** Percent-encoded as signatures want it: all but letters, digits and `-._~`. */
function pathOf(key: string): string {
  const encode = (part: string) =>
    encodeURIComponent(part).replace(
      /[!'()*]/g,
      (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return `/${key.split('/').map(encode).join('/')}`;
}

function toBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

/** The suite's partners for S3: Ceph's object gateway behind a proxy that fails on order, seen through another client. */
import { createHash } from 'node:crypto';
import {
  type ConformanceHarness,
  type DocumentRequests,
  type ReceivedCopy,
  toProxyFault,
} from '@navette/connector/conformance';
import {
  type ProxiedRequest,
  type ProxyAnswer,
  type ProxyFault,
  startFaultProxy,
  startObjectStore,
} from '@navette/testkit';
import { AwsClient } from 'aws4fetch';

const owner = {
  name: 'cabinet',
  accessKeyId: 'CLEDUCABINET00000001',
  secretAccessKey: 'secret/du+cabinet=1234567890',
};
export const stranger = {
  name: 'voisin',
  accessKeyId: 'CLEDUVOISIN000000001',
  secretAccessKey: 'secret/du+voisin=12345678901',
};
export const bucketName = 'pieces-du-cabinet';
export const region = 'eu-west-3';

export interface TestBucket extends AsyncDisposable {
  /** Of the proxy before the server. */
  readonly host: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly requests: readonly ProxiedRequest[];
  order(fault: ProxyFault): void;
  clearFaults(): void;
  /** Straight to the server, as the bucket's owner. @param path of the bucket and what is in it: `/bucket/key` */
  ask(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: string },
  ): Promise<Response>;
  /** Every object but the probe, read back. */
  received(): Promise<readonly ReceivedCopy[]>;
}

/**
 * @param conditions whether the server honours `If-None-Match: *`. Ceph keeping its objects in a file ignores it; the proxy lends
 * it what AWS documents: 412 when the object is there, 409 while another one is being written under that name
 */
export async function startBucket(conditions: 'honoured' | 'ignored'): Promise<TestBucket> {
  const resources = new AsyncDisposableStack();
  const store = resources.use(await startObjectStore([owner, stranger]));
  const client = new AwsClient({ ...owner, service: 's3', region, retries: 0 });
  const ask: TestBucket['ask'] = (method, path, options = {}) =>
    client.fetch(`http://${store.host}${path}`, { method, ...options });
  const made = await ask('PUT', `/${bucketName}`);
  if (!made.ok) throw new Error(`no bucket: ${await made.text()}`);

  const lent = lendConditions(async (path) => (await ask('HEAD', path)).status === 200);
  const proxy = resources.use(
    await startFaultProxy({ upstream: store.host, ...(conditions === 'honoured' && lent) }),
  );
  const { accessKeyId, secretAccessKey } = owner;
  const hashes = new Map<string, string>();
  const stack = resources.move();
  return {
    host: proxy.host,
    credentials: {
      address: `http://${proxy.host}`,
      region,
      bucket: bucketName,
      accessKeyId,
      secretAccessKey,
    },
    requests: proxy.requests,
    order: proxy.order,
    clearFaults: proxy.clearFaults,
    ask,
    received: () => listReceived(ask, hashes),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function lendConditions(exists: (path: string) => Promise<boolean>) {
  const writing = new Map<ProxiedRequest, string>();
  const refuse = (status: number, code: string): ProxyAnswer => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message></Message></Error>`,
  });
  return {
    async intercept(request: ProxiedRequest): Promise<ProxyAnswer | null> {
      if (request.method !== 'PUT' || request.headers['if-none-match'] !== '*') return null;
      if ([...writing.values()].includes(request.path)) return refuse(409, 'ConditionalRequestConflict');
      writing.set(request, request.path);
      return (await exists(request.path)) ? refuse(412, 'PreconditionFailed') : null;
    },
    onEnd: (request: ProxiedRequest) => void writing.delete(request),
  };
}

/** @param hashes those of objects seen before: what was put never changes */
async function listReceived(ask: TestBucket['ask'], hashes: Map<string, string>): Promise<ReceivedCopy[]> {
  const listed = await (await ask('GET', `/${bucketName}?list-type=2&encoding-type=url`)).text();
  const keys = [...listed.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) =>
    decodeURIComponent(key.replaceAll('&apos;', "'").replaceAll('+', ' ')),
  );
  const documents = keys.filter((key) => !key.endsWith('.navette'));
  return Promise.all(
    documents.map(async (key) => {
      const readBytes = async () => {
        const answer = await ask('GET', objectPath(key));
        if (!answer.ok) throw new Error(`${key} answers ${answer.status}`);
        return answer.bytes();
      };
      const sha256 =
        hashes.get(key) ??
        createHash('sha256')
          .update(await readBytes())
          .digest('hex');
      hashes.set(key, sha256);
      const [clientKey = ''] = key.split('/');
      return { deliveryId: null, clientKey, name: key.split('/').at(-1) ?? '', sha256, readBytes };
    }),
  );
}

/** Percent-encoded as signatures want it. */
export function objectPath(key: string): string {
  const encoded = encodeURIComponent(key).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
  return `/${bucketName}/${encoded.replaceAll('%2F', '/')}`;
}

export function bucketHarness(conditions: 'honoured' | 'ignored'): ConformanceHarness {
  return {
    async start() {
      const bucket = await startBucket(conditions);
      const { host, credentials, received, clearFaults } = bucket;
      return {
        ...{ credentials, received, allowedHosts: [host] },
        clientKey: 'DUPONT',
        unknownClientKey: null,
        order: async (fault) => bucket.order(toProxyFault(fault, requests)),
        clearFaults: async () => clearFaults(),
        stop: async () => bucket[Symbol.asyncDispose](),
      };
    },
    skips: { 'a token that expired is renewed, and the document arrives once': 'S3 has no token' },
  };
}

/** A document is there once it is put; the probe has no content. */
const requests: DocumentRequests = {
  carries: ({ method, path }) => method === 'PUT' && !path.endsWith('/.navette'),
};

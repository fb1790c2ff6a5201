import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { Connector, Credentials, DeliverRequest, GuardedFetch, Receipt, Session } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { AcceptedType, Manifest } from '../manifest.ts';
import { openWorld } from '../open-world.ts';
import { distinctBytes, makeDocument, type TestDocument } from './document.ts';
import type { PartnerUnderTest, ReceivedCopy } from './harness.ts';

/** One call may take this long before its signal aborts; generous, since nothing waits for it when all is well. */
const callTimeoutMs = 30_000;

export interface OpenOptions {
  readonly credentials?: Credentials;
  readonly allowedHosts?: readonly string[];
  /** Called with the size of each piece of a streamed body that the network takes. */
  readonly onSent?: (sizeBytes: number) => void;
}

/** One connector facing one partner, for one case: opens sessions, makes documents, and closes all at the end. */
export class Subject implements AsyncDisposable {
  readonly connector: Connector;
  readonly manifest: Manifest;
  readonly partner: PartnerUnderTest;
  readonly #resources = new AsyncDisposableStack();

  constructor(connector: Connector, partner: PartnerUnderTest) {
    this.connector = connector;
    this.manifest = connector.manifest;
    this.partner = partner;
  }

  open(options: OpenOptions = {}): Session {
    const {
      credentials = this.partner.credentials,
      allowedHosts = this.partner.allowedHosts,
      onSent,
    } = options;
    const context = this.#resources.use(openWorld({ allowedHosts })).context();
    const fetch = onSent === undefined ? context.fetch : countSent(context.fetch, onSent);
    const session = this.connector.open(credentials, { ...context, fetch });
    this.#resources.defer(() => session.close());
    return session;
  }

  /** A credential set that leads elsewhere: every address of the manifest replaced. */
  credentialsAt(address: string): Credentials {
    const addresses = this.addressFields().map((name) => [name, address]);
    expect(addresses, 'the manifest has no address field').not.toEqual([]);
    return { ...this.partner.credentials, ...Object.fromEntries(addresses) };
  }

  addressFields(): string[] {
    return this.manifest.fields.filter(({ normalise }) => normalise === 'address').map(({ name }) => name);
  }

  /** The type most cases use: one that can be looked up, if there is any. */
  mainType(): AcceptedType {
    const type =
      this.manifest.types.find(({ afterUnknown }) => afterUnknown === 'lookup') ?? this.manifest.types[0];
    if (type === undefined) throw new TypeError('the manifest accepts no type of document');
    return type;
  }

  request(
    document: TestDocument,
    changes: Partial<Pick<DeliverRequest, 'clientKey' | 'type'>> = {},
  ): DeliverRequest & { document: TestDocument } {
    const deliveryId = crypto.randomUUID();
    return {
      deliveryId,
      clientKey: this.partner.clientKey,
      clientName: 'Boulangerie Dupont & Fils',
      type: this.mainType().type,
      ...changes,
      document,
    };
  }

  /** @returns what `find` says of a delivery. */
  find(session: Session, request: DeliverRequest): Promise<Receipt | null> {
    if (session.find === undefined) throw new TypeError('the session has no find');
    return session.find(request, deadline());
  }

  /** What the partner holds of a delivery. Told by the content too: a copy that lost its delivery id is still a copy. */
  async copiesOf({ deliveryId, document }: DeliverRequest): Promise<ReceivedCopy[]> {
    const received = await this.partner.received();
    const isDistinct = document.sizeBytes >= distinctBytes;
    return received.filter(
      (copy) => copy.deliveryId === deliveryId || (isDistinct && copy.sha256 === document.sha256),
    );
  }

  /** @returns why a call failed. Fails the case when it succeeded, threw something else, or holds a secret. */
  async failureOf(call: Promise<unknown>): Promise<DeliveryError> {
    const thrown = await call.then(
      (value) => expect.fail(`succeeded with ${inspect(value)}`),
      (error: unknown) => error,
    );
    this.expectNoSecret(thrown);
    if (!(thrown instanceof DeliveryError)) expect.fail(`threw something else: ${inspect(thrown)}`);
    return thrown;
  }

  /** Nothing that `value` holds, its causes included, may repeat a secret of the credentials in use. */
  expectNoSecret(value: unknown, credentials: Credentials = this.partner.credentials): void {
    const text = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true });
    for (const { name, secret } of this.manifest.fields) {
      const value = credentials[name];
      if (!secret || !value) continue;
      expect(text.includes(value), `the secret « ${name} » shows in ${text.replaceAll(value, '•••')}`).toBe(
        false,
      );
    }
  }

  document = makeDocument;

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}

export function deadline(timeoutMs: number = callTimeoutMs): AbortSignal {
  return AbortSignal.timeout(timeoutMs);
}

function countSent(fetch: GuardedFetch, onSent: (sizeBytes: number) => void): GuardedFetch {
  async function* counted(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      onSent(chunk.length);
      yield chunk;
    }
  }
  return (url, init) => {
    if (!(init?.body instanceof ReadableStream)) return fetch(url, init);
    return fetch(url, { ...init, body: ReadableStream.from(counted(init.body)) });
  };
}

import { inspect } from 'node:util';
import type { DocumentType } from '@navette/model';
import { expect } from 'vitest';
import type { Connector, Credentials, DeliverRequest, Receipt, Session } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { limitsFor, type Manifest, maxBytesFor } from '../manifest.ts';
import { openWorld } from '../open-world.ts';
import { mainTypeOf, testedLimitBytes } from './concerns.ts';
import { countSent } from './count-sent.ts';
import { type DocumentOptions, makeDocument, type TestDocument } from './document.ts';
import type { Elsewhere, PartnerUnderTest, ReceivedCopy } from './harness.ts';

/** One call may take this long before its signal aborts; generous, since nothing waits for it when all is well. */
const callTimeoutMs = 50_000;

/** More than the buffers of both sides of a connection hold, so that a large document has a middle. */
const largeBytes = 16_000_000;

export interface OpenOptions extends Elsewhere {
  readonly allowedHosts?: readonly string[];
  /** Called with the size of each piece that the network takes: of a streamed body, or of a connection. */
  readonly onSent?: (sizeBytes: number) => void;
}

export interface DocumentSizes {
  readonly smallest: number;
  /** Enough for a connection to be full before the document is through, where the limit allows. */
  readonly large: number;
  readonly limit: number;
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
    const world = this.#resources.use(openWorld({ allowedHosts }));
    const context = { ...world.context(), ...this.partner.context, ...options.context };
    const session = this.connector.open(credentials, onSent ? countSent(context, onSent) : context);
    this.#resources.defer(() => session.close());
    return session;
  }

  /** Opens a session that leads elsewhere, to an address such as `127.0.0.1:4711`. */
  openAt(host: string, options: OpenOptions = {}): Session {
    const { hostname, port } = new URL(`http://${host}`);
    const elsewhere = this.partner.elsewhere?.(hostname, Number(port)) ?? {
      credentials: this.#credentialsAt(hostname, port),
    };
    return this.open({ allowedHosts: [host], ...elsewhere, ...options });
  }

  #credentialsAt(host: string, port: string): Credentials {
    const replaced = this.manifest.fields.flatMap(({ name, normalise }) => {
      if (normalise === 'address') return [[name, `http://${host}:${port}`]];
      return normalise === 'host' ? [[name, host]] : [];
    });
    expect(replaced, 'no field holds an address, and the harness leads nowhere else').not.toEqual([]);
    const hasHost = this.manifest.fields.some(({ normalise }) => normalise === 'host');
    return { ...this.partner.credentials, ...Object.fromEntries(replaced), ...(hasHost && { port }) };
  }

  /** Each way of being welcome. */
  allCredentials(): readonly Credentials[] {
    return [this.partner.credentials, ...(this.partner.otherCredentials ?? [])];
  }

  /** The sizes that documents of a type may have, in bytes. A limit that is very large is not gone up to. */
  sizes(type: DocumentType = mainTypeOf(this.manifest).type): DocumentSizes {
    const limits = limitsFor(this.manifest, type);
    const limit = Math.min(maxBytesFor(limits, this.#make(1_000, { type }).mediaType), testedLimitBytes);
    const smallest = Math.max(limits.minBytes ?? 1, this.partner.smallestBytes ?? 1);
    return { smallest, large: Math.min(largeBytes, Math.floor(limit * 0.9)), limit };
  }

  /** A document of about this size: neither smaller nor larger than its type may be. */
  document(sizeBytes: number, options: DocumentOptions = {}): TestDocument {
    const { smallest, limit } = this.sizes(options.type);
    return this.#make(Math.min(limit - 1, Math.max(smallest, sizeBytes)), options);
  }

  /** A document of exactly this size. */
  exactDocument(sizeBytes: number): TestDocument {
    return this.#make(sizeBytes);
  }

  #make(sizeBytes: number, options: DocumentOptions = {}): TestDocument {
    const { partner } = this;
    return partner.makeDocument?.(sizeBytes, options) ?? makeDocument(sizeBytes, options);
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
      type: mainTypeOf(this.manifest).type,
      ...changes,
      document,
    };
  }

  /** The harness's key that leads nowhere. Fails the case without one. */
  unknownClientKey(): string {
    const { unknownClientKey } = this.partner;
    return unknownClientKey ?? expect.fail('the harness has no unknown client key');
  }

  /** @returns what `find` says of a delivery. */
  find(session: Session, request: DeliverRequest): Promise<Receipt | null> {
    if (session.find === undefined) throw new TypeError('the session has no find');
    return session.find(request, deadline());
  }

  /** What the partner holds of a delivery. Told by the content too: a copy that lost its delivery id is still a copy. */
  async copiesOf(request: DeliverRequest & { document: TestDocument }): Promise<ReceivedCopy[]> {
    const { document } = request;
    const received = await this.partner.received();
    return received.filter(
      (copy) =>
        isTraceOf(copy, request, !document.isDistinct) ||
        (document.isDistinct && copy.sha256 === document.sha256),
    );
  }

  /** What the partner holds under the delivery's id, or under its document's name, whatever the content. */
  async tracesOf(request: DeliverRequest & { document: TestDocument }): Promise<ReceivedCopy[]> {
    return (await this.partner.received()).filter((copy) => isTraceOf(copy, request, true));
  }

  /** @returns why a call failed. Fails the case when it succeeded, threw something else, or holds a secret. */
  async failureOf(
    call: Promise<unknown>,
    credentials: Credentials = this.partner.credentials,
  ): Promise<DeliveryError> {
    const thrown = await call.then(
      (value) => expect.fail(`succeeded with ${inspect(value)}`),
      (error: unknown) => error,
    );
    this.expectNoSecret(thrown, credentials);
    if (!(thrown instanceof DeliveryError)) expect.fail(`threw something else: ${inspect(thrown)}`);
    return thrown;
  }

  /** Nothing that `value` holds, its causes included, may repeat a secret of the credentials in use. */
  expectNoSecret(value: unknown, credentials: Credentials = this.partner.credentials): void {
    for (const { name, secret } of this.manifest.fields)
      if (secret) expectUnsaid(value, credentials[name], `the secret « ${name} »`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}

/** @param byName whether the name tells, where no id of a delivery is kept */
function isTraceOf(
  copy: ReceivedCopy,
  { deliveryId, document }: DeliverRequest & { document: TestDocument },
  byName: boolean,
): boolean {
  if (copy.deliveryId !== null) return copy.deliveryId === deliveryId;
  return byName && copy.name.includes(document.mark);
}

/** Fails the case when `value`, its causes included, repeats a secret. */
export function expectUnsaid(value: unknown, secret: string | undefined, what: string): void {
  if (!secret) return;
  const text = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  const escaped = JSON.stringify(secret).slice(1, -1);
  const isSaid = text.includes(secret) || text.includes(escaped);
  expect(isSaid, `${what} shows in ${text.replaceAll(secret, '•••').replaceAll(escaped, '•••')}`).toBe(false);
}

export function deadline(timeoutMs: number = callTimeoutMs): AbortSignal {
  return AbortSignal.timeout(timeoutMs);
}

/**
 * What a connector is. Retry, pacing, time-outs, breakers, redaction and hashing live once, outside; a connector speaks its
 * partner's language and translates its answers. A method of `Session` exists if and only if the manifest says so.
 */
import type { DocumentType } from '@navette/model';
import type { Manifest } from './manifest.ts';

/** Values of the manifest's fields, already cleaned. */
export type Credentials = Readonly<Record<string, string>>;

/**
 * `fetch`, guarded: throws DeliveryError `address_refused` for an address the operator did not allow, checked on the resolved
 * address at connect time. It follows no redirect: the 3xx answer comes back. Streams are sent as they are read.
 */
export type GuardedFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** What a connector may use of the world. It opens no socket itself. */
export interface ConnectorContext {
  readonly fetch: GuardedFetch;
  /** The time, in ms since 1970. */
  readonly now: () => number;
}

export interface Connector {
  readonly manifest: Manifest;
  /** Opens a session. Makes no request yet. One session serves many deliveries, several at a time. */
  open(credentials: Credentials, context: ConnectorContext): Session;
}

/**
 * When a signal aborts, a method throws as if the connection had been cut at that point: the class `unknown` when the document
 * may have arrived, else `temporary`. So whoever sets the deadline need not know how far the work had gone.
 */
export interface Session {
  /** Tries the credentials for real. @returns who and what was reached. @throws DeliveryError */
  check(signal: AbortSignal): Promise<CheckResult>;
  /** Every dossier the account may enter, page by page. @throws DeliveryError */
  listDossiers?(signal: AbortSignal): AsyncIterable<readonly Dossier[]>;
  /**
   * Hands one document to the partner. @throws DeliveryError: its class decides what happens next. Throw the class `unknown`
   * whenever the body may have arrived and the answer did not.
   */
  deliver(request: DeliverRequest, signal: AbortSignal): Promise<Receipt>;
  /** Looks for a delivery whose answer was lost. @returns the receipt, or `null` when the partner does not have it. */
  find?(request: FindRequest, signal: AbortSignal): Promise<Receipt | null>;
  /** Asks what became of documents of one client. Those the partner no longer knows are absent from the answer. */
  track?(
    clientKey: string,
    partnerRefs: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Tracking>>;
  /** Frees what the session holds. Calling twice is safe. */
  close(): Promise<void>;
}

export interface CheckResult {
  /** Who was reached, for the light at the bottom of the page: "compte presta@cabinet.fr, 214 dossiers". */
  readonly identity: string;
}

export interface Dossier {
  readonly key: string;
  readonly name: string;
  readonly siren: string | null;
  /** The 5 digits that make a SIRET of a SIREN; often missing. */
  readonly nic: string | null;
  readonly active: boolean;
}

export interface DeliverRequest {
  readonly deliveryId: string;
  readonly clientKey: string;
  readonly type: DocumentType;
  readonly document: DocumentToSend;
}

export interface DocumentToSend {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Who deposited it, for partners that want a name. */
  readonly depositor: string;
  /** The bytes. Each call opens a new stream from the first byte. */
  readonly open: () => ReadableStream<Uint8Array>;
}

export interface FindRequest {
  readonly deliveryId: string;
  readonly clientKey: string;
  readonly type: DocumentType;
  readonly sha256: string;
}

export interface Receipt {
  /** The partner's own reference; `null` when it gives none. */
  readonly partnerRef: string | null;
  readonly state: 'accepted' | 'confirmed' | 'duplicate';
  /** What the partner calls this state, kept for the history. */
  readonly partnerStatus?: string;
  /** The partner says that it is in the books. */
  readonly booked?: boolean;
  readonly httpStatus?: number;
  readonly requestId?: string;
}

/** What became of a document. `booked`: the partner says that it is in the books, nothing left to do there. */
export type Tracking =
  | { readonly state: 'confirmed'; readonly partnerStatus: string; readonly booked: boolean }
  | { readonly state: 'accepted' | 'duplicate'; readonly partnerStatus: string }
  | { readonly state: 'rejected'; readonly partnerStatus: string; readonly words: string };

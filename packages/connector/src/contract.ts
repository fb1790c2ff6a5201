/**
 * What a connector is. Retry, pacing, time-outs, breakers, redaction and hashing live once, outside; a connector speaks its
 * partner's language and translates its answers. A method of `Session` exists if and only if the manifest says so.
 */
import type { Duplex } from 'node:stream';
import type { DocumentType } from '@navette/model';
import type { Manifest } from './manifest.ts';
import type { RemoteFiles } from './placing/remote-files.ts';

/** Values of the manifest's fields, already cleaned; what the operator set for every firm among them. */
export type Credentials = Readonly<Record<string, string>>;

/**
 * `fetch`, guarded: throws DeliveryError `address_refused` for an address the operator did not allow, checked on the resolved
 * address at connect time. It follows no redirect: the 3xx answer comes back. Streams are sent as they are read.
 */
export type GuardedFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * A TCP connection, guarded as `fetch` is, for what is not HTTP. The caller ends it. Rejects with DeliveryError `address_refused`,
 * with the system's error, or with what the signal was aborted with.
 */
export type GuardedConnect = (
  to: { readonly host: string; readonly port: number },
  signal: AbortSignal,
) => Promise<Duplex>;

/** Folders of the server itself, or mounted on it. */
export interface GuardedFiles {
  /**
   * Opens a folder that exists, by its absolute path; looks at nothing yet. What is asked of it throws DeliveryError
   * `folder_not_declared` unless the folder, as it really is, lies under one that the operator declared. No link inside is followed.
   * @param partner what the errors call it
   */
  open(folder: string, partner: string): RemoteFiles;
}

/** Who mails come from: what a partner is told to accept. */
export interface MailSender {
  readonly address: string;
  readonly name: string;
}

/** A mail to one mailbox with one document attached, in plain text. */
export interface MailToSend {
  /** Stands in `Message-ID` and `X-Navette-Delivery`, and in the return path where bounces are read. */
  readonly deliveryId: string;
  /** `nom@exemple.fr`, and nothing else. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** `name` is that of the file. */
  readonly document: Pick<DocumentToSend, 'name' | 'mediaType' | 'sizeBytes' | 'open'>;
}

/** What a mail server answered last; 2xx to the `message` says that it took it. */
export interface MailAnswer {
  /** The step of the dialogue that it answers; `data`: before any byte of the message left. */
  readonly to: 'connection' | 'sign_in' | 'sender' | 'recipient' | 'data' | 'message';
  readonly status: number;
  /** Of RFC 3463, `5.1.1`; `null` where the server gives none. */
  readonly enhanced: string | null;
  /** In one line, without secrets. */
  readonly words: string;
}

/**
 * The firm's outgoing mail: by its own server, else the operator's. As with `fetch`, a refusal is an answer and not an error. Each
 * method throws DeliveryError `mail_server_missing`, `mail_server_tls_failed`, `address_refused` and `partner_unreachable`, whose
 * `partner` is the mail server.
 */
export interface ConnectorMail {
  sender(signal: AbortSignal): Promise<MailSender>;
  /** Connects, encrypts and signs in for real; sends nothing. `server` is its name, as the firm may know it. */
  check(signal: AbortSignal): Promise<{ sender: MailSender; server: string; answer: MailAnswer }>;
  /**
   * Sends one mail, the document streamed. When it is not as long as announced, the server is left without a whole message.
   * @throws DeliveryError also `outcome_unknown` when the whole may have left and no answer came; `bytes_missing`;
   * `collect_address_refused` for what is not one mailbox
   */
  send(mail: MailToSend, signal: AbortSignal): Promise<MailAnswer>;
}

/** What a partner says of its own limit: how many requests are left, and when there are more. */
export interface RateSeen {
  readonly remaining: number;
  readonly resetMs: number;
}

/** What a connector may use of the world. It opens no socket and no file itself. */
export interface ConnectorContext {
  readonly fetch: GuardedFetch;
  readonly connect: GuardedConnect;
  readonly files: GuardedFiles;
  readonly mail: ConnectorMail;
  /** Tells the pacing what the partner's headers say; the credential waits when nothing remains. */
  readonly noteRate: (seen: RateSeen) => void;
  /** The time, in ms since 1970. */
  readonly now: () => number;
}

/** One application. The package of a folder under `connectors/` exports `connectors`: one of these for each of its manifests. */
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
  /**
   * Asks the partner whether a client's key leads somewhere that takes documents. Exists if and only if the manifest says
   * `clientKey.checked: 'when_connecting'`.
   * @returns what the partner calls it. @throws DeliveryError, of the class `mapping` when it does not
   */
  checkClientKey?(clientKey: string, signal: AbortSignal): Promise<ClientKeyCheck>;
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
  /** Values of the manifest's fields marked `learned` that were empty: kept with the credentials from then on. */
  readonly learned?: Readonly<Record<string, string>>;
}

export interface ClientKeyCheck {
  /** The partner's name of it; `null` when it has none. */
  readonly label: string | null;
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
  /** The firm's own name of the client, for names of files and messages. */
  readonly clientName: string;
  readonly type: DocumentType;
  readonly document: DocumentToSend;
}

/** What is known of a document without opening it. */
export interface DocumentFacts {
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Who deposited it, for partners that want a name. */
  readonly depositor: string;
  /** The day it came in, in the firm's time zone: `2026-11-21`. */
  readonly receivedOn: string;
}

/** An electronic invoice as it travels: a PDF that carries its XML, or the XML alone. */
export type EInvoiceFormat = 'factur-x' | 'cii' | 'ubl';

export interface DocumentToSend extends DocumentFacts {
  /** The bytes. Each call opens a new stream from the first byte. */
  readonly open: () => ReadableStream<Uint8Array>;
  /** Reads the document to tell whether it is an electronic invoice; `null` when it is none. Reads once however often it is called. */
  readonly readEInvoice: () => Promise<EInvoiceFormat | null>;
}

/** The delivery as it was asked for: everything but the bytes. */
export interface FindRequest {
  readonly deliveryId: string;
  readonly clientKey: string;
  readonly clientName: string;
  readonly type: DocumentType;
  readonly document: DocumentFacts;
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

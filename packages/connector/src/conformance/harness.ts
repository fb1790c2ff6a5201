/** What a connector's tests give the suite: a partner to talk to, orders to it, and a look inside by another way. */
import type { ConnectorContext, Credentials, Dossier } from '../contract.ts';
import type { DocumentOptions, TestDocument } from './document.ts';

export interface ConformanceHarness {
  /** Starts a partner of its own for one run of the suite. */
  start(): Promise<PartnerUnderTest>;
  /** Cases that this partner cannot show: their name, and why. Any other case that cannot run fails. */
  readonly skips?: Readonly<Record<string, string>>;
  /** What some partners do and others never: the cases about it run for those that say so. */
  readonly shows?: readonly Peculiarity[];
}

/** `refusal_inside_success`: the partner answers 200, and says inside that it refused. */
export type Peculiarity = 'refusal_inside_success';

export interface PartnerUnderTest {
  /** Of an account that is welcome. Fields left out take the manifest's default. */
  readonly credentials: Credentials;
  /** Other ways of being welcome, each tried: with a private key instead of a password. */
  readonly otherCredentials?: readonly Credentials[];
  /** Of an account that is welcome and has no dossier. */
  readonly emptyCredentials?: Credentials;
  /** What the guarded network must let through to reach it. */
  readonly allowedHosts: readonly string[];
  /** What a session may use of the world beside the network, laid over it: a mail sender, the folders that an operator declared. */
  readonly context?: Partial<ConnectorContext>;
  /**
   * What leads a session to another host and port. Unless given, every field of the manifest that is cleaned as an `address`
   * becomes `http://host:port`; where one is cleaned as a `host`, that one and the field named `port` are replaced.
   */
  elsewhere?(host: string, port: number): Elsewhere;
  /** A client's key that takes documents. */
  readonly clientKey: string;
  /** One that leads nowhere; `null` where the manifest says that nobody notices. */
  readonly unknownClientKey: string | null;
  /** What it holds under a final name, seen by another way than the connector's. */
  received(): Promise<readonly ReceivedCopy[]>;
  /** Lasts until `clearFaults`. */
  order(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Adds dossiers, one of them shown twice when `repeated`. Rejects when the partner cannot. */
  addDossiers?(dossiers: readonly Dossier[]): Promise<void>;
  repeatDossier?(dossier: Dossier): Promise<void>;
  /** Makes a document that this partner takes, for one that reads what is inside; a PDF of `makeDocument` unless given. */
  makeDocument?(sizeBytes: number, options: DocumentOptions): TestDocument;
  /** No smaller document can be made for it; 1 unless given. */
  readonly smallestBytes?: number;
  stop(): Promise<void>;
}

/** What is left out stays as it is for the partner itself. */
export interface Elsewhere {
  readonly credentials?: Credentials;
  readonly context?: Partial<ConnectorContext>;
}

export interface ReceivedCopy {
  /** `null` where nothing of the delivery's id is kept: the copy is then told by its content, or by its name. */
  readonly deliveryId: string | null;
  readonly clientKey: string;
  readonly name: string;
  readonly sha256: string;
  readBytes(): Promise<Uint8Array>;
}

export type Fault =
  /** Answers with a status: to every request, or only to those that carry a document. Of partners reached by HTTP. */
  | {
      readonly kind: 'status';
      readonly on: 'any' | 'deliver';
      readonly status: number;
      readonly retryAfter?: string;
      readonly body?: 'json' | 'html';
    }
  /** Cuts the connection before the body of a document, in the middle of it, or after having stored it. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'middle' | 'after' }
  /** Stores the document, and keeps its answer to itself. */
  | { readonly kind: 'withhold' }
  /** Tokens given so far are refused. */
  | { readonly kind: 'expire_tokens' }
  /** Refuses each document inside a success. Ordered of partners that `shows` it only. */
  | { readonly kind: 'refusal_inside_success' };

/** What a connector's tests give the suite: a partner to talk to, orders to it, and a look inside by another way. */
import type { Credentials, Dossier } from '../contract.ts';

export interface ConformanceHarness {
  /** Starts a partner of its own for one run of the suite. */
  start(): Promise<PartnerUnderTest>;
  /** Cases that this partner cannot show: their name, and why. Any other case that cannot run fails. */
  readonly skips?: Readonly<Record<string, string>>;
}

export interface PartnerUnderTest {
  /** Of an account that is welcome. Fields left out take the manifest's default. */
  readonly credentials: Credentials;
  /** Of an account that is welcome and has no dossier. */
  readonly emptyCredentials?: Credentials;
  /** What the guarded network must let through to reach it. */
  readonly allowedHosts: readonly string[];
  /** A dossier that takes documents. */
  readonly clientKey: string;
  /** One that does not exist. */
  readonly unknownClientKey: string;
  /** What it holds, seen by another way than the connector's. */
  received(): Promise<readonly ReceivedCopy[]>;
  /** Lasts until `clearFaults`. */
  order(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Adds dossiers, one of them shown twice when `repeated`. Rejects when the partner cannot. */
  addDossiers?(dossiers: readonly Dossier[]): Promise<void>;
  repeatDossier?(dossier: Dossier): Promise<void>;
  stop(): Promise<void>;
}

export interface ReceivedCopy {
  readonly deliveryId: string | null;
  readonly clientKey: string;
  readonly name: string;
  readonly sha256: string;
  readBytes(): Promise<Uint8Array>;
}

export type Fault =
  /** Answers with a status: to every request, or only to those that carry a document. */
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
  | { readonly kind: 'expire_tokens' };

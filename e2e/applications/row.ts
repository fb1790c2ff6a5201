/** What is known of one application before it is tried: one row of the table for each of the catalogue. */
import type { DocumentType, ErrorCode } from '@navette/model';
import type { FaultProxy } from '@navette/testkit';
import type { Copy } from './copy.ts';
import type { World } from './world.ts';

export type Values = Readonly<Record<string, string>>;

/** What the API answers when it refuses, the sentence written by hand. */
export interface Refusal {
  readonly code: ErrorCode;
  /** The partner's own failure, where there is one. */
  readonly because?: ErrorCode;
  readonly fr: string;
  /** The partner's own, which stand beside the sentence. */
  readonly words?: string;
}

export interface WrongCredential extends Refusal {
  readonly what: string;
  /** The form that is refused, from the one that works. */
  readonly fill: (right: Values, world: World) => Values;
  /** What is wrong beside the form, until it is disposed of. */
  readonly meanwhile?: (world: World) => Promise<AsyncDisposable>;
}

/** A key that is well formed and leads nowhere, and what tells so. */
export type WrongKey = { readonly key: string } & (
  | { readonly noticed: 'when_connecting'; readonly because: ErrorCode; readonly fr: string }
  | {
      readonly noticed: 'when_sending';
      readonly because: ErrorCode;
      readonly fr: string;
      /** The partner's own, beside the sentence. */
      readonly words: string;
      /** What the partner is told beforehand. */
      readonly prepare?: (world: World) => Promise<void>;
    }
  /** The document goes where the key says. */
  | { readonly noticed: 'never'; readonly dossier: string }
);

/** A partner that repeats what it was told: where it can be made to, and how it tells a failure. */
export interface Repeating {
  readonly server: (world: World) => FaultProxy;
  /** Which requests are those of this application, and which of those carry a document. */
  readonly isOurs: (path: string) => boolean;
  readonly carriesDocument: (request: { readonly method: string; readonly path: string }) => boolean;
  /** What the answer looks like. */
  readonly answer: (words: string) => { readonly mediaType: string; readonly body: string };
}

export interface ApplicationRow {
  /** Of the catalogue. */
  readonly id: string;
  readonly partner: string;
  readonly credentials: (world: World) => Values;
  readonly wrong: readonly WrongCredential[];
  /** The client's, and where it has one the SIRET by which the key is found in the partner's list. */
  readonly key: string;
  readonly siret?: string;
  /** What the partner calls it. */
  readonly keyLabel: string | null;
  readonly keyIsSecret?: true;
  /** `client_key_invalid` unless said. */
  readonly malformed: { readonly key: string; readonly fr: string; readonly code?: ErrorCode };
  readonly wrongKey: WrongKey;
  readonly type: DocumentType;
  /** Of `demo/documents/`. */
  readonly sample: string;
  /** What becomes of a document that is taken. */
  readonly ends: 'accepted' | 'delivered';
  /** Where it then stands, and as what. */
  readonly stands: { readonly dossier: string; readonly type?: string };
  /** Everything that stands there now. */
  readonly copies: (world: World) => Promise<readonly Copy[]>;
  /** Of its form, and the operator's for it. */
  readonly secrets: readonly string[];
  readonly repeating?: Repeating;
  /** Whether what plays the partner could be installed here; it is, unless said. */
  readonly isHere?: boolean;
}

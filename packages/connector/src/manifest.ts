import type { DocumentType } from '@navette/model';

/** A sentence or a label in both languages of the product. */
export interface Words {
  readonly fr: string;
  readonly en: string;
}

/** One field of an application's form. `normalise` names how pasted values are cleaned before they are tried and kept. */
export interface CredentialField {
  readonly name: string;
  readonly label: Words;
  readonly help?: Words;
  /** A secret is sealed, never shown again, and never appears in a log, an error or an attempt. */
  readonly secret: boolean;
  readonly required: boolean;
  /** `address`: an https address; `host`: a name or an address, without scheme or port; `template`: of a remote name. */
  readonly normalise: 'trim' | 'address' | 'host' | 'template' | 'none';
  /** Proposed in the form; an administrator may change it. */
  readonly defaultValue?: string;
  /** Values to choose from, instead of a text. */
  readonly choices?: readonly { readonly value: string; readonly label: Words }[];
  /** Several lines, such as a private key. */
  readonly multiline?: boolean;
  /** Belongs to whoever hosts Navette: an operator's setting for every firm. The form asks for it only when it is unset. */
  readonly ofOperator?: boolean;
  /** Found out by the first check when left empty, then kept: the host key of a server. Emptied on purpose, it is learned anew. */
  readonly learned?: boolean;
}

/** How documents of one type travel: the partner's own word for it, and what to do when the answer is lost. */
export interface AcceptedType {
  readonly type: DocumentType;
  readonly partnerValue: string;
  /** `false` when no public source confirms the mapping. */
  readonly confirmed: boolean;
  readonly afterUnknown: 'lookup' | 'resend' | 'ask';
  /** Where this type differs from the manifest's own limits. */
  readonly limits?: Partial<Limits>;
}

export interface Limits {
  readonly maxBytes: number;
  /** Of pictures, where it is lower. */
  readonly maxImageBytes?: number;
  readonly minBytes?: number;
  /** Media types, by content; `*` alone for any. */
  readonly mediaTypes: readonly string[];
}

/** What names one client at the partner. */
export interface ClientKey {
  readonly kind: 'siret' | 'siren' | 'code' | 'email' | 'apiKey';
  readonly label: Words;
  readonly help?: Words;
  /** It opens something by itself: sealed and masked as a credential is. */
  readonly secret?: boolean;
  /** The whole key must match this regular expression (flags `iu`). */
  readonly pattern?: string;
  /** One that matches, shown as an example. */
  readonly example: string;
  /**
   * A key that Navette proposes, made of the client's name: `{client}@dext.cc`. It has to be created at the partner's as well; a person
   * may give another.
   */
  readonly generated?: {
    readonly pattern: string;
    /** What to do with it at the partner's. */
    readonly instructions: Words;
  };
  /** Whether a wrong key is noticed when a client is connected, only when a document is sent, or never. */
  readonly checked: 'when_connecting' | 'when_sending' | 'never';
}

export interface Manifest {
  /** kebab-case; that of the folder, or begins with it and a hyphen. */
  readonly id: string;
  readonly name: string;
  /** Short name in sentences: "Inqom a refusé…". */
  readonly partner: string;
  readonly kind: 'api' | 'email' | 'transport';
  /** What it is for, in one sentence. */
  readonly summary: Words;
  /** How it reaches its partner, which decides what can go wrong on the way. */
  readonly reach: 'http' | 'tcp' | 'mail' | 'files';
  readonly fields: readonly CredentialField[];
  readonly clientKey: ClientKey;
  /** Whether the partner tells which dossiers the account may enter. */
  readonly listsDossiers: boolean;
  readonly types: readonly AcceptedType[];
  readonly limits: Limits;
  readonly rate: { readonly requests: number; readonly windowMs: number; readonly concurrency: number };
  /** One request answers within this, or its outcome is unknown. */
  readonly requestTimeoutMs: number;
  /**
   * `none`: the answer is the last word; `poll`: the partner is asked what became of it; `silence`: nothing more is said when all is
   * well, and it counts as delivered after `silenceMs`.
   */
  readonly confirmation: 'none' | 'poll' | 'silence';
  readonly silenceMs?: number;
  /** The same bytes twice: the partner marks the second, refuses it, keeps both without a word, or keeps one. */
  readonly duplicates: 'marked' | 'refused' | 'kept' | 'merged';
  /** How sure the facts are. A: the partner's own page. B: second-hand. C: our reading. */
  readonly confidence: 'A' | 'B' | 'C';
  /** What people should know before they begin: rights, senders to authorise, what the partner does not say. */
  readonly notes?: readonly Words[];
  /** What the firm must have, or have done at the partner's, before it begins, and that Navette cannot check. */
  readonly prerequisites?: readonly Words[];
}

/** @returns how a manifest takes a type of document, or `null` when it does not. */
export function acceptedType(manifest: Manifest, type: DocumentType): AcceptedType | null {
  return manifest.types.find((each) => each.type === type) ?? null;
}

/** @returns what a manifest accepts of documents of one type. */
export function limitsFor(manifest: Manifest, type: DocumentType): Limits {
  return { ...manifest.limits, ...acceptedType(manifest, type)?.limits };
}

/** @returns how large a document of this format may be, in bytes. */
export function maxBytesFor({ maxBytes, maxImageBytes }: Limits, mediaType: string): number {
  return mediaType.startsWith('image/') ? Math.min(maxBytes, maxImageBytes ?? maxBytes) : maxBytes;
}

/** @returns whether documents of this format are taken. */
export function acceptsMediaType({ mediaTypes }: Limits, mediaType: string): boolean {
  return mediaTypes.includes('*') || mediaTypes.includes(mediaType);
}

/** @returns the value of every field of the manifest: what was given, else the default, else ''. Addresses end without a slash. */
export function readFields(
  manifest: Manifest,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const values = manifest.fields.map(({ name, normalise, defaultValue }) => {
    const value = given[name] || defaultValue || '';
    return [name, normalise === 'address' ? value.replace(/\/+$/, '') : value];
  });
  return Object.fromEntries(values);
}

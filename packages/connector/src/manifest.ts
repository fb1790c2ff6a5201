import type { DocumentType } from '@navette/model';

/** One field of an application's form. `normalise` names how pasted values are cleaned before they are tried and kept. */
export interface CredentialField {
  readonly name: string;
  readonly label: { readonly fr: string; readonly en: string };
  readonly help?: { readonly fr: string; readonly en: string };
  /** A secret is sealed, never shown again, and never appears in a log, an error or an attempt. */
  readonly secret: boolean;
  readonly required: boolean;
  readonly normalise: 'trim' | 'address' | 'none';
  /** Proposed in the form; an administrator may change it. */
  readonly defaultValue?: string;
}

/** How documents of one type travel: the partner's own word for it, and what to do when the answer is lost. */
export interface AcceptedType {
  readonly type: DocumentType;
  readonly partnerValue: string;
  /** `false` when no public source confirms the mapping. */
  readonly confirmed: boolean;
  readonly afterUnknown: 'lookup' | 'resend' | 'ask';
}

export interface Manifest {
  /** kebab-case; the folder's name. */
  readonly id: string;
  readonly name: string;
  /** Short name in sentences: "Inqom a refusé…". */
  readonly partner: string;
  readonly kind: 'api' | 'email' | 'transport';
  readonly fields: readonly CredentialField[];
  readonly clientKey: {
    readonly kind: 'siret' | 'siren' | 'code' | 'email' | 'apiKey';
    readonly label: { readonly fr: string; readonly en: string };
  };
  /** Whether the partner tells which dossiers the account may enter. */
  readonly listsDossiers: boolean;
  readonly types: readonly AcceptedType[];
  readonly limits: {
    readonly maxBytes: number;
    /** Media types, by content. */
    readonly mediaTypes: readonly string[];
  };
  readonly rate: { readonly requests: number; readonly windowMs: number; readonly concurrency: number };
  /** One request answers within this, or its outcome is unknown. */
  readonly requestTimeoutMs: number;
  readonly confirmation: 'none' | 'poll';
  /** How sure the facts are. A: the partner's own page. B: second-hand. C: our reading. */
  readonly confidence: 'A' | 'B' | 'C';
}

/** @returns how a manifest takes a type of document, or `null` when it does not. */
export function acceptedType(manifest: Manifest, type: DocumentType): AcceptedType | null {
  return manifest.types.find((each) => each.type === type) ?? null;
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

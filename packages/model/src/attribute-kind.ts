/**
 * What the value of an attribute is, how it is tidied, checked and compared. `text` is free; `code` is compared without case or
 * spaces, so that `AUB 001` and `aub001` are one code; SIREN and SIRET follow `docs/decisions/siret.md`; `email` is one address.
 */
import type { ErrorCode } from './error-catalogue.ts';
import { normaliseSiret, type SirenProblem, type SiretProblem, sirenProblem, siretProblem } from './siret.ts';

export const attributeKinds = ['text', 'siret', 'siren', 'code', 'email'] as const;
export type AttributeKind = (typeof attributeKinds)[number];

export type ValueProblem = SirenProblem | SiretProblem | 'not_an_email' | 'too_long';

/** The sentence of each problem. */
export const valueProblemCodes: Readonly<Record<ValueProblem, ErrorCode>> = {
  not_14_digits: 'siret_not_14_digits',
  not_9_digits: 'siren_not_9_digits',
  all_zeros: 'number_all_zeros',
  bad_checksum: 'number_bad_checksum',
  scientific_notation: 'number_rounded',
  not_an_email: 'invalid_email',
  too_long: 'value_too_long',
};

export const maxValueLength: Readonly<Record<AttributeKind, number>> = {
  text: 500,
  siret: 40,
  siren: 40,
  code: 50,
  email: 254,
};

/** A value without what was pasted around it; `''` when nothing is left. */
export function normaliseValue(kind: AttributeKind, text: string): string {
  switch (kind) {
    case 'siret':
    case 'siren':
      return normaliseSiret(text);
    case 'email':
      return normaliseEmail(tidy(text));
    case 'code':
    case 'text':
      return tidy(text);
  }
}

/** @returns what is wrong with a value that is already normalised, or `null` */
export function valueProblem(kind: AttributeKind, value: string): ValueProblem | null {
  if (kind === 'siret') return siretProblem(value);
  if (kind === 'siren') return sirenProblem(value);
  if (value.length > maxValueLength[kind]) return 'too_long';
  return kind === 'email' && !isEmail(value) ? 'not_an_email' : null;
}

/** The form in which values of one attribute are compared. @param value normalised */
export function valueKey(kind: AttributeKind, value: string): string {
  const folded = value.normalize('NFKC').toLowerCase().normalize('NFKC');
  return kind === 'code' ? folded.replace(/\s+/g, '') : folded;
}

/** Whether a person may keep a value that has this problem by giving a reason. */
export function canOverride(problem: ValueProblem): boolean {
  return problem === 'bad_checksum';
}

/** Control characters but those that are space, and marks of direction or width. */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Single ordinary spaces, none around, nothing invisible, composed accents. */
function tidy(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(invisible, '').replace(/\s+/g, ' ').trim();
}

/** `mailto:` and `Name <address>` are what people paste; the domain's case means nothing. */
function normaliseEmail(text: string): string {
  const [, inBrackets] = /<([^<>]*)>\s*$/.exec(text) ?? [];
  const address = (inBrackets ?? text).replace(/^mailto:/i, '').trim();
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase();
}

function isEmail(value: string): boolean {
  return /^[^\s@<>()[\],;:"\\]{1,64}@([a-z0-9\u00a1-\uffff]([a-z0-9\u00a1-\uffff-]*[a-z0-9\u00a1-\uffff])?\.)+[a-z\u00a1-\uffff][a-z0-9\u00a1-\uffff-]+$/i.test(
    value,
  );
}

import {
  type AttributeKind,
  canOverride,
  type ErrorCode,
  errorSentence,
  maxValueLength,
  normaliseValue,
  type ValueProblem,
  valueProblem,
} from '@navette/model';
import type { Language } from '../language/format.ts';
import { typeset } from '../language/typeset.ts';

/** What is typed for an attribute; the reason saves a number whose check digit is wrong. */
export interface TypedValue {
  readonly value: string;
  readonly overrideReason: string;
}

/** `unfinished` is no fault yet: digits are still to come. */
export type TypingProblem = ValueProblem | 'unfinished';

const reasonMinLength = 3;

/** The sentence of each problem, the same as the server's. */
const codes: Readonly<Record<ValueProblem, ErrorCode>> = {
  not_14_digits: 'siret_not_14_digits',
  not_9_digits: 'siren_not_9_digits',
  all_zeros: 'number_all_zeros',
  bad_checksum: 'number_bad_checksum',
  scientific_notation: 'number_rounded',
  not_an_email: 'invalid_email',
  too_long: 'value_too_long',
};

/** @returns how many digits a value of this kind has, `null` for what is no number. */
export function digitsWanted(kind: AttributeKind): number | null {
  if (kind === 'siret') return 14;
  return kind === 'siren' ? 9 : null;
}

/** @returns what is wrong with a value as it is typed, `null` when it may be saved; an empty one may. */
export function typingProblem(kind: AttributeKind, typed: string): TypingProblem | null {
  const value = normaliseValue(kind, typed);
  if (value === '') return null;
  const isUnfinished = /^\d+$/.test(value) && value.length < (digitsWanted(kind) ?? 0);
  return isUnfinished ? 'unfinished' : valueProblem(kind, value);
}

/** @returns whether a person may vouch for the value with a reason. */
export function mayBeVouchedFor(problem: TypingProblem | null): boolean {
  return problem !== null && problem !== 'unfinished' && canOverride(problem);
}

/** @returns whether a typed value may be saved: it is right, or somebody vouches for it. */
export function isSaveable(kind: AttributeKind, { value, overrideReason }: TypedValue): boolean {
  const problem = typingProblem(kind, value);
  return problem === null || (mayBeVouchedFor(problem) && overrideReason.trim().length >= reasonMinLength);
}

/** @returns the sentence of a problem, in the language of the interface. */
export function problemSentence(
  kind: AttributeKind,
  problem: ValueProblem,
  typed: string,
  language: Language,
): string {
  const sentence = errorSentence(codes[problem], language, {
    value: typed.trim(),
    limit: maxValueLength[kind],
  });
  return language === 'fr' ? typeset(sentence) : sentence;
}

import {
  type AttributeKind,
  canOverride,
  errorSentence,
  maxValueLength,
  normaliseValue,
  type ValueProblem,
  valueProblem,
  valueProblemCodes,
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
  const sentence = errorSentence(valueProblemCodes[problem], language, {
    value: typed.trim(),
    limit: maxValueLength[kind],
  });
  return language === 'fr' ? typeset(sentence) : sentence;
}

import {
  canOverride,
  type ErrorCode,
  maxValueLength,
  NavetteError,
  normaliseValue,
  type ValueProblem,
  valueKey,
  valueProblem,
} from '@navette/model';
import type { AttributeFacts } from './list-attributes.ts';

/** A value that may be stored. */
export interface AttributeValue {
  readonly value: string;
  readonly key: string;
  /** For a number whose check digit is wrong, and only then. */
  readonly overrideReason: string | null;
}

/** The sentence of each problem. */
export const problemCodes: Readonly<Record<ValueProblem, ErrorCode>> = {
  not_14_digits: 'siret_not_14_digits',
  not_9_digits: 'siren_not_9_digits',
  all_zeros: 'number_all_zeros',
  bad_checksum: 'number_bad_checksum',
  scientific_notation: 'number_rounded',
  not_an_email: 'invalid_email',
  too_long: 'value_too_long',
};

/**
 * What somebody gave for an attribute, as it is stored; `null` for nothing. A reason vouches for a number that fails its check,
 * not for what is no number.
 * @param field of the request, for the error
 * @throws NavetteError a code of `problemCodes`
 */
export function readValue(
  { kind }: Pick<AttributeFacts, 'kind'>,
  given: string,
  reason: string | null,
  field: string,
): AttributeValue | null {
  const value = normaliseValue(kind, given);
  if (value === '') return null;
  const problem = valueProblem(kind, value);
  if (problem !== null && !(canOverride(problem) && reason !== null))
    throw new NavetteError(problemCodes[problem], {
      value: given.trim().slice(0, 100),
      limit: maxValueLength[kind],
      field,
    });
  return { value, key: valueKey(kind, value), overrideReason: problem === null ? null : reason };
}

import {
  canOverride,
  maxValueLength,
  NavetteError,
  normaliseValue,
  valueKey,
  valueProblem,
  valueProblemCodes,
} from '@navette/model';
import type { AttributeFacts } from './list-attributes.ts';

/** A value that may be stored. */
export interface AttributeValue {
  readonly value: string;
  readonly key: string;
  /** For a number whose check digit is wrong, and only then. */
  readonly overrideReason: string | null;
}

/**
 * What somebody gave for an attribute, as it is stored; `null` for nothing. A reason vouches for a number that fails its check,
 * not for what is no number.
 * @param field of the request, for the error
 * @throws NavetteError a code of `valueProblemCodes`
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
    throw new NavetteError(valueProblemCodes[problem], {
      value: given.trim().slice(0, 100),
      limit: maxValueLength[kind],
      field,
    });
  return { value, key: valueKey(kind, value), overrideReason: problem === null ? null : reason };
}

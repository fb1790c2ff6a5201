import { ApiError } from '@navette/api';
import { NavetteError } from '@navette/model';

/** A refusal that the person settles alone, such as a wrong password: there is no reference to quote to anybody. */
export function plainProblem(error: unknown): unknown {
  return error instanceof ApiError && error.status < 500 ? new NavetteError(error.code) : error;
}

import { ApiError, shapes } from '@navette/api';
import { NavetteError } from '@navette/model';

/** The problem of an answer that is not a success. A gateway in the way answers in its own words: then the server was not reached. */
export function readAnswer(status: number, text: string): NavetteError {
  try {
    return new ApiError(status, shapes.problem.parse(JSON.parse(text)), undefined);
  } catch {
    return new NavetteError(status >= 500 ? 'server_unreachable' : 'not_a_navette_server');
  }
}

/** No answer came at all. */
export function serverSilent(): NavetteError {
  return new NavetteError('server_unreachable');
}

import type { ErrorCode, ErrorParams } from '@navette/model';

/** What is wrong with a row, or to be looked at. */
export interface RowProblem {
  /** The column's header; `null` for the row. */
  readonly column: string | null;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** An error keeps the row out. */
  readonly isError: boolean;
  readonly given: string;
  /** What is written in the place of what was given. */
  readonly suggestion?: string;
}

export function errorOf(column: string | null, code: ErrorCode, params: ErrorParams, given = ''): RowProblem {
  return { column, code, params, given, isError: true };
}

export function warningOf(
  column: string | null,
  code: ErrorCode,
  params: ErrorParams,
  given = '',
  suggestion?: string,
): RowProblem {
  return { column, code, params, given, isError: false, ...(suggestion === undefined ? {} : { suggestion }) };
}

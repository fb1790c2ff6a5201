import { NavetteError } from '@navette/model';
import { sheetLimits } from './sheet.ts';

/** Without the blank rows at the end and the blank cells on the right, which spreadsheets leave behind. */
export function trimRows(rows: readonly (readonly string[])[]): string[][] {
  const trimmed = rows.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1));
  return trimmed.slice(0, trimmed.findLastIndex((row) => row.length > 0) + 1);
}

/** @throws NavetteError `sheet_too_large` */
export function checkSize(rows: readonly (readonly string[])[]): void {
  if (rows.length > sheetLimits.rows + 1 || rows.some((row) => row.length > sheetLimits.columns))
    throw new NavetteError('sheet_too_large', sheetLimits);
}

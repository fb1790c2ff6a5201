import { runSheetTask } from './run-sheet-task.ts';
import type { Cell } from './sheet.ts';

/**
 * An XLSX file of one sheet, its first row bold and kept in view. Text is written as text, with the format « Texte »: it is never
 * a formula, not even once somebody edits it, and numbers of many digits stay whole. Made in a thread; for up to some 50,000 rows,
 * since it is held in memory.
 * @param name of the sheet; what a sheet's name cannot hold is replaced
 * @param rows the header is the first; text past 32,767 characters is cut
 * @throws NavetteError `sheet_too_large` past the time or the memory given to it
 */
export function writeXlsx(
  name: string,
  rows: readonly (readonly Cell[])[],
  signal?: AbortSignal,
): Promise<Buffer> {
  return runSheetTask({ kind: 'write', name, rows }, signal);
}

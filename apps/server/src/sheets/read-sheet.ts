import { NavetteError } from '@navette/model';
import { runSheetTask } from './run-sheet-task.ts';
import { type Sheet, sheetLimits } from './sheet.ts';

/**
 * Reads a CSV or XLSX file, told by its bytes. CSV: UTF-8, UTF-16 with its mark or Windows-1252; `;`, `,` or tabs. XLSX: the
 * first sheet that holds something; numbers in full digits, days as `AAAA-MM-JJ`. Done in a thread of its own, with limits on
 * time and memory, since the bytes are anyone's.
 * @throws NavetteError `file_too_large`; `empty_file`; `sheet_old_format` for .xls; `sheet_too_large`; `sheet_unreadable`
 */
export async function readSheet(bytes: Uint8Array, signal?: AbortSignal): Promise<Sheet> {
  if (bytes.length > sheetLimits.bytes)
    throw new NavetteError('file_too_large', { limit: sheetLimits.bytes });
  if (bytes.length === 0) throw new NavetteError('empty_file');
  return runSheetTask({ kind: 'read', bytes }, signal);
}

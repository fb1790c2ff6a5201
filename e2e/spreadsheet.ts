/** Spreadsheets as a person fills them in: opened, changed, saved. */
import { writeFile } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';

export type SheetRow = readonly string[];

/** The rows of an XLSX file, the header first; what is empty is ''. */
export async function readRows(path: string): Promise<string[][]> {
  const rows = await readSheet(path);
  return rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
}

/** Saves rows as XLSX or, by the name's end, as CSV the way a French spreadsheet does: `;`, Windows-1252. */
export async function saveRows(path: string, rows: readonly SheetRow[]): Promise<void> {
  if (path.endsWith('.csv')) {
    await writeFile(path, Buffer.from(rows.map((row) => row.join(';')).join('\r\n'), 'latin1'));
    return;
  }
  const cells = rows.map((row) => row.map((value) => ({ value, type: String })));
  await writeFile(path, await writeXlsxFile(cells).toBuffer());
}

/** Tables as spreadsheets have them. `readSheet` gives text alone; what is written may be typed. */

/** A cell to write. A number is written as one, a `Date` as its UTC day (with its UTC time unless midnight), text as text. */
export type Cell = string | number | Date | null;

/** A table that was read: every cell is text, as a person would see it without its format. */
export interface Sheet {
  /** Row 1 of the spreadsheet first; blank rows are kept, so that a row's number is its index plus one. */
  readonly rows: readonly (readonly string[])[];
  /** `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`; `null` for XLSX. */
  readonly encoding: string | null;
  /** `;`, `,` or a tab; `null` for XLSX. */
  readonly separator: string | null;
  /** The sheet that was read; `null` for CSV. */
  readonly sheet: string | null;
  /** Other sheets that hold something. */
  readonly otherSheets: readonly string[];
}

export const sheetLimits = {
  bytes: 10 * 1024 * 1024,
  /** The header not counted. */
  rows: 50_000,
  columns: 200,
  /** What an XLSX file may unpack to. */
  unpackedBytes: 150 * 1024 * 1024,
  milliseconds: 30_000,
} as const;

/** What a spreadsheet holds at most in one cell. */
export const maxCellLength = 32_767;

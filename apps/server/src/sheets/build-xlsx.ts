import writeXlsxFile, { type CellObject } from 'write-excel-file/node';
import { type Cell, maxCellLength } from './sheet.ts';

const widths = { min: 8, max: 50 };

/** The bytes of an XLSX file; see `writeXlsx`. */
export async function buildXlsx(name: string, rows: readonly (readonly Cell[])[]): Promise<Uint8Array> {
  const [header = [], ...body] = rows;
  const data = [
    header.map((cell) => ({ ...cellOf(cell), fontWeight: 'bold' as const })),
    ...body.map((row) => row.map(cellOf)),
  ];
  const file = await writeXlsxFile(data, {
    sheet: sheetName(name),
    columns: header.map((_, column) => ({ width: widthOf(rows, column) })),
    stickyRowsCount: 1,
  }).toBuffer();
  // A buffer of its own: it goes to another thread whole.
  return new Uint8Array(file);
}

function cellOf(cell: Cell): CellObject {
  if (cell === null || cell === '') return {};
  if (cell instanceof Date) {
    const hasTime = !cell.toISOString().includes('T00:00:00');
    return { value: cell, type: Date, format: hasTime ? 'dd/mm/yyyy hh:mm' : 'dd/mm/yyyy' };
  }
  if (typeof cell === 'number') return Number.isFinite(cell) ? { value: cell, type: Number } : {};
  return { value: escapeText(cell.slice(0, maxCellLength)), type: String, format: '@' };
}

/** What XML cannot hold, or would change, as OOXML spells it (ECMA-376 part 1, 22.9.2.19). */
function escapeText(text: string): string {
  // The library keeps texts as keys of an object: one named like a property of every object would be lost.
  if (text in Object.prototype) return spell(text.slice(0, 1)) + text.slice(1);
  return text.replace(/_x[0-9A-Fa-f]{4}_/g, '_x005F$&').replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu,
    spell,
  );
}

/** Each of its UTF-16 units. */
function spell(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `_x${unit.toString(16).toUpperCase().padStart(4, '0')}_`).join('');
}

function sheetName(name: string): string {
  return (
    name
      .replace(/[[\]/\\:*?]+/g, ' ')
      .trim()
      .slice(0, 31) || 'Navette'
  );
}

/** As wide as the longest of its first rows. */
function widthOf(rows: readonly (readonly Cell[])[], column: number): number {
  const lengths = rows.slice(0, 200).map((row) => String(row[column] ?? '').length);
  return Math.min(widths.max, Math.max(widths.min, ...lengths) + 2);
}

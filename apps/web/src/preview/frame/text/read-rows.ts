import { parse } from 'csv-parse/browser/esm/sync';

const separators = [';', ',', '\t', '|'];

export interface ReadRows {
  readonly rows: readonly (readonly string[])[];
  /** Whether the first row names the columns. */
  readonly hasHead: boolean;
}

/** The first rows of a CSV, in whichever dialect; `null` where it has none that a table could show. */
export function readRows(text: string, maxRows: number): ReadRows | null {
  try {
    const rows = parse(text, {
      delimiter: guessSeparator(text),
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: maxRows,
    });
    const [first = [], second] = rows;
    return first.length > 1 || second !== undefined
      ? { rows, hasHead: second !== undefined && isHead(first) }
      : null;
  } catch {
    // A quote that is never closed, most often.
    return null;
  }
}

/** The one that splits the first lines most alike; in French files `;`, since `,` is in the amounts. */
function guessSeparator(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n?|\n/, 11)
    .slice(0, 10)
    .filter(Boolean);
  const scores = separators.map((separator) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(separator).length - 1);
    const [first = 0] = counts;
    return first === 0 ? 0 : counts.filter((count) => count === first).length * 100 + Math.min(first, 99);
  });
  const best = scores.indexOf(Math.max(...scores));
  return separators[best] ?? ';';
}

function isHead(row: readonly string[]): boolean {
  return row.every((cell) => cell !== '' && !/^[\d\s.,/-]+$/.test(cell));
}

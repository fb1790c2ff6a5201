import { NavetteError } from '@navette/model';
import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from './decode-text.ts';
import { restoreFormula } from './neutralise.ts';
import { type Sheet, sheetLimits } from './sheet.ts';
import { checkSize, trimRows } from './trim-rows.ts';

/** In the order of preference when a file says nothing. */
const separators = [';', '\t', ','] as const;

/** Reads a CSV file. @throws NavetteError `sheet_unreadable` with the line, `sheet_too_large` */
export function parseCsv(bytes: Uint8Array): Sheet {
  const { text, encoding } = decodeText(bytes);
  // What Excel writes, and reads, on a first line that it does not show.
  const [told, named] = /^sep=([;,\t])\r?\n/i.exec(text) ?? [];
  const body = told === undefined ? text : text.slice(told.length);
  const separator = named ?? findSeparator(body);
  const rows = trimRows(parseRows(body, separator).map((row) => row.map(restoreFormula)));
  checkSize(rows);
  return { rows, encoding, separator, sheet: null, otherSheets: [] };
}

function parseRows(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: sheetLimits.rows + 2,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : '…';
    throw new NavetteError('sheet_unreadable', { detail: `ligne ${line} (${error.code})` }, error);
  }
}

const linesLookedAt = 20;

/** The separator found as many times on each of the first lines; the most usual one when several are. */
function findSeparator(text: string): string {
  const lines = firstLines(text);
  const scored = separators.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const [header = 0] = counts;
    return { separator, alike: header === 0 ? 0 : counts.filter((count) => count === header).length };
  });
  return scored.reduce((best, each) => (each.alike > best.alike ? each : best)).separator;
}

/** The first lines that hold something, without what is in quotes. */
function firstLines(text: string): string[] {
  return text
    .slice(0, 100_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, linesLookedAt);
}

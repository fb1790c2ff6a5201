import { Readable } from 'node:stream';
import { type Options, stringify } from 'csv-stringify/sync';
import { neutraliseFormula } from './neutralise.ts';
import type { Cell } from './sheet.ts';

const rowsAtOnce = 500;

const options: Options = {
  delimiter: ';',
  record_delimiter: 'windows',
  quote_record_delimiter: true,
  // A spreadsheet reads `sep=` on a first line as the name of the separator, and who guesses it looks outside quotes.
  quoted_match: [/^sep=/i, /[,\t]/],
};

/**
 * A CSV file as French spreadsheets open it without asking: UTF-8 with its mark, `;`, decimal commas, days as `JJ/MM/AAAA`. Text
 * that would run as a formula is neutralised (`neutralise.ts`). Rows may come from a cursor: they are written as they come.
 * @param rows the header is the first
 */
export function writeCsv(rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>): Readable {
  return Readable.from(writeChunks(rows), { objectMode: false });
}

async function* writeChunks(rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>) {
  yield '\ufeff';
  let chunk: string[][] = [];
  for await (const row of rows) {
    chunk.push(row.map(textOf));
    if (chunk.length < rowsAtOnce) continue;
    yield stringify(chunk, options);
    chunk = [];
  }
  if (chunk.length > 0) yield stringify(chunk, options);
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return neutraliseFormula(cell);
  if (typeof cell === 'number') return numberOf(cell);
  const [day = '', time = ''] = cell.toISOString().split('T');
  const date = day.split('-').reverse().join('/');
  return time.startsWith('00:00:00') ? date : `${date} ${time.slice(0, 5)}`;
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) return '';
  return value.toLocaleString('fr-FR', { useGrouping: false, maximumFractionDigits: 20 });
}

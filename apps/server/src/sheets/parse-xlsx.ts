import { NavetteError } from '@navette/model';
import { strToU8, unzipSync, zipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { type Sheet, sheetLimits } from './sheet.ts';
import { checkSize, trimRows } from './trim-rows.ts';

/** Reads the first sheet of an XLSX file that holds something. @throws NavetteError `sheet_unreadable`, `sheet_too_large` */
export async function parseXlsx(bytes: Uint8Array): Promise<Sheet> {
  const archive = repack(bytes);
  const read = await readAll(archive);
  const sheets = read.map(({ sheet, data }) => ({
    sheet,
    rows: trimRows(data.map((row) => row.map(textOf))),
  }));
  const filled = sheets.filter(({ rows }) => rows.length > 0);
  const [first] = filled.length > 0 ? filled : sheets;
  if (first === undefined) throw new NavetteError('sheet_unreadable', { detail: 'XLSX' });
  checkSize(first.rows);
  return {
    rows: first.rows,
    encoding: null,
    separator: null,
    sheet: first.sheet,
    otherSheets: filled.filter((each) => each !== first).map(({ sheet }) => sheet),
  };
}

/**
 * The same archive, unpacked within our limits and packed again without compression: the reader sees these entries and no others.
 * fflate never writes past the size that an entry declares, so that the sum of what is declared bounds what comes out.
 */
function repack(bytes: Uint8Array): Buffer {
  let total = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(xml|rels)$/i.test(name)) return false;
        total += originalSize;
        if (total > sheetLimits.unpackedBytes) throw new NavetteError('sheet_too_large', sheetLimits);
        return true;
      },
    });
    if (!Object.hasOwn(entries, 'xl/workbook.xml'))
      throw new NavetteError('sheet_unreadable', { detail: 'XLSX' });
    return Buffer.from(zipSync({ ...entries, '[Content_Types].xml': strToU8('') }, { level: 0 }));
  } catch (error) {
    if (error instanceof NavetteError) throw error;
    throw new NavetteError('sheet_unreadable', { detail: 'ZIP' }, error);
  }
}

async function readAll(archive: Buffer) {
  try {
    return await readXlsxFile<string>(archive, { trim: false, parseNumber: plainDigits });
  } catch (error) {
    // Its message names a row and a column at most.
    throw new NavetteError('sheet_unreadable', { detail: (error as Error).message.slice(0, 200) }, error);
  }
}

/** A number as XLSX keeps it, `4.0483304800024E13`, in full digits; exact up to 15 of them, which is what a spreadsheet keeps. */
function plainDigits(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(value).includes('e') ? text : String(value).replace('.', ',');
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.valueOf()) ? '' : dayOf(cell);
  if (typeof cell === 'boolean') return cell ? 'VRAI' : 'FAUX';
  return String(cell);
}

function dayOf(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 5)}`;
}

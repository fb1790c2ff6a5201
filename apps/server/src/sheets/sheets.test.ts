import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { buildXlsx } from './build-xlsx.ts';
import { parseCsv } from './parse-csv.ts';
import { parseXlsx } from './parse-xlsx.ts';
import { readSheet } from './read-sheet.ts';
import { recogniseFile } from './recognise-file.ts';
import type { Cell } from './sheet.ts';
import { trimRows } from './trim-rows.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

const rowsOf = async (text: string | Buffer) => (await readSheet(Buffer.from(text as string))).rows;
/** What the thread does, without it: properties are tried hundreds of times. */
const readHere = async (bytes: Uint8Array) =>
  recogniseFile(bytes) === 'xlsx' ? parseXlsx(bytes) : parseCsv(bytes);
const asText = (rows: readonly (readonly Cell[])[]) =>
  trimRows(rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))));

describe('a CSV file', () => {
  it('is read in every encoding that spreadsheets write', async () => {
    const text = 'Nom;Code\r\nÉmile & Œuvrard;é€\r\n';
    const windows = Buffer.from(text.replace('Œ', '\x8c').replace('€', '\x80'), 'latin1');
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const [bytes, encoding] of [
      [Buffer.from(text), 'utf-8'],
      [Buffer.from(`\ufeff${text}`), 'utf-8'],
      [windows, 'windows-1252'],
      [little, 'utf-16le'],
      [Buffer.from(little).swap16(), 'utf-16be'],
    ] as const) {
      const sheet = await readSheet(bytes);
      expect(sheet).toMatchObject({ encoding, separator: ';', sheet: null });
      expect(sheet.rows, encoding).toEqual([
        ['Nom', 'Code'],
        ['Émile & Œuvrard', 'é€'],
      ]);
    }
  });

  it('is read with any usual separator, found by itself or told', async () => {
    for (const [text, separator] of [
      ['Nom, et prénom;Code\nDupont, Jean;1\n', ';'],
      ['Nom,Code\n"Dupont; Jean; et fils",1\n', ','],
      ['Nom\tCode\tVille\nA;b\t1\tX\n', '\t'],
      ['sep=,\nNom,Code\nA;B;C,2\n', ','],
      ['Nom\nDupont\n', ';'],
      ['Nom, prénom, ville;Code\nA, b, c;1\n', ';'],
    ] as const)
      expect((await readSheet(Buffer.from(text))).separator, text).toBe(separator);
    expect(await rowsOf('sep=,\nNom,Code\nA,2\n')).toEqual([
      ['Nom', 'Code'],
      ['A', '2'],
    ]);
  });

  it('keeps the number of each row: blank ones count, those at the end do not', async () => {
    expect(await rowsOf('Nom;\r\n;\r\n\r\n"Sur deux\r\nlignes";x;;\r\n;;;\r\n\r\n')).toEqual([
      ['Nom'],
      [],
      [],
      ['Sur deux\r\nlignes', 'x'],
    ]);
  });

  it('that never closes its quotes is refused with the line', async () => {
    await expect(readSheet(Buffer.from('Nom;Code\nA;"ouvert\nB;2\n'))).rejects.toMatchObject({
      code: 'sheet_unreadable',
      params: { detail: expect.stringContaining('ligne') },
    });
  });
});

describe('what is not a table', () => {
  it('is refused by name', async () => {
    const refused = (bytes: Buffer) =>
      readSheet(bytes).then(
        () => 'read',
        (error) => error.code,
      );
    expect(await refused(Buffer.alloc(0))).toBe('empty_file');
    expect(await refused(Buffer.alloc(11_000_000, 'a'))).toBe('file_too_large');
    expect(await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('sheet_old_format');
    expect(await refused(Buffer.from('PK\x03\x04 pas une archive'))).toBe('sheet_unreadable');
    expect(await refused(Buffer.from(zipSync({ 'a.xml': strToU8('x') })))).toBe('sheet_unreadable');
    expect(await refused(Buffer.from('%PDF-1.7\n\0\0\0'))).toBe('sheet_unreadable');
    expect(await refused(Buffer.from(`${';'.repeat(200)}x\n`))).toBe('sheet_too_large');
    expect(await refused(Buffer.from('Nom\n'.repeat(50_003)))).toBe('sheet_too_large');
  });

  it('never takes the process with it: a bomb, a cell at the end of the world', async () => {
    const workbook = (sheet: string) =>
      Buffer.from(
        zipSync({
          'xl/workbook.xml': strToU8(
            '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
          ),
          'xl/_rels/workbook.xml.rels': strToU8(
            '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
          ),
          'xl/worksheets/sheet1.xml': strToU8(sheet),
        }),
      );
    const cell = (address: string) =>
      `<worksheet><sheetData><row><c r="${address}" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`;
    expect(await rowsOf(workbook(cell('A1')))).toEqual([['x']]);
    for (const sheet of [' '.repeat(160_000_000), cell('XFD1048576')])
      await expect(readSheet(workbook(sheet))).rejects.toMatchObject({ code: 'sheet_too_large' });
  }, 60_000);

  it('may be anything: garbage is read or refused, with a code', async () => {
    const archive = await writeXlsx('A', [
      ['Nom', 'Code'],
      ['Dupont', 1],
    ]);
    const damaged = fc
      .array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
      .map((changes) => {
        const bytes = Buffer.from(archive);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    const anything = fc.uint8Array({ minLength: 1, maxLength: 500 }).map((bytes) => Buffer.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, damaged), async (bytes) => {
        const outcome = await readHere(bytes).then(
          () => 'read',
          (error) => error.code,
        );
        expect(['read', 'sheet_unreadable', 'sheet_too_large', 'sheet_old_format']).toContain(outcome);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.stringMatching(/^'{0,2}[=+@\t\r\n-][a-z0-9;"',. ]{0,8}$/),
  fc.constantFrom(
    'sep=;',
    '\u007f',
    '_x0041_',
    '00012',
    '73282932000074',
    '4,04833E+13',
    '__proto__',
    'valueOf',
    'a\r\nb',
    '"',
    "'",
  ),
);
const integer = fc.integer({ min: -1e9, max: 1e14 });
const table = fc.array(fc.array(fc.oneof(text, integer, fc.constant(null)), { maxLength: 5 }), {
  maxLength: 6,
});
// Unicode is taken in by NUL alone: no text file holds it.
const withoutNul = table.filter((rows) => !rows.flat().some((cell) => String(cell).includes('\0')));

describe('what was written', () => {
  it('is what is read again, as CSV', async () => {
    await fc.assert(
      fc.asyncProperty(withoutNul, async (rows) => {
        const wanted = asText(rows).map((row) => row.map((cell) => cell.toWellFormed()));
        expect((await readHere(await buffer(writeCsv(rows)))).rows).toEqual(wanted);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

  it('is what is read again, as XLSX', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect((await readHere(await buildXlsx('Clients', rows))).rows).toEqual(asText(rows));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('runs no formula, and leaves amounts and telephones alone', async () => {
    const written = (
      await buffer(
        writeCsv([
          ['=HYPERLINK("http://x")', '@SUM(A1)', '+33 1 44 55 66 77', '-12,50', '-1+cmd|x', -12.5, 'a=b'],
        ]),
      )
    ).toString();
    expect(written).toBe(
      '\ufeff"\'=HYPERLINK(""http://x"")";\'@SUM(A1);+33 1 44 55 66 77;"-12,50";\'-1+cmd|x;"-12,5";a=b\r\n',
    );
  });

  it('says days as the French write them in CSV, and as days in XLSX', async () => {
    const rows = [
      ['Jour', 'Heure'],
      [new Date('2026-11-21'), new Date('2026-11-21T08:30:00Z')],
    ];
    expect((await buffer(writeCsv(rows))).toString()).toContain('21/11/2026;21/11/2026 08:30');
    expect((await readSheet(await writeXlsx('Jours', rows))).rows[1]).toEqual([
      '2026-11-21',
      '2026-11-21 08:30',
    ]);
  });

  it('may be long', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => [`Client ${row}`, '73282932000074', row]);
    expect((await readSheet(await buffer(writeCsv(rows)))).rows.length).toBe(20_000);
    expect((await readSheet(await writeXlsx('Clients', rows))).rows.at(-1)).toEqual([
      'Client 19999',
      '73282932000074',
      '19999',
    ]);
  }, 60_000);
});

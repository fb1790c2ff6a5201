import type { FastifyReply } from 'fastify';
import type { Cell } from './sheet.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Answers with a table as a file to save. @param name without extension, in plain letters @returns what a route's handler returns */
export async function sendSheet(
  reply: FastifyReply,
  format: 'csv' | 'xlsx',
  name: string,
  rows: readonly (readonly Cell[])[],
): Promise<undefined> {
  const bytes = format === 'csv' ? writeCsv(rows) : await writeXlsx(name, rows);
  reply
    .type(mediaTypes[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(bytes);
  return undefined;
}

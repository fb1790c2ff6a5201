import type { Readable } from 'node:stream';
import { NavetteError } from '@navette/model';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';
import { writeCsv } from '../sheets/write-csv.ts';
import { writeXlsx } from '../sheets/write-xlsx.ts';
import { personalText } from './entry-text.ts';
import { sealFirm } from './seal.ts';
import { type AuditEntry, readSealed } from './select-entries.ts';

/** An XLSX file is made in memory. */
const maxXlsxRows = 50_000;

export interface AuditFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Readable | Buffer;
}

/**
 * The whole sealed log of a firm, oldest first; what was not sealed yet is sealed before. Whoever has the file can check it without
 * Navette: `docs/operations/audit-log.md`.
 * @throws NavetteError `log_too_long` past what an XLSX file takes
 */
export async function exportAudit(
  platform: Pick<Platform, 'database' | 'clock'>,
  firmId: string,
  format: 'csv' | 'xlsx',
): Promise<AuditFile> {
  await sealFirm(platform, firmId);
  const name = `journal-audit-${platform.clock().toISOString().slice(0, 10)}.${format}`;
  const rows = readRows(platform, firmId);
  if (format === 'csv') return { name, mediaType: 'text/csv; charset=utf-8', bytes: writeCsv(rows) };
  const gathered: Cell[][] = [];
  for await (const row of rows) {
    if (gathered.push(row) > maxXlsxRows + 1) throw new NavetteError('log_too_long', { limit: maxXlsxRows });
  }
  const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { name, mediaType, bytes: await writeXlsx('Journal', gathered) };
}

/** A transaction for each thousand: a slow download holds none, and sealed entries do not change. */
async function* readRows({ database }: Pick<Platform, 'database'>, firmId: string): AsyncGenerator<Cell[]> {
  yield columns.map(({ header }) => header);
  let last = 0;
  for (;;) {
    const entries = await inFirm(database.app, firmId, (trx) => readSealed(trx, firmId, last));
    if (entries.length === 0) return;
    for (const entry of entries) yield columns.map(({ cell }) => cell(entry));
    last = entries.at(-1)?.number ?? last;
  }
}

/**
 * Numbers and times are text, so that no spreadsheet shows them in its own way. *Détails* is the very text that was hashed, empty
 * once erased; the two columns of names are for reading, and may carry the apostrophe that keeps a cell from being a formula.
 */
const columns: readonly { readonly header: string; readonly cell: (entry: AuditEntry) => string | null }[] = [
  { header: 'Numéro', cell: ({ number }) => String(number) },
  { header: 'Date (UTC)', cell: ({ at }) => at },
  { header: 'Action', cell: ({ action }) => action },
  { header: 'Auteur', cell: ({ personal }) => personal?.actorName ?? null },
  { header: 'Objet', cell: ({ personal }) => personal?.subjectName ?? null },
  { header: 'Détails', cell: ({ personal }) => (personal === null ? null : personalText(personal)) },
  { header: 'Cabinet', cell: ({ firmId }) => firmId },
  { header: 'Entrée', cell: ({ id }) => id },
  { header: 'Type d’auteur', cell: ({ actorKind }) => actorKind },
  { header: 'Identifiant d’auteur', cell: ({ actorId }) => actorId },
  { header: 'Type d’objet', cell: ({ subjectKind }) => subjectKind },
  { header: 'Identifiant d’objet', cell: ({ subjectId }) => subjectId },
  { header: 'SHA-256 des détails', cell: ({ detailsSha256 }) => detailsSha256 },
  { header: 'SHA-256 précédent', cell: ({ previousHash }) => previousHash },
  { header: 'SHA-256', cell: ({ hash }) => hash },
];

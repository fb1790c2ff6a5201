/** Everything of a firm, or of one client, as one ZIP archive: read it with anything, without Navette. */
import type { Readable } from 'node:stream';
import { safeName, splitPath } from '@navette/model';
import { ZipFile } from 'yazl';
import { exportAudit } from '../audit/export-audit.ts';
import { exportClients } from '../clients/export-clients.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';
import { writeCsv } from '../sheets/write-csv.ts';
import { type ExportedVersion, exportedTables, readVersions } from './exported-tables.ts';
import { loadFirmSettings } from './firm-settings.ts';

/**
 * The archive, as a stream that is made as it is read: nothing is held but the list of its entries. Tables first, then each version of
 * each document at the place that `documents.csv` names; bytes that the store no longer has are listed in `manquants.txt`.
 * @param clientId that client alone, without people, settings and audit log; `null` for the firm
 * @param signal ends it when nobody reads any more
 */
export function exportFirm(
  platform: Platform,
  caller: FirmCaller,
  clientId: string | null,
  signal: AbortSignal,
): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  signal.addEventListener('abort', () => output.destroy(), { once: true });
  writeEntries(platform, caller, clientId, zip, signal).then(
    () => zip.end(),
    (error: unknown) => output.destroy(error instanceof Error ? error : new Error('The export failed')),
  );
  return output;
}

async function writeEntries(
  platform: Platform,
  caller: FirmCaller,
  clientId: string | null,
  zip: ZipFile,
  signal: AbortSignal,
): Promise<void> {
  const { firmId } = caller;
  const add = (name: string, open: () => Promise<Readable>, at?: Date) =>
    addEntry(zip, name, open, signal, at);
  if (clientId === null) {
    const settings = await inFirm(platform.database.app, firmId, (trx) => loadFirmSettings(trx, firmId));
    zip.addBuffer(Buffer.from(JSON.stringify(settings, null, 2)), 'cabinet.json');
    const journal = await exportAudit(platform, firmId, 'csv');
    if (!Buffer.isBuffer(journal.bytes)) await add('journal.csv', async () => journal.bytes as Readable);
  }
  await add('dossiers.csv', async () => {
    const selection =
      clientId === null ? { filter: { state: 'all' as const }, excludedIds: [] } : { ids: [clientId] };
    return writeCsv(
      await inFirm(platform.database.app, firmId, (trx) => exportClients(platform, trx, caller, selection)),
    );
  });
  for (const table of exportedTables) {
    if (clientId !== null && !table.isOfClient) continue;
    await add(table.file, async () => writeCsv(table.rows(platform, firmId, clientId)));
  }
  await add('documents.csv', async () => writeCsv(describeVersions(platform, firmId, clientId)));
  const missing: string[] = [];
  for await (const version of readVersions(platform, firmId, clientId)) {
    signal.throwIfAborted();
    if (await platform.blobs.has(firmId, version.sha256, version.sizeBytes))
      await add(
        placeOf(version),
        async () => platform.blobs.read(firmId, version.sha256),
        new Date(version.receivedAt),
      );
    else missing.push(`${placeOf(version)}  ${version.sha256}`);
  }
  if (missing.length > 0) zip.addBuffer(Buffer.from(`${missing.join('\n')}\n`), 'manquants.txt');
}

/** Adds one entry and waits until it is written, so that a million of them are never open at once. */
function addEntry(
  zip: ZipFile,
  name: string,
  open: () => Promise<Readable>,
  signal: AbortSignal,
  at = new Date(),
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('Nobody reads the export any more')), {
      once: true,
    });
    zip.addReadStreamLazy(name, { mtime: at }, (give) => {
      open().then(
        (stream) => {
          stream.once('end', resolve);
          stream.once('error', reject);
          give(null, stream);
        },
        (error: unknown) => {
          reject(error);
          give(error, undefined as never);
        },
      );
    });
  });
}

/** `Documents/Menuiserie Aubertin 3f2a9c/Achats/2026/11/facture.pdf`; older versions and the bin beside. */
function placeOf(version: ExportedVersion): string {
  const client = safeName(`${version.clientName} ${version.clientId.slice(-6)}`);
  if (!version.isCurrent)
    return [
      'Versions antérieures',
      client,
      version.documentId,
      `${version.number} - ${safeName(version.name)}`,
    ].join('/');
  if (version.deletedAt !== null)
    return ['Corbeille', client, version.documentId, safeName(version.name)].join('/');
  return ['Documents', client, ...splitPath(version.path).map(safeName), safeName(version.name)].join('/');
}

async function* describeVersions(
  platform: Platform,
  firmId: string,
  clientId: string | null,
): AsyncGenerator<Cell[]> {
  yield [
    'Document',
    'Version',
    'Client',
    'Répertoire',
    'Nom',
    'Type',
    'Octets',
    'SHA-256',
    'Reçu le',
    'Origine',
    'Corbeille',
    'Fichier',
  ];
  for await (const each of readVersions(platform, firmId, clientId))
    yield [
      each.documentId,
      each.number,
      each.clientName,
      each.path,
      each.name,
      each.mediaType,
      each.sizeBytes,
      each.sha256,
      each.receivedAt,
      each.origin,
      each.deletedAt,
      placeOf(each),
    ];
}

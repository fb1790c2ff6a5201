import { sql } from 'kysely';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';

const rowsAtOnce = 1_000;

export interface ExportedVersion {
  readonly id: string;
  readonly documentId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly path: string;
  readonly name: string;
  readonly number: number;
  readonly isCurrent: boolean;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly origin: string;
  readonly receivedAt: string;
  readonly deletedAt: string | null;
}

/** Every version of a firm, or of one client, but what was erased; a transaction for each thousand, so that a slow reader holds none. */
export function readVersions(
  platform: Platform,
  firmId: string,
  clientId: string | null,
): AsyncGenerator<ExportedVersion> {
  return readAll<ExportedVersion>(
    platform,
    firmId,
    (after) => sql`
    select v.id, v.document_id as "documentId", c.id as "clientId", c.name as "clientName", f.path, v.name, v.number,
           v.id = d.current_version_id as "isCurrent", v.sha256, v.size_bytes as "sizeBytes", v.media_type as "mediaType",
           v.origin_name as origin, v.received_at as "receivedAt", d.deleted_at as "deletedAt"
    from versions v
    join documents d on d.firm_id = v.firm_id and d.id = v.document_id
    join folders f on f.firm_id = d.firm_id and f.id = d.folder_id
    join clients c on c.firm_id = d.firm_id and c.id = d.client_id
    where v.firm_id = ${firmId} and d.erased_at is null and (${clientId}::uuid is null or d.client_id = ${clientId})
      and v.id > ${after}::uuid
    order by v.id limit ${rowsAtOnce}`,
  );
}

interface ExportedTable {
  readonly file: string;
  /** Whether it belongs to the export of one client too. */
  readonly isOfClient: boolean;
  rows(platform: Platform, firmId: string, clientId: string | null): AsyncGenerator<Cell[]>;
}

type Row = Readonly<Record<string, Cell>> & { readonly id: string };

function table(
  file: string,
  isOfClient: boolean,
  header: readonly string[],
  query: (firmId: string, clientId: string | null, after: string) => ReturnType<typeof sql>,
): ExportedTable {
  return {
    file,
    isOfClient,
    async *rows(platform, firmId, clientId) {
      yield [...header];
      for await (const { id: _, ...cells } of readAll<Row>(platform, firmId, (after) =>
        query(firmId, clientId, after),
      )) {
        const row = Object.values(cells);
        // A delivery without an attempt only says how far the reading is.
        if (row[0] !== null) yield row;
      }
    },
  };
}

/** Each query gives `id` first, by which it goes on, then the cells in the order of the header. */
export const exportedTables: readonly ExportedTable[] = [
  table(
    'personnes.csv',
    false,
    ['Nom', 'E-mail', 'Rôle', 'Tous les dossiers', 'État', 'Depuis'],
    (firmId, _client, after) => sql`
    select user_id as id, name, email, role, case when sees_all_clients then 'oui' else 'non' end as sees, state, created_at as since
    from members where firm_id = ${firmId} and user_id > ${after}::uuid order by user_id limit ${rowsAtOnce}`,
  ),
  table(
    'envois.csv',
    true,
    [
      'Envoi',
      'Document',
      'Client',
      'Application',
      'Type',
      'État',
      'Essais',
      'Référence du partenaire',
      'Code',
      'Créé le',
      'Reçu par le partenaire le',
      'Terminé le',
    ],
    (firmId, clientId, after) => sql`
      select d.id, d.id as delivery, d.document_id as document, c.name as client, i.name as application, d.document_type as type, d.state,
             d.tries, d.partner_ref as ref, d.code, d.created_at as created, d.accepted_at as accepted, d.ended_at as ended
      from deliveries d
      join clients c on c.firm_id = d.firm_id and c.id = d.client_id
      join installations i on i.firm_id = d.firm_id and i.id = d.installation_id
      where d.firm_id = ${firmId} and (${clientId}::uuid is null or d.client_id = ${clientId}) and d.id > ${after}::uuid
      order by d.id limit ${rowsAtOnce}`,
  ),
  table(
    'tentatives.csv',
    true,
    [
      'Envoi',
      'Numéro',
      'Début',
      'Fin',
      'Résultat',
      'Code',
      'HTTP',
      'Identifiant de requête',
      'Mots du partenaire',
    ],
    (firmId, clientId, after) => sql`
      select d.id, a.delivery_id as delivery, a.number, a.started_at as started, a.ended_at as ended, a.outcome, a.code,
             a.http_status as http, a.request_id as request, a.partner_words as words
      from (select * from deliveries d where d.firm_id = ${firmId} and (${clientId}::uuid is null or d.client_id = ${clientId})
            and d.id > ${after}::uuid order by d.id limit ${rowsAtOnce}) d
      left join attempts a on a.firm_id = d.firm_id and a.delivery_id = d.id
      order by d.id, a.number`,
  ),
  table(
    'historique.csv',
    true,
    ['Document', 'Version', 'Date', 'Événement', 'Auteur', 'Détails'],
    (firmId, clientId, after) => sql`
      select h.id, h.document_id as document, h.version_id as version, h.at, h.kind, h.actor_name as actor, h.details::text as details
      from history h join documents d on d.firm_id = h.firm_id and d.id = h.document_id
      where h.firm_id = ${firmId} and (${clientId}::uuid is null or d.client_id = ${clientId}) and h.id > ${after}::uuid
      order by h.id limit ${rowsAtOnce}`,
  ),
];

const beforeAll = '00000000-0000-0000-0000-000000000000';

async function* readAll<R extends { readonly id: string }>(
  { database }: Platform,
  firmId: string,
  query: (after: string) => ReturnType<typeof sql>,
): AsyncGenerator<R> {
  let after = beforeAll;
  for (;;) {
    const { rows } = await inFirm(database.app, firmId, (trx) => query(after).execute(trx));
    for (const row of rows as R[]) yield row;
    const last = (rows as R[]).at(-1)?.id;
    if (last === undefined) return;
    after = last;
  }
}

/** A full firm that works with partner applications: mapped, with rules, connected clients, and documents that left. */
import { routes } from '@navette/api';
import { findRunningDatabase } from '@navette/testkit';
import pg from 'pg';
import { type FirmSize, type FullFirm, openFullFirm } from './full-firm.ts';
import { addInqom, connectAll, openSandbox } from './inqom-firm.ts';

export interface ApplicationsFirm extends FullFirm {
  /** Clients are connected, rules feed it, documents left for it. */
  readonly used: string;
  /** Mapped as the other is, and nobody is connected yet; its wizard is open. */
  readonly begun: string;
  readonly setup: string;
}

const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

/** 54 folders for each client. */
const folderTemplate = [
  ...['Achats', 'Ventes', 'Notes de frais'].flatMap((name) =>
    months.map((month) => `/${name}/{millésime}/${month}`),
  ),
  ...['Scans', 'Courrier', 'Divers'].map((name) => `/Réception/${name}`),
  ...['Bulletins', 'DSN', 'Contrats'].map((name) => `/Social/${name}`),
  ...['Statuts', 'Assemblées', 'Baux'].map((name) => `/Juridique/${name}`),
];

export const size: FirmSize = { clients: 3_000, documents: 100_000, inOneFolder: 50_000, folderTemplate };

/** How many of the documents left for the application; one in twenty of them waits for a person. */
export const deliveries = 30_000;

/** Opens one, with a sandbox that lists a dossier for each client. */
export async function openApplicationsFirm(): Promise<ApplicationsFirm> {
  await using opened = new AsyncDisposableStack();
  const sandbox = opened.use(await openSandbox());
  const allowed = { NAVETTE_ALLOWED_HOSTS: new URL(sandbox.url).host };
  const firm = opened.use(await openFullFirm(size, allowed));
  const used = await addInqom(firm, sandbox.url, size.clients);
  const begun = await addInqom(firm, sandbox.url, size.clients);
  const { api } = firm;
  for (const installation of [used, begun])
    await api.call(routes.refreshDossiers, { params: { firm: firm.firm, installation } });
  await connectAll(firm, used);
  await addRules(firm, used);
  const body = { installationId: begun };
  const { id: setup } = await api.call(routes.openSetup, { params: { firm: firm.firm }, body });
  await fillTraces(firm, used);
  const closing = opened.move();
  return { ...firm, used, begun, setup, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

/** Of every kind there is: with a period, without, naming the client, for clients that are listed. */
async function addRules({ api, firm }: FullFirm, installation: string): Promise<void> {
  const params = { firm, installation };
  const rules = [
    ['/Achats/{millésime}/{mois}', 'purchase'],
    ['/Ventes/{millésime}/{mois}', 'sales'],
    ['/Notes de frais/{millésime}/{mois}', 'expense'],
    ['/Réception', 'other'],
    ['/Social', 'administrative'],
    ['/Juridique/{client}', 'administrative'],
  ] as const;
  for (const [sourcePath, documentType] of rules)
    await api.call(routes.createRule, { params, body: { sourcePath, documentType } });
  await api.call(routes.connectFolder, {
    params,
    body: { sourcePath: '/Juridique', documentType: 'administrative', alsoConnected: true },
  });
}

/** What triggers and the queue would have left behind of documents that were put straight into their table. */
async function fillTraces({ dataDir, firm, folder }: FullFirm, installation: string): Promise<void> {
  const { config } = await findRunningDatabase(dataDir);
  const superuser = new pg.Client(config);
  await superuser.connect();
  try {
    await superuser.query('set session_replication_role = replica');
    await superuser.query(
      `insert into folder_counts (firm_id, folder_id, documents)
       select firm_id, folder_id, count(*) from documents where firm_id = $1 and deleted_at is null group by 1, 2`,
      [firm],
    );
    await superuser.query(
      `insert into receipts (firm_id, id, version_id, client_id, kind, day, obligations, at)
       select firm_id, gen_random_uuid(), current_version_id, client_id, 'received', received_at::date, 1, received_at
       from documents where firm_id = $1`,
      [firm],
    );
    await superuser.query(
      `insert into deliveries (firm_id, id, lane_id, state, ready_at, version_id, document_id, client_id, installation_id,
                               connection_id, rule_id, document_type, code, created_at, accepted_at, ended_at)
       select d.firm_id, gen_random_uuid(), l.id, case when d.n % 20 = 0 then 'undelivered' else 'delivered' end, d.received_at,
              d.current_version_id, d.id, d.client_id, c.installation_id, c.id, r.id, r.document_type,
              case when d.n % 20 = 0 then 'partner_error' end, d.received_at, d.received_at, d.received_at
       from (select *, row_number() over (order by received_at, id) as n from documents where firm_id = $1 and folder_id <> $3) d
       join connections c on c.firm_id = d.firm_id and c.client_id = d.client_id and c.installation_id = $2
       join lanes l on l.firm_id = d.firm_id and l.installation_id = $2
       join lateral (select * from rules where firm_id = $1 and installation_id = $2 order by id limit 1) r on true
       where d.n <= $4::integer`,
      [firm, installation, folder, deliveries],
    );
    await superuser.query('vacuum analyze');
  } finally {
    await superuser.end();
  }
}

/** Documents and folders of a test's client, by their paths. */
import type { BinEntry, Client, Document, Folder, HistoryLine } from '@navette/api';
import type { DeliveryState } from '@navette/model';
import { sql } from 'kysely';
import { inFirm } from '../database/tenancy.ts';
import type { LedgerDay } from '../ledger/ledger.ts';
import { distinctPdf, type TestFirm, type TestUser } from './test-firm.ts';
import type { TestPlatform } from './test-platform.ts';

type Answer<T> = Promise<{ status: number; body: T }>;

export interface TestTree {
  readonly clientId: string;
  /** The folder of a path, made when it is not there. */
  folder(path: string): Promise<Folder>;
  folders(): Promise<Folder[]>;
  paths(): Promise<string[]>;
  drop(path: string, name: string, bytes?: Buffer): Promise<Document>;
  list(path: string, query?: string): Promise<{ items: Document[]; next: string | null; total: number }>;
  names(path: string, query?: string): Promise<string[]>;
  read(documentId: string): Answer<Document>;
  lines(documentId: string): Promise<HistoryLine[]>;
  bin(query?: string): Promise<{ items: BinEntry[]; next: string | null; total: number }>;
}

/** @param client of the firm, and `user` who acts */
export function treeOf(firm: TestFirm, client: Pick<Client, 'id'>, user: TestUser = firm.admin): TestTree {
  const at = (path: string) => `${firm.path}${path}`;
  const get = async <T>(path: string): Promise<T> => {
    const { status, body } = await user.call<T>('GET', at(path));
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const tree: TestTree = {
    clientId: client.id,
    folders: async () => (await get<{ items: Folder[] }>(`/clients/${client.id}/folders`)).items,
    paths: async () => (await tree.folders()).map(({ path }) => path),
    async folder(path) {
      const { status, body } = await user.call<Folder>('POST', at(`/clients/${client.id}/folders`), { path });
      if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
      return body;
    },
    async drop(path, name, bytes = distinctPdf()) {
      const { id } = await tree.folder(path);
      const url = at(`/folders/${id}/documents?name=${encodeURIComponent(name)}`);
      const { status, body } = await user.upload(url, bytes);
      if (status !== 201) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);
      return body.document;
    },
    async list(path, query = '') {
      const { id } = await tree.folder(path);
      return get(`/folders/${id}/documents${query}`);
    },
    names: async (path, query) => (await tree.list(path, query)).items.map(({ name }) => name),
    read: (documentId) => user.call<Document>('GET', at(`/documents/${documentId}`)),
    async lines(documentId) {
      const history = await get<{ versions: { lines: HistoryLine[] }[] }>(`/documents/${documentId}/history`);
      return history.versions.flatMap((version) => version.lines);
    },
    bin: (query = '') => get(`/clients/${client.id}/bin${query}`),
  };
  return tree;
}

/** What `work` added to the newest day of the ledger, which must balance before and after. */
export async function ledgerOf(firm: TestFirm, work: () => Promise<unknown>): Promise<Partial<LedgerDay>> {
  const before = await readDay(firm);
  await work();
  const after = await readDay(firm);
  const counts = Object.entries(after).flatMap(([name, value]) => {
    const change = Number(value) - Number(before[name as keyof LedgerDay] ?? 0);
    return typeof value === 'number' && change !== 0 ? [[name, change]] : [];
  });
  return Object.fromEntries(counts);
}

async function readDay(firm: TestFirm): Promise<Partial<LedgerDay>> {
  const { body } = await firm.admin.call<{ days: LedgerDay[]; balanced: boolean }>(
    'GET',
    `${firm.path}/ledger`,
  );
  if (!body.balanced) throw new Error(`The ledger does not balance: ${JSON.stringify(body.days)}`);
  return body.days[0] ?? {};
}

/** The deliveries of a document, oldest first. */
export async function deliveriesOf(platform: TestPlatform, firm: TestFirm, documentId: string) {
  return inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .selectFrom('deliveries')
      .select(['id', 'state', 'document_type as type', 'client_id as clientId', 'held_reason as heldReason'])
      .select(['repeat_number as repeatNumber', 'installation_id as installationId'])
      .where('firm_id', '=', firm.id)
      .where('document_id', '=', documentId)
      .orderBy('id')
      .execute(),
  );
}

/** Puts every delivery of a document in a state, by hand. */
export async function setState(
  platform: TestPlatform,
  firm: TestFirm,
  documentId: string,
  state: DeliveryState,
): Promise<void> {
  await inFirm(platform.database.app, firm.id, async (trx) => {
    await sql`select set_config('navette.any_transition', 'yes', true)`.execute(trx);
    await trx
      .updateTable('deliveries')
      .set({
        state,
        held_reason: state === 'held' ? 'manual' : null,
        lease: state === 'sending' ? platform.newId() : null,
        lease_until: state === 'sending' ? new Date(Date.now() + 60_000).toISOString() : null,
        code: state === 'undelivered' || state === 'unknown' ? 'document_refused' : null,
      })
      .where('firm_id', '=', firm.id)
      .where('document_id', '=', documentId)
      .execute();
  });
}

/** Makes a collaborator see only the clients given to him. */
export async function limitToHisClients(
  platform: TestPlatform,
  firm: TestFirm,
  user: TestUser,
): Promise<void> {
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .updateTable('members')
      .set({ sees_all_clients: false })
      .where('firm_id', '=', firm.id)
      .where('user_id', '=', user.userId)
      .execute(),
  );
}

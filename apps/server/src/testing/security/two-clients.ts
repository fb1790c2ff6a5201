/** A firm with two clients, and those who may see the first of them alone. Everything of the second is named « Zébulon ». */
import type { Attribute, BinEntry, Folder } from '@navette/api';
import { inFirm } from '../../database/tenancy.ts';
import { beginUpload, pairAgent } from '../firm-of-everything.ts';
import { limitToHisClients, setState } from '../test-documents.ts';
import { asCaller, distinctPdf, type TestFirm, type TestUser, testFirm } from '../test-firm.ts';
import type { TestPlatform } from '../test-platform.ts';

/** Whose word must never reach those who do not see the client. */
export const markOfOther = /z[ée]bulon/iu;

export const limitedKinds = ['collaborator', 'client', 'agent'] as const;
export type LimitedKind = (typeof limitedKinds)[number];

/** What is a client's, by the names that addresses and bodies give it. */
export type Belongings = Readonly<
  Record<
    | 'client'
    | 'folder'
    | 'otherFolder'
    | 'document'
    | 'version'
    | 'delivery'
    | 'connection'
    | 'binEntry'
    | 'upload'
    | 'download'
    | 'job'
    | 'session'
    | 'member',
    string
  >
> & {
  /** A client user of it, to whom its upload, its download and its session belong. */
  readonly owner: TestUser;
};

export interface TwoClients {
  readonly platform: TestPlatform;
  readonly firm: TestFirm;
  readonly installation: string;
  readonly attributes: { readonly code: string; readonly siret: string };
  /** What the limited callers see. */
  readonly own: Belongings;
  readonly other: Belongings;
  /** A collaborator limited to the first client, a client user of it, and a computer that this one paired. */
  readonly callers: Readonly<Record<LimitedKind, TestUser>>;
}

/** @param platform with the connector `scripted` */
export async function setTwoClients(platform: TestPlatform): Promise<TwoClients> {
  const firm = await testFirm(platform);
  const listed = await firm.admin.call<{ items: Attribute[] }>('GET', `${firm.path}/attributes`);
  const idOf = (kind: Attribute['kind']) => listed.body.items.find((each) => each.kind === kind)?.id ?? '';
  const attributes = { code: idOf('code'), siret: idOf('siret') };
  await must(firm.admin.call('PATCH', `${firm.path}/attributes/${attributes.code}`, { isUnique: true }));
  const installation = await firm.connect('scripted', (await firm.addClient('Cabinet')).id);

  const own = await fill(platform, firm, installation.id, 'Aubertin');
  const other = await fill(platform, firm, installation.id, 'Zébulon');
  const collaborator = await firm.addUser('collaborator', [own.client]);
  await limitToHisClients(platform, firm, collaborator);
  const client = await firm.addUser('client', [own.client]);
  const { token } = await pairAgent(platform, client, firm.id);
  return {
    ...{ platform, firm, installation: installation.id, attributes, own, other },
    callers: { collaborator, client, agent: asCaller(platform, { authorization: `Bearer ${token}` }) },
  };
}

/** The number of both clients: sharing it is allowed, and shown to who sees both. */
const siret = '73282932000074';

/** A client with one of everything, named after `name`. */
async function fill(
  platform: TestPlatform,
  firm: TestFirm,
  installation: string,
  name: string,
): Promise<Belongings> {
  const { admin, path } = firm;
  const client = await firm.addClient(`${name} SARL`);
  await must(admin.call('PATCH', `${path}/clients/${client.id}`, { siret, code: codeOf(name) }));
  const connection = await must(
    admin.call<{ id: string }>('POST', `${path}/installations/${installation}/connections`, {
      ...{ clientId: client.id, clientKey: `clé-${name}`, clientKeyLabel: `Dossier ${name}` },
    }),
  );
  const makeFolder = async (at: string) =>
    must(admin.call<Folder>('POST', `${path}/clients/${client.id}/folders`, { path: at }));
  const sent = client.folders.find((each) => /^\/Achats\/\d{4}\/\d{2}$/.test(each.path));
  const [folder, otherFolder] = [sent ?? (await makeFolder('/Achats')), await makeFolder(`/Secret ${name}`)];
  const drop = async (to: string, file: string) => {
    const at = `${path}/folders/${to}/documents?name=${encodeURIComponent(`${file} ${name}.pdf`)}`;
    return (await must(admin.upload(at, distinctPdf()))).document;
  };

  const document = await drop(folder.id, 'facture');
  const second = await must(admin.upload(`${path}/documents/${document.id}/versions`, distinctPdf()));
  const binned = await drop(otherFolder.id, 'jeté');
  await must(admin.call('POST', `${path}/documents/bin`, { documentIds: [binned.id] }));
  const bin = await must(admin.call<{ items: BinEntry[] }>('GET', `${path}/clients/${client.id}/bin`));
  await setState(platform, firm, document.id, 'undelivered');
  const delivery = await inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .updateTable('deliveries')
      .set({ partner_ref: `ref-${name}`, code_params: JSON.stringify({ words: `refusé par ${name}` }) })
      .where('firm_id', '=', firm.id)
      .where('document_id', '=', document.id)
      .returning('id')
      .executeTakeFirstOrThrow(),
  );

  const user = await firm.addUser('client', [client.id]);
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .updateTable('members')
      .set({ name: `${name} Martin`, email: `martin@${name}.fr` })
      .where('firm_id', '=', firm.id)
      .where('user_id', '=', user.userId)
      .execute(),
  );
  const ticket = await must(
    user.call<{ url: string }>('POST', `${path}/downloads`, { documentIds: [document.id] }),
  );
  const job = await must(
    admin.call<{ id: string }>('POST', `${path}/clients/bulk`, {
      ...{ action: 'archive', selection: { ids: [client.id] } },
    }),
  );
  const sessions = await must(user.call<{ items: { id: string }[] }>('GET', '/api/v1/me/sessions'));
  return {
    ...{ client: client.id, folder: folder.id, otherFolder: otherFolder.id },
    ...{ document: document.id, version: second.version.id, delivery: delivery.id },
    ...{ connection: connection.id, binEntry: bin.items[0]?.id ?? '', member: user.userId },
    upload: await beginUpload(platform, user, path, { folderId: folder.id, name: `${name}.pdf` }),
    download: ticket.url.split('/').at(-1) ?? '',
    ...{ job: job.id, session: sessions.items[0]?.id ?? '', owner: user },
  };
}

/** Two clients cannot have one: the code is unique in this firm. */
export function codeOf(name: string): string {
  return `C${name.length}00`;
}

async function must<Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

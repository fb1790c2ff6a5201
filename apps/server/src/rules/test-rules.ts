/** A firm with an application, clients connected to it and their folders, for the tests of rules. */
import type { Client, Installation, Job, JobItem, Rule } from '@navette/api';
import { inFirm } from '../database/tenancy.ts';
import { type TestTree, treeOf } from '../testing/test-documents.ts';
import { type TestAnswer, type TestFirm, type TestUser, testFirm } from '../testing/test-firm.ts';
import type { TestPlatform } from '../testing/test-platform.ts';

export interface TestOffice {
  readonly firm: TestFirm;
  readonly installationId: string;
  /** `/api/v1/firms/…/installations/…` */
  readonly at: string;
  call<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    user?: TestUser,
  ): Promise<TestAnswer<T & { code?: string; fr?: string; en?: string; field?: string }>>;
  addClient(name: string): Promise<TestTree>;
  connect(clientId: string): Promise<string>;
  /** A client with its connection. */
  addConnected(name: string): Promise<TestTree>;
  addRule(sourcePath: string, more?: object): Promise<Rule>;
  /** Documents of a job, as its page lists them. */
  items(job: Job, user?: TestUser): Promise<JobItem[]>;
}

/** A firm with one application and nothing else. */
export async function newOffice(platform: TestPlatform, application = 'scripted'): Promise<TestOffice> {
  const firm = await testFirm(platform);
  return addInstallation(firm, application);
}

/** Another application of the same firm. */
export async function addInstallation(firm: TestFirm, application: string): Promise<TestOffice> {
  const { admin, path } = firm;
  const { id } = await made(
    admin.call<Installation>('POST', `${path}/installations`, {
      ...{ application, credentials: { secret: 'secret-planté' } },
    }),
  );
  const at = `${path}/installations/${id}`;
  const office: TestOffice = {
    ...{ firm, installationId: id, at },
    call: (method, suffix, body, user = admin) => user.call(method, `${at}${suffix}`, body),
    async addClient(name) {
      return treeOf(firm, await made(admin.call<Client>('POST', `${path}/clients`, { name })));
    },
    async connect(clientId) {
      const key = { clientId, clientKey: `dossier-${clientId}` };
      return (await made(admin.call<{ id: string }>('POST', `${at}/connections`, key))).id;
    },
    async addConnected(name) {
      const tree = await office.addClient(name);
      await office.connect(tree.clientId);
      return tree;
    },
    addRule: (sourcePath, more = {}) =>
      made(admin.call<Rule>('POST', `${at}/rules`, { sourcePath, documentType: 'purchase', ...more })),
    async items(job, user = admin) {
      const { body } = await user.call<{ items: JobItem[] }>('GET', `${path}/jobs/${job.id}/items?limit=200`);
      return body.items;
    },
  };
  return office;
}

async function made<T>(answer: Promise<TestAnswer<T>>): Promise<T> {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Changes an application as its page does not yet: its state or its policy. */
export async function setInstallation(
  platform: TestPlatform,
  { firm, installationId }: TestOffice,
  change: { state?: 'preparing' | 'active' | 'paused'; version_policy?: 'send' | 'ask' | 'never' },
): Promise<void> {
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .updateTable('installations')
      .set(change)
      .where('firm_id', '=', firm.id)
      .where('id', '=', installationId)
      .execute(),
  );
}

/** Sets how long a firm's variables match months that are over, and its zone. */
export async function setFirm(
  platform: TestPlatform,
  { id }: TestFirm,
  change: { grace_months?: number; time_zone?: string },
): Promise<void> {
  await inFirm(platform.database.app, id, (trx) =>
    trx.updateTable('firms').set(change).where('id', '=', id).execute(),
  );
}

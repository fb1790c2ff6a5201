/** Connecting the clients of a firm by a file: what somebody waits for who brings 3,000 of them. */
import { type Job, routes } from '@navette/api';
import type { Bench } from './bench.ts';
import { type FullFirm, openFullFirm } from './full-firm.ts';

const clients = 3_000;

export const connections: Bench = {
  name: 'connections',
  summary: `an import of ${clients} connections: previewed, applied, again, with other keys, withdrawn`,
  async run(log) {
    const rows: string[][] = [];
    await using firm = await openFullFirm({ clients, documents: 0, inOneFolder: 0 });
    const application = await addApplication(firm);
    const measure = async (what: string, work: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await work();
      const ms = (performance.now() - startedAt).toFixed(0);
      log(`${what}: ${ms} ms`);
      rows.push([what, ms]);
    };
    const importFile = async (title: string, body: Buffer, query: { rule?: string } = {}) => {
      let job = '';
      await measure(`${title}: preview`, async () => {
        job = await preview(firm, application, body, query);
      });
      await measure(`${title}: applied`, () => apply(firm, job));
    };
    const file = fileOf('');
    await importFile('clients to connect', file);
    await importFile('the same file again, which changes nothing', file);
    await importFile('connected already, for a folder too', file, { rule: application.rule });
    await importFile('connected already, other keys', fileOf('nouveau.'));
    const { api } = firm;
    const params = { firm: firm.firm, installation: application.installation };
    await measure('first page of the list, with a search', () =>
      api.call(routes.listConnections, { params, query: { search: 'garage nouveau' } }),
    );
    await measure('all of them disconnected', async () => {
      const body = { action: 'disconnect' as const, selection: { filter: {}, excludedIds: [] } };
      await apply(firm, (await api.call(routes.previewBulkConnections, { params, body })).id);
    });
    return {
      title: 'Connecting clients by a file',
      text: `A firm of ${clients.toLocaleString('en')} clients, a CSV file with a row for each (name, code, collect e-mail), through the API to the end of the job, in ms.`,
      head: [`${clients.toLocaleString('en')} rows`, 'ms'],
      rows,
    };
  },
};

interface Application {
  readonly installation: string;
  /** A folder that clients are connected for one by one. */
  readonly rule: string;
}

async function addApplication({ api, firm }: FullFirm): Promise<Application> {
  const { id: installation } = await api.call(routes.createInstallation, {
    params: { firm },
    body: { application: 'email', credentials: {} },
  });
  const { rule } = await api.call(routes.connectFolder, {
    params: { firm, installation },
    body: { sourcePath: '/Achats', documentType: 'purchase', alsoConnected: false },
  });
  return { installation, rule: rule.id };
}

function fileOf(prefix: string): Buffer {
  const lines = Array.from({ length: clients }, (_, index) => {
    const code = `C${String(index).padStart(5, '0')}`;
    return `;${code};${prefix}${code}@dext.example`;
  });
  return Buffer.from(['Dossier client;Code dossier;E-mail de collecte', ...lines].join('\n'));
}

async function preview(
  { api, firm }: FullFirm,
  { installation }: Application,
  body: Buffer,
  query: { rule?: string },
): Promise<string> {
  const { job, errors } = await api.call(routes.previewConnectionImport, {
    ...{ params: { firm, installation }, query: { name: 'connexions.csv', ...query }, body },
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (errors > 0) throw new Error(`${errors} rows of the file are wrong`);
  return job.id;
}

async function apply({ api, firm }: FullFirm, job: string): Promise<void> {
  await api.call(routes.confirmJob, { params: { firm, job } });
  let state: Job['state'] = 'waiting';
  while (state === 'waiting' || state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ({ state } = await api.call(routes.getJob, { params: { firm, job } }));
  }
  const { failed } = await api.call(routes.getJob, { params: { firm, job } });
  if (state !== 'done' || failed > 0) throw new Error(`The job ended as ${state}, ${failed} failed`);
}

/**
 * The mapping of 3,000 clients against 3,000 dossiers of the sandbox: what somebody waits for who opens the third step of the wizard,
 * settles a client, and connects those that are sure.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, routes } from '@navette/api';
import { inqomAccount, startProcess } from '@navette/testkit';
import { z } from 'zod';
import type { Bench } from './bench.ts';
import { root } from './bench-database.ts';
import { firstRowCold, firstRowInside, openBrowser } from './first-row.ts';
import { type FullFirm, openFullFirm, validSiret } from './full-firm.ts';
import { quantile, timeEach } from './timings.ts';

const clients = 3_000;
const requests = 60;
const lists = 10;
const pages = 12;

export const mapping: Bench = {
  name: 'mapping',
  summary:
    '3,000 clients against 3,000 dossiers: listed, compared, settled, connected; by the API and in Chromium',
  async run(log) {
    await using sandbox = await openSandbox();
    const allowed = { NAVETTE_ALLOWED_HOSTS: new URL(sandbox.url).host };
    await using firm = await openFullFirm({ clients, documents: 0, inOneFolder: 0 }, allowed);
    const installation = await addInqom(firm, sandbox.url);
    const params = { firm: firm.firm, installation };
    const { api } = firm;
    const rows: string[][] = [];
    const keep = (what: string, times: readonly number[]) => {
      const cells = [0.5, 0.95].map((share) => quantile(times, share).toFixed(0));
      log(`${what.padEnd(64)} ${cells.join(' / ')} ms`);
      rows.push([what, ...cells]);
    };
    keep(
      'dossiers listed anew at the partner and kept',
      await timeEach(lists, () => api.call(routes.refreshDossiers, { params }), 1),
    );
    const ask = (query: object) => () =>
      api.call(routes.getMapping, { params, query: { limit: 60, ...query } });
    keep('compared and graded, first page, those to settle first', await timeEach(requests, ask({})));
    keep('one grade', await timeEach(requests, ask({ grade: 'none' })));
    keep('a search', await timeEach(requests, ask({ search: 'garage goff' })));
    const { items } = await ask({ grade: 'siren_only' })();
    const client = items[0]?.clientId ?? '';
    keep(
      'dossiers proposed for a client',
      await timeEach(requests, () => api.call(routes.proposeDossiers, { params, query: { client } })),
    );
    await showPages(firm, installation, keep);
    keep('all that is sure connected, to the end of the job', [await connectAll(firm, installation)]);
    return {
      title: 'The mapping',
      text: `${clients.toLocaleString('en')} clients compared by SIRET with ${clients.toLocaleString('en')} dossiers of the sandbox's Inqom, which presents every twentieth pair as one to settle. Chromium: signed in, until the first row is drawn. Milliseconds; aim: 3,000 from opening the page to its first row, the listing included.`,
      head: ['what', 'median', '95 %'],
      rows,
    };
  },
};

async function showPages(
  firm: FullFirm,
  installation: string,
  keep: (what: string, times: readonly number[]) => void,
): Promise<void> {
  await using browser = await openBrowser(firm);
  const base = `/cabinets/${firm.firm}`;
  const address = `${base}/applications/${installation}?onglet=mapping`;
  const inside = () => firstRowInside(browser, `${base}/ressources`, address);
  keep('Chromium, from another page', await timeEach(pages, inside, 2));
  keep('Chromium, opened by its address', await timeEach(pages, () => firstRowCold(browser, address), 2));
}

const sandboxReady = z.object({ url: z.string() });

async function openSandbox(): Promise<{ readonly url: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'navette-bench-'));
  await mkdir(join(folder, 'sandbox'));
  const sandbox = await startProcess({
    program: join(root, 'apps/sandbox/src/main.ts'),
    args: ['--port', '0', '--mailbox-port', '0', '--data', join(folder, 'sandbox')],
  });
  return {
    url: sandboxReady.parse(sandbox.ready).url,
    async [Symbol.asyncDispose]() {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A dossier for each client; every twentieth is not its own: another establishment, archived, or another company's. */
function dossierOf(index: number) {
  const siret = validSiret(index);
  const dossier = {
    id: 60_000 + index,
    name: `DOSSIER ${index}`,
    siren: siret.slice(0, 9),
    nic: siret.slice(9),
  };
  if (index % 20 !== 0) return dossier;
  if (index % 60 === 0) return { ...dossier, nic: '' };
  if (index % 60 === 20) return { ...dossier, status: 'Archived' };
  return { ...dossier, siren: validSiret(clients + index).slice(0, 9) };
}

/** Its dossiers are those of the clients, and what the sandbox begins with. @returns the installation's id */
async function addInqom({ api, firm }: FullFirm, sandboxUrl: string): Promise<string> {
  const answer = await fetch(`${sandboxUrl}/_sandbox/inqom/dossiers`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Array.from({ length: clients }, (_, index) => dossierOf(index))),
  });
  if (!answer.ok) throw new Error(`The sandbox refused the dossiers: ${await answer.text()}`);
  const { username, password, clientId, clientSecret } = inqomAccount;
  const address = `${sandboxUrl}/inqom`;
  const credentials = {
    username,
    password,
    clientId,
    clientSecret,
    authAddress: address,
    apiAddress: address,
  };
  const { id } = await api.call(routes.createInstallation, {
    params: { firm },
    body: { application: 'inqom', credentials },
  });
  return id;
}

async function connectAll({ api, firm }: FullFirm, installation: string): Promise<number> {
  const startedAt = performance.now();
  const params = { firm, installation };
  const job = await api.call(routes.connectMapped, { params, body: {} });
  await api.call(routes.confirmJob, { params: { firm, job: job.id } });
  let state: Job['state'] = 'waiting';
  while (state === 'waiting' || state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ({ state } = await api.call(routes.getJob, { params: { firm, job: job.id } }));
  }
  if (state !== 'done') throw new Error(`Connecting ended as ${state}`);
  return performance.now() - startedAt;
}

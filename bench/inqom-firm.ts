/** A firm's clients beside the dossiers of the sandbox's Inqom. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, routes } from '@navette/api';
import { inqomAccount, startProcess } from '@navette/testkit';
import { z } from 'zod';
import { root } from './bench-database.ts';
import { type FullFirm, validSiret } from './full-firm.ts';

const sandboxReady = z.object({ url: z.string() });

/** A sandbox of partners, with its dossiers of nobody. */
export async function openSandbox(): Promise<{ readonly url: string } & AsyncDisposable> {
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
function dossierOf(index: number, clients: number) {
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

/** Adds Inqom with a dossier for each of the firm's clients, and what the sandbox begins with. @returns the installation's id */
export async function addInqom(
  { api, firm }: FullFirm,
  sandboxUrl: string,
  clients: number,
): Promise<string> {
  const answer = await fetch(`${sandboxUrl}/_sandbox/inqom/dossiers`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Array.from({ length: clients }, (_, index) => dossierOf(index, clients))),
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

/** Connects all that is sure. @returns how long that took to the end of the job, in ms */
export async function connectAll({ api, firm }: FullFirm, installation: string): Promise<number> {
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

/** The suite's partner for Inqom: the sandbox, started as a program and told what to do through its control API. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGuardedFetch, type Dossier } from '@navette/connector';
import type { ConformanceHarness, Fault, PartnerUnderTest } from '@navette/connector/conformance';
import { startProcess } from '@navette/testkit';
import { z } from 'zod';

const program = fileURLToPath(new URL('../../apps/sandbox/src/main.ts', import.meta.url));

const account = { username: 'systeme@cabinet.example', password: 'Motdepasse & secret 1' };
const emptyAccount = {
  username: 'nouveau@cabinet.example',
  password: 'Motdepasse & secret 2',
  seesDossiers: [],
};
const client = { id: 'client-de-test', secret: 'secret+de/test=1' };
const companyId = 3107;
const dossierId = 48211;

/** What Inqom is at the start of a run. Its rate is not what is tested here, and the suite sends random bytes. */
const seed = {
  inqom: {
    client,
    accounts: [account, emptyAccount],
    companies: [
      {
        id: companyId,
        name: 'Cabinet de test',
        access: 'Company',
        dossiers: [{ id: dossierId, name: 'Boulangerie', siren: '732829320', nic: '00074' }],
      },
      {
        id: 3108,
        name: 'Entreprise seule',
        access: 'Pme',
        dossiers: [{ id: 48301, name: 'Entreprise seule', siren: '404833048', nic: null }],
      },
    ],
    behaviour: { requestsPerSecond: 10_000, anyFormat: true, duplicateAfterMs: 300, processingAfterMs: 100 },
  },
};

const receivedList = z.array(
  z.object({
    id: z.string(),
    dossier: z.string(),
    name: z.string(),
    sha256: z.string(),
    deliveryId: z.string().nullable(),
  }),
);

export const sandboxHarness: ConformanceHarness = {
  start: startInqom,
  skips: {
    'a dossier that the partner shows twice is listed once':
      'the sandbox gives each dossier once; shown in inqom.test.ts',
  },
};

async function startInqom(): Promise<PartnerUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'navette-inqom-'));
  const seedFile = join(directory, 'seed.json');
  await writeFile(seedFile, JSON.stringify(seed));
  const ports = ['--port', '0', '--mailbox-port', '0', '--smtp-port', '0'];
  const sandbox = await startProcess({
    program,
    args: [...ports, '--data', join(directory, 'data'), '--seed', seedFile],
  });
  const url = z.url().parse(sandbox.ready.url);
  const { host } = new URL(url);
  const { fetch, close } = createGuardedFetch({ allowedHosts: [host] });

  async function tell(method: 'POST' | 'PUT' | 'DELETE', path: string, order?: object): Promise<void> {
    const body = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) };
    const answer = await fetch(`${url}/_sandbox${path}`, { method, ...(order && body) });
    if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  const address = `${url}/inqom`;
  const addresses = {
    clientId: client.id,
    clientSecret: client.secret,
    authAddress: address,
    apiAddress: address,
  };
  return {
    credentials: { username: account.username, password: account.password, ...addresses },
    emptyCredentials: { username: emptyAccount.username, password: emptyAccount.password, ...addresses },
    allowedHosts: [host],
    clientKey: String(dossierId),
    unknownClientKey: '1',
    async received() {
      const answer = await fetch(`${url}/_sandbox/received?partner=inqom`);
      const received = receivedList.parse(await answer.json());
      return received.map(({ id, dossier, ...copy }) => ({
        ...copy,
        clientKey: dossier,
        readBytes: async () => (await fetch(`${url}/_sandbox/received/${id}/content`)).bytes(),
      }));
    },
    order: (fault) => tell('POST', '/faults', { partner: 'inqom', ...faultOrder(fault) }),
    clearFaults: () => tell('DELETE', '/faults'),
    addDossiers: (dossiers) => tell('PUT', '/inqom/dossiers', dossiers.map(toSandboxDossier)),
    async stop() {
      await close();
      await sandbox.stop();
      await rm(directory, { recursive: true });
    },
  };
}

function toSandboxDossier({ key, name, siren, nic }: Dossier) {
  return { id: Number(key), companyId, name, siren: siren ?? '', nic };
}

function faultOrder(fault: Fault): object {
  switch (fault.kind) {
    case 'status': {
      const { kind, status, retryAfter, body } = fault;
      return { kind, status, retryAfter, body, ...(fault.on === 'deliver' && { match: 'push' }) };
    }
    case 'cut':
      return { kind: 'drop', when: fault.when, match: 'push' };
    case 'withhold':
      return { kind: 'delay', ms: 600_000, when: 'after', match: 'push' };
    case 'expire_tokens':
      return { kind: 'expireTokens' };
    case 'refusal_inside_success':
      throw new TypeError('Inqom refuses with a status');
  }
}

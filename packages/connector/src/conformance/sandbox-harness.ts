/** The suite's partner for a connector whose partner the sandbox plays: started as a program, told what to do through its control API. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@navette/testkit';
import { z } from 'zod';
import type { Credentials, Dossier } from '../contract.ts';
import type { ConformanceHarness, Fault, PartnerUnderTest } from './harness.ts';

const program = fileURLToPath(new URL('../../../../apps/sandbox/src/main.ts', import.meta.url));

/** How one partner is played for a connector's tests. */
export interface SandboxPartner {
  /** Its name in the sandbox, which is its part of the seed and of the address. */
  readonly name: string;
  readonly seed: object;
  /** @param url `http://127.0.0.1:4781/<name>` */
  readonly credentialsAt: (url: string) => Credentials;
  readonly emptyCredentialsAt?: (url: string) => Credentials;
  readonly clientKey: string;
  readonly unknownClientKey: string | null;
  /** The client's key of the dossier that the sandbox names, where they differ. */
  readonly clientKeyOf?: (dossier: string) => string;
  /** Whether the partner keeps our delivery id. */
  readonly keepsDeliveryId: boolean;
  /** How the control API is told of dossiers; without it none can be added. */
  readonly dossierOrder?: (dossier: Dossier) => object;
  /** Where dossiers are added; `dossiers` unless given. */
  readonly dossiersPath?: string;
  readonly more?: Pick<PartnerUnderTest, 'makeDocument' | 'smallestBytes'>;
}

const receivedList = z.array(
  z.object({
    id: z.string(),
    dossier: z.string(),
    name: z.string(),
    sha256: z.string(),
    deliveryId: z.string().nullable(),
  }),
);

/** @param rest declared skips, and what the partner shows that others do not */
export function sandboxHarness(
  partner: SandboxPartner,
  rest: Omit<ConformanceHarness, 'start'> = {},
): ConformanceHarness {
  return { ...rest, start: () => startPartner(partner) };
}

async function startPartner(partner: SandboxPartner): Promise<PartnerUnderTest> {
  const { name, dossierOrder, keepsDeliveryId, clientKeyOf = (dossier: string) => dossier } = partner;
  const directory = await mkdtemp(join(tmpdir(), `navette-${name}-`));
  const seedFile = join(directory, 'seed.json');
  await writeFile(seedFile, JSON.stringify({ [name]: partner.seed }));
  const ports = ['--port', '0', '--mailbox-port', '0', '--smtp-port', '0'];
  const sandbox = await startProcess({
    program,
    args: [...ports, '--data', join(directory, 'data'), '--seed', seedFile],
  });
  const url = z.url().parse(sandbox.ready.url);

  async function tell(method: 'POST' | 'PUT' | 'DELETE', path: string, order?: object): Promise<void> {
    const body = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) };
    const answer = await fetch(`${url}/_sandbox${path}`, { method, ...(order && body) });
    if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  const address = `${url}/${name}`;
  return {
    credentials: partner.credentialsAt(address),
    ...(partner.emptyCredentialsAt && { emptyCredentials: partner.emptyCredentialsAt(address) }),
    allowedHosts: [new URL(url).host],
    clientKey: partner.clientKey,
    unknownClientKey: partner.unknownClientKey,
    async received() {
      const answer = await fetch(`${url}/_sandbox/received?partner=${name}`);
      return receivedList.parse(await answer.json()).map(({ id, dossier, deliveryId, ...copy }) => ({
        ...copy,
        deliveryId: keepsDeliveryId ? deliveryId : null,
        clientKey: clientKeyOf(dossier),
        readBytes: async () => (await fetch(`${url}/_sandbox/received/${id}/content`)).bytes(),
      }));
    },
    order: (fault) => tell('POST', '/faults', { partner: name, ...faultOrder(fault) }),
    clearFaults: () => tell('DELETE', '/faults'),
    ...(dossierOrder && {
      addDossiers: (dossiers) =>
        tell('PUT', `/${name}/${partner.dossiersPath ?? 'dossiers'}`, dossiers.map(dossierOrder)),
    }),
    ...partner.more,
    async stop() {
      await sandbox.stop();
      await rm(directory, { recursive: true });
    },
  };
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
      return { kind: 'refuseInside', match: 'push' };
  }
}

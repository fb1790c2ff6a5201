/** A whole Navette for a chaos run: sandbox, platform with its embedded database, agent, each of which may be killed at any time. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AgentPrograms,
  agentPrograms,
  findRunningDatabase,
  inqomSeed,
  type PreparedFirm,
  prepareFirm,
  type StartedProcess,
  startProcess,
} from '@navette/testkit';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export interface ChaosSystem extends AsyncDisposable {
  readonly folder: string;
  readonly sandboxUrl: string;
  readonly firm: PreparedFirm;
  readonly depositDir: string;
  readonly archiveDir: string;
  /** Kills a part with SIGKILL and starts it again. The database is started again by the platform itself. */
  kill(part: 'agent' | 'server' | 'database'): Promise<void>;
  stopAgent(): Promise<void>;
  startAgent(): Promise<void>;
}

/** The real proportions, some of them shorter so that a run ends within minutes. */
const timings = {
  leaseMs: 6_000,
  heartbeatMs: 2_000,
  pollMs: 250,
  retryDelaysMs: [2_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000],
  nonesOverMs: 6_000,
  confirmDelaysMs: [500, 1_000, 3_000, 5_000],
};

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};

const client = { name: 'Menuiserie Aubertin', code: 'AUBE01', siret: '51626105400014' };

/** Starts everything in a fresh folder, on free ports. */
export async function startSystem(): Promise<ChaosSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'navette-chaos-'));
  const [depositDir, archiveDir] = [join(folder, 'depot'), join(folder, 'archive')];
  await mkdir(depositDir);
  await mkdir(archiveDir);
  const seedFile = join(folder, 'inqom.json');
  const dossier = {
    id: 48211,
    name: client.name,
    siren: client.siret.slice(0, 9),
    nic: client.siret.slice(9),
  };
  await writeFile(seedFile, JSON.stringify(inqomSeed([dossier])));
  const sandbox = await startProcess({
    program: join(root, 'apps/sandbox/src/main.ts'),
    args: ['--port', '0', '--mailbox-port', '0', '--data', join(folder, 'sandbox'), '--seed', seedFile],
    logFile: join(folder, 'sandbox.log'),
  });
  const sandboxUrl = String(sandbox.ready.url);
  const dataDir = join(folder, 'data');
  const startServer = (port: string) =>
    startProcess({
      program: join(root, 'apps/server/src/main.ts'),
      args: ['--json'],
      env: {
        NAVETTE_DATA: dataDir,
        NAVETTE_PORT: port,
        NAVETTE_ALLOWED_HOSTS: new URL(sandboxUrl).host,
        NAVETTE_TIMINGS: JSON.stringify(timings),
      },
      readyTimeoutMs: 60_000,
      stopTimeoutMs: 15_000,
      logFile: join(folder, 'platform.log'),
    });
  let server = await startServer('0');
  const { port } = new URL(String(server.ready.url));
  const firm = await prepareFirm({
    setupLink: String(server.ready.setupLink),
    sandboxUrl,
    administrator,
    clients: [client],
  });
  const agent = agentPrograms(join(root, 'apps/agent/src/main.ts'), join(folder, 'agent'));
  await prepareAgent(agent, firm, { depositDir, archiveDir });
  const startAgent = () => agent.start({}, join(folder, 'agent.log'));
  let running: StartedProcess | null = await startAgent();

  return {
    folder,
    sandboxUrl,
    firm,
    depositDir,
    archiveDir,
    async kill(part) {
      if (part === 'database') {
        const { pid } = await findRunningDatabase(dataDir);
        process.kill(pid, 'SIGKILL');
      } else if (part === 'server') {
        process.kill(server.pid, 'SIGKILL');
        await server.stop();
        server = await startServer(port);
      } else if (running !== null) {
        process.kill(running.pid, 'SIGKILL');
        await running.stop();
        running = await startAgent();
      }
    },
    async stopAgent() {
      await running?.stop();
      running = null;
    },
    async startAgent() {
      running ??= await startAgent();
    },
    async [Symbol.asyncDispose]() {
      await running?.stop();
      await server.stop();
      await sandbox.stop();
      // To look into what happened: the folder stays, with the log of each program.
      if (process.env.CHAOS_KEEP === '1') console.log(`kept: ${folder}`);
      else await rm(folder, { recursive: true, force: true });
    },
  };
}

async function prepareAgent(
  agent: AgentPrograms,
  firm: PreparedFirm,
  dirs: { readonly depositDir: string; readonly archiveDir: string },
): Promise<void> {
  const now = new Date();
  const folder = `/Achats/${now.getFullYear()}/${String(now.getMonth() + 1).padStart(2, '0')}`;
  const { email, password } = administrator;
  const { webServiceId, api } = firm;
  await agent.pair({ url: api.baseUrl, webServiceId, email, password, name: 'ATELIER-PC' });
  await agent.add({ description: 'Scans achats', ...dirs, client: client.name, folder });
}

/** Starts the demo's programs: the sandbox of partners, the platform, the agent. Each one writes its log under `demo/.run`. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  agentPrograms,
  inqomSeed,
  type PreparedFirm,
  prepareFirm,
  type StartedProcess,
  startProcess,
} from '@navette/testkit';
import { z } from 'zod';
import { endEarlierDemo, noteProcesses } from './one-at-a-time.ts';
import { administrator, demoClients, demoDossiers } from './world.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runDir = join(root, 'demo', '.run');
const processesFile = join(runDir, 'processes.json');
const foldersDir = join(root, 'demo', 'dossiers');

export interface DemoHotFolder {
  readonly description: string;
  readonly depositDir: string;
  readonly archiveDir: string;
  readonly client: string;
  readonly siret: string;
  readonly folder: string;
}

export interface Demo {
  readonly web: string;
  readonly sandbox: string;
  readonly mailbox: string;
  readonly firm: PreparedFirm;
  readonly hotFolders: readonly DemoHotFolder[];
  stop(): Promise<void>;
}

const sandboxReady = z.object({ url: z.string(), mailbox: z.string() });
const serverReady = z.object({ url: z.string(), setupLink: z.string() });
/** The sandbox and the mailbox have theirs, 4781 and 4782; each takes the next free one when its own is taken. */
const webPort = '4780';

/** Starts everything afresh: what an earlier demo recorded is removed, what lies in its deposit directories is kept. */
export async function startDemo(): Promise<Demo> {
  await endEarlierDemo(processesFile, root);
  await rm(runDir, { recursive: true, force: true });
  await mkdir(runDir, { recursive: true });
  const started: StartedProcess[] = [];
  const note = (program: StartedProcess) => {
    started.push(program);
    return noteProcesses(
      processesFile,
      started.map(({ pid }) => pid),
    );
  };
  const stop = async () => {
    for (const each of started.toReversed()) await each.stop();
  };
  try {
    const seed = join(runDir, 'inqom.json');
    await writeFile(seed, JSON.stringify(inqomSeed(demoDossiers), null, 2));
    const sandbox = await startProcess({
      program: join(root, 'apps/sandbox/src/main.ts'),
      args: ['--data', join(runDir, 'sandbox'), '--seed', seed],
      logFile: join(runDir, 'sandbox.log'),
    });
    await note(sandbox);
    const { url: sandboxUrl, mailbox } = sandboxReady.parse(sandbox.ready);
    const server = await startProcess({
      program: join(root, 'apps/server/src/main.ts'),
      args: ['--json'],
      env: {
        NAVETTE_DATA: join(runDir, 'data'),
        NAVETTE_PORT: webPort,
        NAVETTE_NEXT_FREE_PORT: '1',
        NAVETTE_ALLOWED_HOSTS: new URL(sandboxUrl).host,
      },
      readyTimeoutMs: 60_000,
      stopTimeoutMs: 12_000,
      logFile: join(runDir, 'platform.log'),
    });
    await note(server);
    const { url: web, setupLink } = serverReady.parse(server.ready);
    const firm = await prepareFirm({ setupLink, sandboxUrl, administrator, clients: demoClients });
    const hotFolders = await makeHotFolders();
    await note(await startAgent(web, firm, hotFolders));
    return { web, sandbox: sandboxUrl, mailbox, firm, hotFolders, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeHotFolders(): Promise<DemoHotFolder[]> {
  const now = new Date();
  const month = `${now.getFullYear()}/${String(now.getMonth() + 1).padStart(2, '0')}`;
  const folders = demoClients.flatMap(({ name, siret, hotFolder }) =>
    hotFolder === undefined
      ? []
      : [
          {
            description: `${name}, ${hotFolder.toLowerCase()}`,
            depositDir: join(foldersDir, name, 'Dépôt'),
            archiveDir: join(foldersDir, name, 'Archive'),
            client: name,
            siret,
            folder: `/${hotFolder}/${month}`,
          },
        ],
  );
  for (const { depositDir, archiveDir } of folders) {
    await mkdir(depositDir, { recursive: true });
    await mkdir(archiveDir, { recursive: true });
  }
  return folders;
}

async function startAgent(
  web: string,
  firm: PreparedFirm,
  hotFolders: readonly DemoHotFolder[],
): Promise<StartedProcess> {
  const agent = agentPrograms(join(root, 'apps/agent/src/main.ts'), join(runDir, 'agent'));
  const { email, password } = administrator;
  await agent.pair({ url: web, webServiceId: firm.webServiceId, email, password, name: 'ACCUEIL-PC' });
  for (const hotFolder of hotFolders) await agent.add(hotFolder);
  return agent.start({}, join(runDir, 'agent.log'));
}

/** Writes what other programs need to find the demo. */
export async function writeDemoFile(demo: Demo): Promise<string> {
  const path = join(runDir, 'demo.json');
  const { web, sandbox, mailbox, hotFolders } = demo;
  const { email, password } = administrator;
  await writeFile(
    path,
    `${JSON.stringify({ web, sandbox, mailbox, email, password, hotFolders }, null, 2)}\n`,
  );
  return path;
}

/** The names in a folder, its sub-folders included. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

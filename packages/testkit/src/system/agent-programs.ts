import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type StartedProcess, startProcess } from '../start-process.ts';

const run = promisify(execFile);

export interface HotFolderToAdd {
  readonly description: string;
  readonly depositDir: string;
  readonly archiveDir: string;
  /** The client's name, id or SIRET. */
  readonly client: string;
  /** `/Achats/2026/11` */
  readonly folder: string;
}

export interface AgentPairing {
  readonly url: string;
  readonly webServiceId: string;
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/** The agent's command line on one home folder, as a person types it. */
export interface AgentPrograms {
  pair(pairing: AgentPairing): Promise<void>;
  add(hotFolder: HotFolderToAdd): Promise<void>;
  /** Starts `run` and waits until it watches. */
  start(env?: Readonly<Record<string, string>>, logFile?: string): Promise<StartedProcess>;
}

/** @param program the agent's entry, `apps/agent/src/main.ts` */
export function agentPrograms(program: string, home: string): AgentPrograms {
  const command = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    await run(process.execPath, [program, ...args, '--home', home], { env: { ...process.env, ...env } });
  };
  return {
    pair: ({ url, webServiceId, email, password, name }) =>
      command(['pair', '--url', url, '--web-service-id', webServiceId, '--email', email, '--name', name], {
        NAVETTE_PASSWORD: password,
      }),
    add: ({ description, depositDir, archiveDir, client, folder }) =>
      command([
        ...['add', '--deposit', depositDir, '--archive', archiveDir],
        ...['--client', client, '--folder', folder, '--description', description],
      ]),
    start: (env = {}, logFile) =>
      startProcess({
        program,
        args: ['run', '--json', '--home', home],
        env,
        ...(logFile === undefined ? {} : { logFile }),
      }),
  };
}

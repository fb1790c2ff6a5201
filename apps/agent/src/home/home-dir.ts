import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The agent's folder where none is named: the place that each system keeps for the data of one user's programs. */
export function defaultHomeDir(
  environment: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  if (environment.NAVETTE_HOME) return resolve(environment.NAVETTE_HOME);
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Navette', 'Agent');
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Navette Agent');
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'navette-agent');
}

/** Makes the agent's folder, readable by its user alone. */
export async function openHomeDir(path: string): Promise<string> {
  const home = resolve(path);
  await mkdir(home, { recursive: true, mode: 0o700 });
  return home;
}

/** A second opinion on the protocol: the SFTP server of rclone, which knows no extension of OpenSSH. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort, freshFolder, startServer } from '@navette/testkit';
import type { SftpServer } from './test-harness.ts';

const command = '/usr/bin/rclone';
export const canRunRclone = existsSync(command);

const account = { username: 'navette', password: 'mot:de passe & "é"' } as const;

export async function startRclone(): Promise<SftpServer> {
  const resources = new AsyncDisposableStack();
  const { path } = resources.use(await freshFolder());
  const home = join(path, 'home');
  const key = join(path, 'host');
  await mkdir(home);
  await chmod(home, 0o755);
  execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', key]);
  const port = await findFreePort();
  const flags = ['--addr', `127.0.0.1:${port}`, '--key', key, '--config', join(path, 'none')];
  // What it knows of the disk is asked again each time: tests look and write there too.
  const disk = ['--dir-cache-time', '0s', '--cache-dir', join(path, 'cache')];
  const user = ['--user', account.username, '--pass', account.password];
  const args = ['serve', 'sftp', home, ...flags, ...disk, ...user];
  resources.use(await startServer({ command, args, port }));
  await rm(`${key}.pub`);
  return { port, home, credentials: account, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

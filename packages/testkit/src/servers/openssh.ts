/**
 * A real OpenSSH with an account of its own, which exists for it alone: it sees other files of accounts than the machine does, in
 * a mount namespace, and ends with all its sessions, in a PID namespace. So nothing of the machine changes. Needs root on Linux.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { platform, userInfo } from 'node:os';
import { join } from 'node:path';
import { freshFolder } from '../fresh-folder.ts';
import { findFreePort, startServer } from '../start-server.ts';

const program = '/usr/sbin/sshd';
export const canRunOpenSsh = userInfo().uid === 0 && platform() === 'linux' && existsSync(program);

const uid = 54_321;

export interface SshServer extends AsyncDisposable {
  readonly port: number;
  /** Where the account arrives. */
  readonly home: string;
  /** Private keys that open the account, without and with a passphrase. */
  readonly privateKey: string;
  readonly encryptedKey: string;
  /** `SHA256:…` */
  hostKey(): string;
  /** What it wrote of what it was asked, since it was started. */
  log(): Promise<string>;
  /** Ends it with all its sessions. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Has another key from the next start on. */
  changeHostKey(): Promise<void>;
}

export interface SshAccount {
  readonly username: string;
  readonly password: string;
  /** Of its key that has one. */
  readonly passphrase: string;
}

export interface SshOptions {
  /** Requests that it denies, as `sftp-server -P` has them. */
  readonly denied?: readonly string[];
}

export async function startOpenSsh(
  account: SshAccount,
  { denied = [] }: SshOptions = {},
): Promise<SshServer> {
  const resources = new AsyncDisposableStack();
  const { path } = resources.use(await freshFolder());
  const file = (name: string) => join(path, name);
  await chmod(path, 0o755);
  await mkdir(file('home'));
  await chown(file('home'), uid, uid);
  await makeAccountFiles(file, account);
  makeKey(file('client'), '');
  makeKey(file('encrypted'), account.passphrase);
  makeKey(file('host'), '');
  const publicKeys = [await readFile(file('client.pub')), await readFile(file('encrypted.pub'))];
  await writeFile(file('authorized'), Buffer.concat(publicKeys));
  const port = await findFreePort();
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('authorized')}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'MaxStartups 200',
    'MaxSessions 50',
    'LogLevel DEBUG1',
    'Subsystem sftp internal-sftp',
    `ForceCommand internal-sftp${denied.length > 0 ? ` -P ${denied.join(',')}` : ''}`,
  ];
  await writeFile(file('configuration'), `${lines.join('\n')}\n`);
  await allowManyFailures(file('configuration'));

  let running: AsyncDisposable | null = null;
  const script = [
    `mount --bind ${file('passwd')} /etc/passwd`,
    `mount --bind ${file('shadow')} /etc/shadow`,
    'mkdir -p /run/sshd',
    `exec ${program} -D -f ${file('configuration')} -E ${file('log')}`,
  ].join(' && ');
  const namespaces = ['--mount', '--propagation', 'slave', '--pid', '--fork', '--kill-child'];

  async function start(): Promise<void> {
    await rm(file('log'), { force: true });
    const args = [...namespaces, 'sh', '-c', script];
    running = await startServer({ command: '/usr/bin/unshare', args, port });
  }

  async function kill(): Promise<void> {
    await running?.[Symbol.asyncDispose]();
    running = null;
  }

  resources.defer(kill);
  await start();
  return {
    port,
    home: file('home'),
    privateKey: await readFile(file('client'), 'utf8'),
    encryptedKey: await readFile(file('encrypted'), 'utf8'),
    hostKey: () => String(execFileSync('ssh-keygen', ['-l', '-f', file('host')])).split(' ')[1] ?? '',
    log: () => readFile(file('log'), 'utf8'),
    kill,
    start,
    async changeHostKey() {
      await rm(file('host'));
      makeKey(file('host'), '');
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function makeAccountFiles(file: (name: string) => string, account: SshAccount): Promise<void> {
  await copyFile('/etc/passwd', file('passwd'));
  await copyFile('/etc/shadow', file('shadow'));
  await chmod(file('shadow'), 0o600);
  // Perl is on every Debian; Node has no crypt(3).
  const hash = execFileSync('perl', ['-e', 'print crypt(<STDIN>, q($6$navette$))'], {
    input: account.password,
  });
  await appendFile(file('passwd'), `${account.username}:x:${uid}:${uid}::${file('home')}:/bin/sh\n`);
  await appendFile(file('shadow'), `${account.username}:${String(hash).trim()}:20000:0:99999:7:::\n`);
}

function makeKey(path: string, secret: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', secret, '-C', 'essai', '-f', path]);
}

/** From version 9.8 on it refuses an address that failed too often; older ones do not know the word. */
async function allowManyFailures(configuration: string): Promise<void> {
  const before = await readFile(configuration);
  await appendFile(configuration, 'PerSourcePenalties no\n');
  await mkdir('/run/sshd', { recursive: true });
  try {
    execFileSync(program, ['-t', '-f', configuration], { stdio: 'ignore' });
  } catch {
    await writeFile(configuration, before);
  }
}

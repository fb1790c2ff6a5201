/** A real IMAP server: Dovecot, with IMAPS, STARTTLS and one mailbox, in a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { mailCertificate } from '../../testing/mail-certificate.ts';
import { waitFor } from '../../testing/wait-for.ts';

const dovecotProgram = '/usr/sbin/dovecot';
/** `npm test` installs it. It gives up its rights to users that only root may become. */
export const hasDovecot = existsSync('/usr/lib/dovecot/imap') && process.getuid?.() === 0;

export interface TestDovecot {
  readonly imapPort: number;
  readonly imapsPort: number;
  readonly user: string;
  readonly password: string;
  /** Puts a mail into the inbox, as a server that delivers does. */
  deliver(mail: Uint8Array): Promise<void>;
  /** How many mails are in the inbox, and in the folder of those that were handled. */
  count(): Promise<{ inbox: number; handled: number }>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Call it at the top of a test file; it is stopped after its last test. */
export async function startDovecot(): Promise<TestDovecot> {
  const folder = await mkdtemp(join(tmpdir(), 'navette-dovecot-'));
  const user = 'rebonds@cabinet.example';
  const password = 'secret-planté';
  const [imapPort, imapsPort] = [await freePort(), await freePort()];
  const mail = join(folder, 'mail');
  await mkdir(join(mail, 'new'), { recursive: true });
  await mkdir(join(mail, 'cur'));
  await mkdir(join(mail, 'tmp'));
  await writeFile(join(folder, 'cert.pem'), mailCertificate.cert);
  await writeFile(join(folder, 'key.pem'), mailCertificate.key);
  await writeFile(join(folder, 'users'), `${user}:{PLAIN}${password}::::::\n`);
  await writeFile(join(folder, 'dovecot.conf'), configuration(folder, imapPort, imapsPort));
  execFileSync('chown', ['-R', 'nobody:nogroup', mail]);
  execFileSync('chmod', ['755', folder]);
  let server: ChildProcess | null = null;
  let delivered = 0;

  const dovecot: TestDovecot = {
    ...{ imapPort, imapsPort, user, password },
    async deliver(bytes) {
      const name = `${Date.now()}.${delivered++}.essai`;
      await writeFile(join(mail, 'tmp', name), bytes);
      execFileSync('chown', ['nobody:nogroup', join(mail, 'tmp', name)]);
      execFileSync('mv', [join(mail, 'tmp', name), join(mail, 'new', name)]);
    },
    async count() {
      const inbox = (await filesOf(mail)).length;
      return { inbox, handled: (await filesOf(join(mail, '.Navette'))).length };
    },
    async start() {
      server = spawn(dovecotProgram, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
      await waitFor(async () => ((await answers(imapPort)) && (await answers(imapsPort))) || undefined);
    },
    async stop() {
      const running = server;
      server = null;
      if (running === null || running.exitCode !== null) return;
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      await ended;
    },
  };
  await dovecot.start();
  afterAll(async () => {
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return dovecot;
}

async function filesOf(maildir: string): Promise<string[]> {
  const lists = ['new', 'cur'].map((each) => readdir(join(maildir, each)).catch(() => []));
  return (await Promise.all(lists)).flat();
}

/** Source: doc.dovecot.org 2.3, Debian's dovecot-imapd. */
function configuration(folder: string, imapPort: number, imapsPort: number): string {
  return `
base_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = nobody
default_login_user = nobody
default_internal_group = nogroup
mail_location = maildir:${folder}/mail
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = ${imapsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

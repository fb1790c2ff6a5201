/** A real Postfix with a configuration of its own: it takes mails for one mailbox, in a maildir, and relays nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MailServer } from '@navette/connector';
import { findFreePort, mailCertificate } from '@navette/testkit';

const program = '/usr/sbin/postfix';

/** Its master must be started by root, and changes to users of its own. */
export const canRunPostfix = existsSync(program) && userInfo().uid === 0;

export const mailbox = 'connu@collecte.test';
const nobody = 65_534;
const startingMs = 50_000;
const deliveryMs = 50_000;
const everyMs = 50;

export interface RunningPostfix {
  readonly settings: MailServer;
  /** What lies in the mailbox, once there are that many. @throws Error past the deadline, with what Postfix wrote */
  mails(count: number): Promise<Buffer[]>;
  stop(): Promise<void>;
}

export async function startPostfix(): Promise<RunningPostfix> {
  const folder = await mkdtemp(join(tmpdir(), 'navette-postfix-'));
  await chmod(folder, 0o755);
  const [conf, spool, data, mail] = ['conf', 'spool', 'data', 'mail'].map((name) => join(folder, name));
  if (!conf || !spool || !data || !mail) throw new TypeError('four folders');
  for (const each of [conf, spool, data, mail]) await mkdir(each, { mode: 0o755 });
  await chown(mail, nobody, nobody);
  await chown(data, await userId('postfix'), -1);
  const port = await findFreePort();
  const pem = join(conf, 'server.pem');
  await writeFile(pem, `${mailCertificate.key}\n${mailCertificate.cert}\n`, { mode: 0o600 });
  await writeFile(join(conf, 'main.cf'), mainSettings({ folder, spool, data, mail, pem }));
  await writeFile(join(conf, 'master.cf'), `127.0.0.1:${port} inet n - n - - smtpd\n${services}`);
  const master = spawn(program, ['-c', conf, 'start-fg'], { stdio: 'ignore' });
  const stop = async () => {
    await stopMaster(master, conf);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    await untilListening(port, master);
  } catch (error) {
    const log = await readFile(join(spool, 'log'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`Postfix did not start:\n${log}`, { cause: error });
  }
  return {
    settings: {
      ...{ host: 'localhost', port, security: 'starttls', user: null, password: null },
      from: { name: 'Cabinet', address: 'pieces@cabinet.test' },
    },
    async mails(count) {
      const folderOfMails = join(mail, 'connu', 'new');
      const giveUpAt = performance.now() + deliveryMs;
      for (;;) {
        const names = await readdir(folderOfMails).catch(() => []);
        if (names.length >= count)
          return Promise.all(names.map((name) => readFile(join(folderOfMails, name))));
        if (performance.now() > giveUpAt)
          throw new Error(`${names.length} mails:\n${await readFile(join(spool, 'log'), 'utf8')}`);
        await delay(everyMs);
      }
    },
    stop,
  };
}

function mainSettings(path: { folder: string; spool: string; data: string; mail: string; pem: string }) {
  return `compatibility_level = 3.6
queue_directory = ${path.spool}
data_directory = ${path.data}
maillog_file = ${path.spool}/log
maillog_file_prefixes = ${path.folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = courrier.test
mynetworks =
mydestination =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_chain_files = ${path.pem}
message_size_limit = 21000000
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
transport_retry_time = 1s
virtual_mailbox_limit = 0
virtual_mailbox_domains = collecte.test
virtual_mailbox_base = ${path.mail}
virtual_mailbox_maps = inline:{ ${mailbox}=connu/ }
virtual_uid_maps = static:${nobody}
virtual_gid_maps = static:${nobody}
`;
}

const services = `cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
`;

async function userId(name: string): Promise<number> {
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  return Number(line?.split(':')[2]);
}

async function untilListening(port: number, master: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + startingMs;
  for (;;) {
    if (master.exitCode !== null) throw new Error(`it ended with ${master.exitCode}`);
    const socket = connect({ host: '127.0.0.1', port });
    const isListening = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isListening) return;
    if (performance.now() > giveUpAt) throw new Error('nothing listens');
    await delay(everyMs);
  }
}

async function stopMaster(master: ChildProcess, conf: string): Promise<void> {
  if (master.exitCode !== null || master.signalCode !== null) return;
  const ended = once(master, 'exit');
  const stopping = spawn(program, ['-c', conf, 'stop'], { stdio: 'ignore' });
  await once(stopping, 'exit');
  await ended;
}

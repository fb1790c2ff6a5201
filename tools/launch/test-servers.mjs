import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installDebianPackages, whyNotInstallable } from './apt.mjs';
import { launchDir } from './places.mjs';
import { runLogged } from './program.mjs';

/**
 * Real servers that connectors are tested against: a file that tells that it is there, the Debian packages that bring it, and
 * the services that these would start when the machine starts. Tests start them themselves, as programs, on ports of their own.
 */
const servers = {
  sshd: { file: '/usr/sbin/sshd', packages: ['openssh-server'], services: ['ssh.service', 'ssh.socket'] },
  rclone: { file: '/usr/bin/rclone', packages: ['rclone'], services: [] },
  lighttpd: {
    file: '/usr/lib/lighttpd/mod_webdav.so',
    packages: ['lighttpd', 'lighttpd-mod-webdav'],
    services: ['lighttpd.service'],
  },
  apache: { file: '/usr/sbin/apache2', packages: ['apache2'], services: ['apache2.service'] },
  dovecot: {
    file: '/usr/lib/dovecot/imap',
    packages: ['dovecot-imapd'],
    services: ['dovecot.service', 'dovecot.socket'],
  },
  postfix: { file: '/usr/sbin/postfix', packages: ['postfix'], services: ['postfix.service'] },
};

/** Asked by packages before they start a service; 101 forbids it. */
const servicePolicy = '/usr/sbin/policy-rc.d';

/**
 * Finds the servers that tests talk to, and as root on Debian installs those that are missing. Starts none.
 * @returns {Promise<Record<string, string>>} what to add to the environment: NAVETTE_TEST_SERVERS, the names of those that are
 * there, separated by commas
 */
export async function prepareTestServers() {
  const missing = Object.keys(servers).filter((name) => !existsSync(servers[name].file));
  if (missing.length > 0) await installServers(missing);
  const there = Object.keys(servers).filter((name) => existsSync(servers[name].file));
  return { NAVETTE_TEST_SERVERS: there.join(',') };
}

async function installServers(names) {
  const list = names.join(', ');
  const why = whyNotInstallable();
  if (why !== undefined) {
    console.error(`Not here, so the tests that talk to it are skipped: ${list} (${why}).`);
    return;
  }
  console.error(`Installing the servers that tests talk to, without starting them (apt-get): ${list}…`);
  try {
    await withoutStarting(() =>
      installDebianPackages(
        names.flatMap((name) => servers[name].packages),
        'test-servers',
      ),
    );
    await keepStopped(names.flatMap((name) => servers[name].services));
  } catch (error) {
    console.error(error.message);
    console.error(`Could not be installed, so the tests that talk to it are skipped: ${list}.`);
  }
}

/** A machine's own policy is left alone: containers have one that forbids. */
async function withoutStarting(install) {
  if (existsSync(servicePolicy)) return install();
  await writeFile(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
  try {
    return await install();
  } finally {
    await rm(servicePolicy, { force: true });
  }
}

/** What was installed for tests alone is not there to serve when the machine starts again. */
async function keepStopped(services) {
  if (!existsSync('/run/systemd/system') || services.length === 0) return;
  const log = join(launchDir, 'test-servers-disable.log');
  for (const service of services)
    await runLogged('systemctl', ['disable', service], { what: `systemctl disable ${service}`, log }).catch(
      () => {},
    );
}

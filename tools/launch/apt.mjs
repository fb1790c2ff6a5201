import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launchDir } from './places.mjs';
import { runLogged } from './program.mjs';

/** @returns {string | undefined} why packages cannot be installed here by themselves; undefined when they can */
export function whyNotInstallable() {
  if (!existsSync('/etc/debian_version')) return 'it can be installed by itself on Debian only';
  if (process.getuid?.() !== 0) return 'only root can install it (apt-get install)';
  return undefined;
}

/**
 * Installs Debian packages, as root on Debian.
 * @param {readonly string[]} packages
 * @param {string} what begins the name of the files where the output goes
 */
export async function installDebianPackages(packages, what) {
  await runApt(what, 'update', ['update']);
  await runApt(what, 'install', ['install', '--yes', '--no-install-recommends', ...packages]);
}

async function runApt(what, step, args) {
  // Another program may hold apt's lock for a moment.
  await runLogged('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    what: `apt-get ${step}`,
    log: join(launchDir, `${what}-${step}.log`),
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
  });
}

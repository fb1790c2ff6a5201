import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launchDir } from './places.mjs';
import { runLogged } from './program.mjs';

/** The release of Debian whose Ceph can keep its objects in a file, without a cluster. */
const suite = 'trixie';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** What is not needed to run: documentation, other languages' libraries, scripts of packages. */
const leftOut = ['usr/share', 'usr/lib/python3', 'usr/lib/python3.13', 'usr/lib/systemd', 'var', 'etc'];

/**
 * Finds Ceph's object gateway, an S3 server that the connector is tested against, and on Debian unpacks it with all that it needs
 * into a folder of its own: nothing of the machine changes, so that it needs no root and fits any release.
 * @returns {Promise<Record<string, string>>} what to add to the environment: NAVETTE_RADOSGW, the folder, when there is one
 */
export async function prepareObjectStore() {
  const named = process.env.NAVETTE_RADOSGW;
  if (named) {
    if (!hasGateway(named))
      throw new Error(`NAVETTE_RADOSGW names a folder without usr/bin/radosgw: ${named}`);
    return { NAVETTE_RADOSGW: named };
  }
  const folder = join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'navette',
    `radosgw-${suite}-${process.arch}`,
  );
  if (!hasGateway(folder)) await unpackGateway(folder);
  return hasGateway(folder) ? { NAVETTE_RADOSGW: folder } : {};
}

const hasGateway = (folder) => existsSync(join(folder, 'usr/bin/radosgw'));

async function unpackGateway(folder) {
  if (!existsSync('/etc/debian_version')) {
    console.error(
      'No S3 server here, so the tests that talk to it are skipped: it can be fetched on Debian only.',
    );
    return;
  }
  console.error('Fetching an S3 server for the tests, into a folder of its own (apt-get)…');
  await mkdir(join(folder, '..'), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    await downloadPackages(work);
    const unpacked = join(work, 'root');
    const archives = join(work, 'cache/archives');
    for (const file of await readdir(archives))
      if (file.endsWith('.deb')) await run('dpkg-deb', ['--extract', join(archives, file), unpacked]);
    for (const each of leftOut) await rm(join(unpacked, each), { recursive: true, force: true });
    // Another launch may have been faster.
    await rename(unpacked, folder).catch((error) => {
      if (!hasGateway(folder)) throw error;
    });
  } catch (error) {
    console.error(error.message);
    console.error('The S3 server could not be fetched, so the tests that talk to it are skipped.');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Everything down to the C library, as if nothing were installed. */
async function downloadPackages(work) {
  for (const each of ['lists/partial', 'cache/archives/partial', 'none', 'root'])
    await mkdir(join(work, each), { recursive: true });
  await writeFile(join(work, 'status'), '');
  await writeFile(join(work, 'sources.list'), await listSources());
  const options = [
    `Dir::Etc::SourceList=${work}/sources.list`,
    `Dir::Etc::SourceParts=${work}/none`,
    `Dir::Etc::PreferencesParts=${work}/none`,
    `Dir::State::Lists=${work}/lists`,
    `Dir::State::status=${work}/status`,
    `Dir::State::extended_states=${work}/extended`,
    `Dir::Cache=${work}/cache`,
    'APT::Install-Recommends=false',
    'APT::Sandbox::User=root',
    'Binary::apt-get::APT::Keep-Downloaded-Packages=true',
    'APT::Keep-Downloaded-Packages=true',
    'Acquire::Languages=none',
    'Debug::NoLocking=true',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, 'update']);
  await run('apt-get', [...options, 'install', '--yes', '--download-only', 'radosgw']);
}

/** The machine's own sources of its release of Debian, for another release. */
async function listSources() {
  const release = await readFile('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME=(\S+)$/m.exec(release)?.[1];
  const format = '$(SITE) $(RELEASE) $(COMPONENT)';
  const { stdout } = await promisify(execFile)('apt-get', [
    'indextargets',
    '--format',
    format,
    'Identifier: Packages',
  ]);
  const sites = stdout
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, name, component]) => name === codename && component === 'main')
    .map(([site]) => site);
  if (sites.length === 0) throw new Error(`apt has no source of Debian ${codename ?? ''}`);
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : '';
  return [...new Set(sites)].map((site) => `deb ${signed}${site} ${suite} main\n`).join('');
}

async function run(program, args) {
  const log = join(launchDir, `object-store-${program}.log`);
  await runLogged(program, args, {
    what: `${program} ${args.at(-1)}`,
    log,
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
  });
}

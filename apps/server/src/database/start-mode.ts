import { chown, lchown, readdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { NavetteError } from '@navette/model';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { type Command, type ProgramResult, runProgram } from './run-program.ts';

/**
 * Under whom PostgreSQL runs, since it refuses root and initdb refuses an account without a passwd entry.
 *
 *   own        as ourselves
 *   namespace  as ourselves outside, as 65534 (nobody) inside a user namespace: reaches whatever we reach
 *   account    as another, unprivileged account of this machine (`uid`, `gid`)
 */
export type StartMode =
  | { readonly kind: 'own' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'account'; readonly uid: number; readonly gid: number; readonly name: string };

const probeTimeoutMs = 15_000;

/** The command that runs `file` in this mode. Neither wrapper forks: the process id is PostgreSQL's own. */
export function commandIn(mode: StartMode, file: string, args: readonly string[]): Command {
  switch (mode.kind) {
    case 'own':
      return { file, args };
    case 'namespace':
      return {
        file: 'unshare',
        args: ['--user', '--map-user=65534', '--map-group=65534', '--', file, ...args],
      };
    case 'account':
      return { file, args, uid: mode.uid, gid: mode.gid };
  }
}

/**
 * Chooses how to start PostgreSQL on `clusterFolder`, which may not exist yet (its parent does), and proves that the
 * program runs that way. Files of an existing cluster decide: they stay with the account they belong to.
 * @throws database_not_started with what to do: no way to leave root, files of another account, musl instead of glibc.
 */
export async function chooseStartMode(clusterFolder: string, binaries: PostgresBinaries): Promise<StartMode> {
  const uid = process.getuid?.();
  if (uid === undefined) return await proved({ kind: 'own' }, binaries);
  const owner = await ownerOf(clusterFolder);
  if (uid === 0) return await leaveRoot(clusterFolder, owner, binaries);
  if (owner !== undefined && owner.uid !== uid) {
    throw notStarted(`${clusterFolder} belongs to another account (uid ${owner.uid}); start as that account`);
  }
  return await proved({ kind: hasAccount() ? 'own' : 'namespace' }, binaries);
}

async function leaveRoot(
  clusterFolder: string,
  owner: { uid: number; gid: number } | undefined,
  binaries: PostgresBinaries,
): Promise<StartMode> {
  if (owner !== undefined && owner.uid !== 0) {
    return await proved({ kind: 'account', ...owner, name: `uid ${owner.uid}` }, binaries);
  }
  const reasons: string[] = [];
  const namespace = await probe({ kind: 'namespace' }, binaries);
  if (namespace.code === 0) return { kind: 'namespace' };
  reasons.push(`a user namespace: ${reasonOf(namespace)}`);
  for (const candidate of await unprivilegedAccounts()) {
    const refusal = await whyUnreachable(candidate, path.dirname(clusterFolder), binaries);
    if (refusal === undefined) {
      // A cluster made in a namespace belongs to root outside it.
      if (owner !== undefined) await giveTo(clusterFolder, candidate);
      return candidate;
    }
    reasons.push(`${candidate.name}: ${refusal}`);
  }
  throw notStarted(
    `PostgreSQL refuses to run as root, and no other way worked (${reasons.join('; ')}). ` +
      'Start Navette as an ordinary user, or put its data where such a user can go, or set DATABASE_URL',
  );
}

type AccountMode = Extract<StartMode, { kind: 'account' }>;

async function unprivilegedAccounts(): Promise<AccountMode[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  return ['postgres', 'nobody'].flatMap((name): AccountMode[] => {
    const line = lines.find((fields) => fields[0] === name);
    const [uid, gid] = [Number(line?.[2]), Number(line?.[3])];
    return uid > 0 && gid > 0 ? [{ kind: 'account', uid, gid, name }] : [];
  });
}

async function whyUnreachable(
  mode: AccountMode,
  folder: string,
  binaries: PostgresBinaries,
): Promise<string | undefined> {
  const program = await probe(mode, binaries);
  if (program.code !== 0) return `cannot run ${binaries.postgres} (${reasonOf(program)})`;
  const enter = await runProgram(
    commandIn(mode, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]),
    probeTimeoutMs,
  );
  return enter.code === 0 ? undefined : `cannot reach ${folder}`;
}

async function proved(mode: StartMode, binaries: PostgresBinaries): Promise<StartMode> {
  const result = await probe(mode, binaries);
  if (result.code === 0) return mode;
  // The file is there, so what is missing is the loader it names: a C library other than glibc.
  if (result.startError === 'ENOENT' && mode.kind !== 'namespace') {
    throw notStarted(
      'the packaged PostgreSQL needs glibc, which this system (musl?) lacks; set DATABASE_URL',
    );
  }
  throw notStarted(`${binaries.postgres} does not run (${mode.kind}: ${reasonOf(result)})`);
}

async function probe(mode: StartMode, binaries: PostgresBinaries): Promise<ProgramResult> {
  return await runProgram(commandIn(mode, binaries.postgres, ['--version']), probeTimeoutMs);
}

function reasonOf(result: ProgramResult): string {
  return result.startError ?? (result.output.trim().split('\n').at(-1) || `exit code ${result.code}`);
}

async function ownerOf(folder: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function hasAccount(): boolean {
  try {
    os.userInfo();
    return true;
  } catch {
    return false; // a container started under a number that /etc/passwd does not know
  }
}

async function giveTo(folder: string, { uid, gid }: AccountMode): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true }))
    await lchown(path.join(folder, entry), uid, gid);
  await chown(folder, uid, gid);
}

function notStarted(detail: string): NavetteError {
  return new NavetteError('database_not_started', { detail });
}

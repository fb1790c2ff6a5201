import { chmod, chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freshFolder } from '@navette/testkit';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { runProgram } from './run-program.ts';
import { chooseStartMode, commandIn } from './start-mode.ts';
import { dataFolder, processesIn, serverPidOf, startUser } from './test-server.ts';

const isRoot = process.getuid?.() === 0;
const namespace = await runProgram(commandIn({ kind: 'namespace' }, 'true', []), 10_000);
const nobody = { uid: 65_534, gid: 65_534 };
const kept = 'select number from kept';
const keepNumber = 'create table kept (number int); insert into kept values (42)';

/** What `postgres.json` says of the last start. */
async function recordedMode(dataDir: string): Promise<string> {
  return JSON.parse(await readFile(path.join(dataDir, 'postgres.json'), 'utf8')).mode.kind;
}

/** A folder with an `unshare` that is refused, as in a container without user namespaces. */
async function refusedUnshare(): Promise<{ PATH: string }> {
  const folder = await freshFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const file = path.join(folder.path, 'unshare');
  await writeFile(file, '#!/bin/sh\necho "unshare: unshare failed: Operation not permitted" >&2\nexit 1\n', {
    mode: 0o755,
  });
  return { PATH: `${folder.path}:${process.env.PATH}` };
}

/** PostgreSQL's programs where any account can run them, wherever this repository is. */
async function openBinaries(): Promise<PostgresBinaries> {
  const packaged = await findPostgresBinaries();
  const folder = await freshFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  await chmod(folder.path, 0o755);
  await cp(path.resolve(packaged.postgres, '../..'), folder.path, {
    recursive: true,
    verbatimSymlinks: true,
  });
  const program = (name: string) => path.join(folder.path, 'bin', name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

/** A data folder that any account can reach, and that belongs to `owner`. */
async function openDataFolder(owner: { uid: number; gid: number } = { uid: 0, gid: 0 }): Promise<string> {
  const dataDir = await dataFolder();
  await chmod(path.dirname(dataDir), 0o755);
  await mkdir(dataDir);
  await chown(dataDir, owner.uid, owner.gid);
  return dataDir;
}

describe.runIf(isRoot && namespace.code === 0)('as root where user namespaces are allowed', () => {
  test('works below a folder that only root may cross', async () => {
    const dataDir = await dataFolder();
    expect((await stat(path.dirname(dataDir))).mode & 0o777).toBe(0o700);
    const user = await startUser({ dataDir });
    await user.query(keepNumber);
    expect(await recordedMode(dataDir)).toBe('namespace');
    expect((await stat(path.join(dataDir, 'postgres', 'PG_VERSION'))).uid).toBe(0);
    await user.stop();
    expect(await (await startUser({ dataDir })).query(kept)).toEqual([{ number: 42 }]);
  });

  test('data made in a user namespace still starts where they are forbidden', async () => {
    const [dataDir, binaries] = [await openDataFolder(), await openBinaries()];
    const user = await startUser({ dataDir, binaries });
    await user.query(keepNumber);
    await user.stop();
    const again = await startUser({ dataDir, binaries }, await refusedUnshare());
    expect(await recordedMode(dataDir)).toBe('account');
    expect(await again.query(kept)).toEqual([{ number: 42 }]);
  });

  test('an ordinary user is told that the data belongs to another account', async () => {
    const [dataDir, binaries] = [await openDataFolder(), await openBinaries()];
    await (await startUser({ dataDir, binaries })).stop();
    await chown(dataDir, nobody.uid, nobody.gid);
    await expect(startUser({ dataDir, binaries, account: nobody })).rejects.toThrow(
      /belongs to another account/,
    );
  });

  test('a user without a passwd entry starts all the same, in a user namespace', async () => {
    const stranger = { uid: 54_321, gid: 54_321 };
    const [dataDir, binaries] = [await openDataFolder(stranger), await openBinaries()];
    const user = await startUser({ dataDir, binaries, account: stranger });
    expect(await user.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(await recordedMode(dataDir)).toBe('namespace');
  });
});

describe.runIf(isRoot)('as root', () => {
  test('without user namespaces, runs PostgreSQL as an unprivileged account, and goes on so later', async () => {
    const [dataDir, binaries] = [await openDataFolder(), await openBinaries()];
    const user = await startUser({ dataDir, binaries }, await refusedUnshare());
    await user.query(keepNumber);
    expect(await recordedMode(dataDir)).toBe('account');
    const { uid } = await stat(`/proc/${await serverPidOf(dataDir)}`);
    expect(uid).toBeGreaterThan(0);
    await user.stop();
    const again = await startUser({ dataDir, binaries });
    expect(await recordedMode(dataDir)).toBe('account');
    expect(await again.query(kept)).toEqual([{ number: 42 }]);
    expect((await stat(again.facts.host)).uid).toBe(uid);
  });

  test('says what to do when no account can reach the data', async () => {
    const [dataDir, binaries] = [await dataFolder(), await openBinaries()];
    await expect(startUser({ dataDir, binaries }, await refusedUnshare())).rejects.toThrow(
      /refuses to run as root.*Operation not permitted.*nobody: cannot reach .*Start Navette as an ordinary user/,
    );
    expect(await processesIn(dataDir)).toEqual([]);
  });

  test('an ordinary user starts, adopts and stops a server of his own', async () => {
    const [dataDir, binaries] = [await openDataFolder(nobody), await openBinaries()];
    const user = await startUser({ dataDir, binaries, account: nobody });
    await user.query(keepNumber);
    expect(await recordedMode(dataDir)).toBe('own');
    await user.kill();
    const again = await startUser({ dataDir, binaries, account: nobody });
    expect(await again.query(kept)).toEqual([{ number: 42 }]);
    await again.stop();
    expect(await processesIn(dataDir)).toEqual([]);
  });

  test('root starts the data of an ordinary user as that user', async () => {
    const [dataDir, binaries] = [await openDataFolder(nobody), await openBinaries()];
    const user = await startUser({ dataDir, binaries, account: nobody });
    await user.query(keepNumber);
    await user.stop();
    const asRoot = await startUser({ dataDir, binaries });
    expect(await recordedMode(dataDir)).toBe('account');
    expect((await stat(`/proc/${await serverPidOf(dataDir)}`)).uid).toBe(nobody.uid);
    await asRoot.stop();
    const back = await startUser({ dataDir, binaries, account: nobody });
    expect(await back.query(kept)).toEqual([{ number: 42 }]);
  });
});

describe('PostgreSQL’s programs', () => {
  let packaged: PostgresBinaries;
  beforeAll(async () => {
    packaged = await findPostgresBinaries();
  });

  test('are refused with advice where the C library is another than glibc', async () => {
    const folder = await freshFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const postgres = path.join(folder.path, 'postgres');
    // As with musl: the file is there, the loader that it names is not.
    await writeFile(postgres, '#!/lib/no-such-loader.so\n', { mode: 0o755 });
    await chmod(folder.path, 0o755);
    const refusal = chooseStartMode(path.join(folder.path, 'cluster'), { ...packaged, postgres });
    await expect(refusal).rejects.toMatchObject({ code: 'database_not_started' });
    await expect(refusal).rejects.toThrow(/set DATABASE_URL/);
  });

  test('get back the library links that an installation without scripts left out', async () => {
    const folder = await freshFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const root = path.resolve(packaged.postgres, '../../..');
    await cp(root, folder.path, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8'));
    for (const { target } of links) await rm(path.join(folder.path, target));
    const repaired = await findPostgresBinaries(folder.path);
    for (const { target } of links) await stat(path.join(folder.path, target));
    expect(repaired.postgres).toBe(path.join(folder.path, 'native', 'bin', 'postgres'));
  });
});

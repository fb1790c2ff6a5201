import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { processState } from './lock-file.ts';
import { dataFolder, isAlive, processesIn, serverPidOf, startUser, waiting } from './test-server.ts';

async function keepNumber(user: { query: (text: string) => Promise<unknown> }): Promise<void> {
  await user.query('create table kept (number int); insert into kept values (42)');
}

const kept = 'select number from kept';
const fortyTwo = [{ number: 42 }];

test('a first start makes a cluster that flushes, speaks UTF-8, and listens on a private socket alone', async () => {
  const dataDir = await dataFolder();
  const user = await startUser({ dataDir, durable: true });
  const [facts] = await user.query(
    `select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
            current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
            current_setting('timezone') as zone, lower('ÉTÉ') as lower`,
  );
  expect(facts).toEqual({
    fsync: 'on',
    addresses: '',
    encoding: 'UTF8',
    checksums: 'on',
    zone: 'UTC',
    lower: 'été',
  });
  expect((await stat(user.facts.host)).mode & 0o777).toBe(0o700);
  expect((await stat(path.join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
  expect(user.owned).toBe(true);
});

test('PostgreSQL runs in a session of its own, where Ctrl-C in our terminal does not reach it', async () => {
  const dataDir = await dataFolder();
  await startUser({ dataDir });
  const pid = await serverPidOf(dataDir);
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/.*\) /s, '').split(' ');
  expect(fields.slice(2, 4).map(Number)).toEqual([pid, pid]); // its process group and its session
});

test('a second process attaches, and the last to leave stops the server with all its processes', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  const second = await startUser({ dataDir });
  expect([first.owned, second.owned]).toEqual([true, false]);
  expect(second.facts).toEqual(first.facts);
  await keepNumber(second);
  await first.stop();
  expect(await second.query(kept)).toEqual(fortyTwo);
  await second.stop();
  expect(await processesIn(dataDir)).toEqual([]);
  await expect(stat(first.facts.host)).rejects.toThrow('ENOENT');
  expect(await (await startUser({ dataDir })).query(kept)).toEqual(fortyTwo);
});

test('two processes that leave at the same time leave no server behind', async () => {
  const dataDir = await dataFolder();
  const users = await Promise.all([startUser({ dataDir }), startUser({ dataDir }), startUser({ dataDir })]);
  await Promise.all(users.map((user) => user.stop()));
  expect(await processesIn(dataDir)).toEqual([]);
});

test('eight processes that start together on an empty folder share one server', async () => {
  const dataDir = await dataFolder();
  const users = await Promise.all(Array.from({ length: 8 }, () => startUser({ dataDir })));
  const starts = await Promise.all(
    users.map((user) =>
      user.query('select pg_postmaster_start_time() as at, system_identifier as id from pg_control_system()'),
    ),
  );
  expect(new Set(starts.map((rows) => JSON.stringify(rows))).size).toBe(1);
  expect(users.filter((user) => user.owned)).toHaveLength(1);
});

test('a process that starts while the last one stops the server gets a server', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  await keepNumber(first);
  const [, second] = await Promise.all([first.stop(), startUser({ dataDir })]);
  expect(await second.query(kept)).toEqual(fortyTwo);
});

test('a server left by a killed process is adopted, not replaced', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  await keepNumber(first);
  const pid = await serverPidOf(dataDir);
  await first.kill();
  expect(isAlive(pid ?? 0)).toBe(true);
  const second = await startUser({ dataDir });
  expect(second.owned).toBe(true);
  expect(await serverPidOf(dataDir)).toBe(pid);
  expect(await second.query(kept)).toEqual(fortyTwo);
  await second.stop();
  expect(await processesIn(dataDir)).toEqual([]);
});

test('a server that is killed comes back at the same address with its data, for every process that uses it', async () => {
  const dataDir = await dataFolder();
  const [first, second] = [
    await startUser({ dataDir, durable: true }),
    await startUser({ dataDir, durable: true }),
  ];
  await keepNumber(first);
  const pid = await serverPidOf(dataDir);
  process.kill(pid ?? 0, 'SIGKILL');
  await vi.waitFor(async () => expect(await first.query(kept)).toEqual(fortyTwo), waiting);
  expect(await serverPidOf(dataDir)).not.toBe(pid);
  await first.stop();
  // It may still have been on its way back when the first left, and then starts the server again.
  await vi.waitFor(async () => expect(await second.query(kept)).toEqual(fortyTwo), waiting);
  await second.stop();
  expect(await processesIn(dataDir)).toEqual([]);
});

test('server and process killed together: the next start finds the data', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir, durable: true });
  await keepNumber(first);
  const pid = (await serverPidOf(dataDir)) ?? 0;
  process.kill(first.pid, 'SIGKILL');
  process.kill(pid, 'SIGKILL');
  expect(await (await startUser({ dataDir, durable: true })).query(kept)).toEqual(fortyTwo);
});

test('a lock file whose number now belongs to another program does not prevent a start', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  await keepNumber(first);
  const lock = path.join(dataDir, 'postgres', 'postmaster.pid');
  const text = await readFile(lock, 'utf8');
  await first.stop();
  await writeFile(lock, text.replace(/^\d+/, String(process.pid)));
  expect(await (await startUser({ dataDir })).query(kept)).toEqual(fortyTwo);
  expect(isAlive(process.pid)).toBe(true);
});

test('a zombie that holds the lock file is waited out', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  const cluster = path.join(dataDir, 'postgres');
  const lock = path.join(cluster, 'postmaster.pid');
  const text = await readFile(lock, 'utf8');
  await first.stop();
  const zombie = await makeZombie(cluster);
  await writeFile(lock, text.replace(/^\d+/, String(zombie)));
  expect((await startUser({ dataDir })).owned).toBe(true);
  expect(await processState(zombie, cluster)).toBe('zombie');
});

/** A process that ended and whose parent, the second `sleep`, never asks how. */
async function makeZombie(cluster: string): Promise<number> {
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    parent.kill('SIGKILL');
    await once(parent, 'close');
  });
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(chunk.toString());
  await vi.waitUntil(async () => (await processState(pid, cluster)) === 'zombie', waiting);
  return pid;
}

/** A server that runs makes and removes files while they are copied: its processes stand still meanwhile. */
async function whileStopped(dataDir: string, work: () => Promise<void>): Promise<void> {
  const stopped = await processesIn(dataDir);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
}

test('a copy of the data folder gets a server of its own while the original runs', async () => {
  const dataDir = await dataFolder();
  const original = await startUser({ dataDir });
  await keepNumber(original);
  await original.query('checkpoint');
  const copyDir = await dataFolder();
  await whileStopped(dataDir, () => cp(dataDir, copyDir, { recursive: true }));
  const copy = await startUser({ dataDir: copyDir });
  await copy.query('update kept set number = 43');
  expect(copy.owned).toBe(true);
  expect(copy.facts.host).not.toBe(original.facts.host);
  expect(await original.query(kept)).toEqual(fortyTwo);
});

test('a server whose data folder was moved under it is stopped and started again at the new place', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  await keepNumber(first);
  const pid = (await serverPidOf(dataDir)) ?? 0;
  await first.kill();
  await rename(dataDir, `${dataDir}-moved`);
  const second = await startUser({ dataDir: `${dataDir}-moved` });
  expect(await second.query(kept)).toEqual(fortyTwo);
  expect(await processesIn(`${dataDir}-moved`)).not.toContain(pid);
});

test('a server whose socket was swept away is stopped and started again', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  await keepNumber(first);
  const pid = (await serverPidOf(dataDir)) ?? 0;
  await first.kill();
  await rm(first.facts.host, { recursive: true });
  const second = await startUser({ dataDir });
  expect(await second.query(kept)).toEqual(fortyTwo);
  expect(await processesIn(dataDir)).not.toContain(pid);
});

test('a socket folder that somebody else made is not used', async () => {
  const dataDir = await dataFolder();
  const first = await startUser({ dataDir });
  await first.stop();
  await rm(path.join(dataDir, 'postgres.json'));
  await writeFile(first.facts.host, 'in the way');
  onTestFinished(() => rm(first.facts.host));
  const second = await startUser({ dataDir });
  expect(second.facts.host).toMatch(new RegExp(`^${first.facts.host}-`));
});

test('a start under a very long path works, though a socket there would not', async () => {
  const dataDir = path.join(await dataFolder(), 'x'.repeat(100), 'y'.repeat(100));
  const temporary = path.join(dataDir, 'tmp');
  await mkdir(temporary, { recursive: true });
  const user = await startUser({ dataDir }, { TMPDIR: temporary });
  expect(user.facts.host).toMatch(/^\/tmp\/navette-/);
});

test('on a port of 127.0.0.1, the way of Windows, nobody enters without a password', async () => {
  const dataDir = await dataFolder();
  const user = await startUser({ dataDir, loopback: true });
  expect(user.facts.host).toBe('127.0.0.1');
  await keepNumber(user);
  await user.stop();
  const again = await startUser({ dataDir, loopback: true });
  expect(again.facts.port).toBe(user.facts.port);
  expect(await again.query(kept)).toEqual(fortyTwo);
});

test('data of another major version is refused with both numbers', async () => {
  const dataDir = await dataFolder();
  await (await startUser({ dataDir })).stop();
  await writeFile(path.join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startUser({ dataDir })).rejects.toThrow(/made by PostgreSQL 17, this is 18/);
});

test('a server that cannot start says why, in the words of its log', async () => {
  const dataDir = await dataFolder();
  await (await startUser({ dataDir })).stop();
  await writeFile(path.join(dataDir, 'postgres', 'postgresql.auto.conf'), `no_such_setting = 'x'\n`);
  await expect(startUser({ dataDir })).rejects.toThrow(
    /unrecognized configuration parameter "no_such_setting"/,
  );
});

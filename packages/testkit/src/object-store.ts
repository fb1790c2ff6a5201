/** A real S3 server: Ceph's object gateway, which keeps its objects in a file and verifies every signature. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freshFolder } from './fresh-folder.ts';
import { findFreePort, startServer } from './start-server.ts';

export interface ObjectStoreUser {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface ObjectStore extends AsyncDisposable {
  /** `127.0.0.1:<port>`; takes any region, and `<bucket>.s3.navette.test` in the Host header too. */
  readonly host: string;
}

/** Whether there is one: `npm test` fetches it on Debian, see `tools/launch/object-store.mjs`. */
export const hasObjectStore = existsSync(join(process.env.NAVETTE_RADOSGW ?? '/none', 'usr/bin/radosgw'));

/** Starts one of its own, empty but for these users. */
export async function startObjectStore(users: readonly ObjectStoreUser[]): Promise<ObjectStore> {
  const resources = new AsyncDisposableStack();
  try {
    const { path: folder } = resources.use(await freshFolder());
    const port = await findFreePort();
    const gateway = await configure(folder, port);
    for (const { name, accessKeyId, secretAccessKey } of users) {
      const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
      await gateway.administer('user', 'create', '--uid', name, '--display-name', name, ...keys);
    }
    const { command, args } = gateway.program('radosgw', '-f');
    // It may hang when it is asked to end, and keeps nothing that is needed.
    resources.use(await startServer({ command, args, port, stopSignal: 'SIGKILL' }));
    const started = resources.move();
    return { host: `127.0.0.1:${port}`, [Symbol.asyncDispose]: () => started.disposeAsync() };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

async function configure(folder: string, port: number) {
  const top = join(process.env.NAVETTE_RADOSGW ?? '', 'usr');
  const libraries = join(top, 'lib', findTriplet(join(top, 'lib')));
  const loader = readdirSync(libraries).find((name) => /^ld-linux.*\.so/.test(name)) ?? '';
  const data = join(folder, 'data');
  const file = join(folder, 'ceph.conf');
  await mkdir(data);
  await writeFile(
    file,
    `[global]
fsid = 00000000-0000-4000-8000-000000000000
mon host = 127.0.0.1:1
run dir = ${folder}
admin socket =
log file =
plugin dir = ${libraries}/ceph
erasure code dir = ${libraries}/ceph/erasure-code
[client]
rgw backend store = dbstore
rgw config store = dbstore
rgw data = ${data}
dbstore db dir = ${data}
dbstore config uri = file:${data}/config.db
rgw dns name = s3.navette.test
rgw frontends = beast endpoint=127.0.0.1:${port}
`,
  );

  /** Through the loader and the libraries that came with it: those of this machine are of another release. */
  function program(name: string, ...args: readonly string[]) {
    const path = ['--library-path', `${libraries}:${libraries}/ceph`, join(top, 'bin', name)];
    const own = ['--conf', file, '--name', 'client.test', '--no-mon-config'];
    return { command: join(libraries, loader), args: [...path, ...own, ...args] };
  }

  /** Its administration says what it did and then, once in a while, never ends: two of its threads wait for each other. */
  async function administer(...args: readonly string[]): Promise<void> {
    const admin = program('radosgw-admin', ...args);
    const child = spawn(admin.command, admin.args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(child, 'close');
    const complaint = text(child.stderr);
    let said = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      said += chunk.toString();
      if (isWholeJson(said)) break;
    }
    child.kill('SIGKILL');
    await closed;
    if (!isWholeJson(said)) throw new Error(`radosgw-admin ${args.join(' ')}: ${await complaint}`);
  }

  return { program, administer };
}

function isWholeJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** `x86_64-linux-gnu`, `aarch64-linux-gnu` */
function findTriplet(folder: string): string {
  return readdirSync(folder).find((name) => name.endsWith('-linux-gnu')) ?? '';
}

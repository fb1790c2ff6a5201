/** Real WebDAV servers, each on a port of its own over a folder of its own. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freshFolder } from '../fresh-folder.ts';
import { findFreePort, startServer } from '../start-server.ts';

/** Who may enter. The password has no line break. */
export interface DavAccount {
  readonly username: string;
  readonly password: string;
}

export interface DavServer extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** What it serves at `/`, on this machine's disk. */
  readonly root: string;
}

const apache = '/usr/sbin/apache2';
const lighttpd = '/usr/sbin/lighttpd';
const rclone = '/usr/bin/rclone';
export const hasApache = existsSync(apache);
export const hasLighttpd = existsSync('/usr/lib/lighttpd/mod_webdav.so');
export const hasRclone = existsSync(rclone);

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

const isRoot = userInfo().uid === 0;

/** apache2 with mod_dav; `/lecture` may be read only. */
export function startApache(account: DavAccount): Promise<DavServer> {
  return start(async (folder, root, port) => {
    const sha1 = createHash('sha1').update(account.password).digest('base64');
    await writeFile(join(folder, 'users'), `${account.username}:{SHA}${sha1}\n`);
    const modules = [
      ...['mpm_event', 'authn_core', 'authn_file', 'auth_basic', 'authz_core', 'authz_user'],
      ...['dav', 'dav_fs', 'dav_lock', 'mime'],
    ];
    const configuration = `
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
ErrorLog ${folder}/log
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
${isRoot ? 'User www-data\nGroup www-data' : ''}
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MaxRequestWorkers 16
TypesConfig /dev/null
DavLockDB ${folder}/state/locks
DocumentRoot ${root}
<Directory ${root}>
  Dav On
  AuthType Basic
  AuthName navette
  AuthUserFile ${folder}/users
  Require valid-user
  AllowOverride None
</Directory>
<Location /lecture>
  <LimitExcept GET HEAD OPTIONS PROPFIND>
    Require all denied
  </LimitExcept>
</Location>
`;
    await writeFile(join(folder, 'conf'), configuration);
    await mkdir(join(folder, 'state'));
    if (isRoot)
      await giveToWebServer(root, join(root, 'compta'), join(root, 'lecture'), join(folder, 'state'));
    return { command: apache, args: ['-DFOREGROUND', '-d', folder, '-f', join(folder, 'conf')] };
  });
}

/** lighttpd with mod_webdav. */
export function startLighttpd(account: DavAccount): Promise<DavServer> {
  return start(async (folder, root, port) => {
    await writeFile(join(folder, 'users'), `${account.username}:${account.password}\n`);
    const configuration = `
server.modules = ("mod_auth", "mod_authn_file", "mod_webdav")
server.document-root = "${root}"
server.bind = "127.0.0.1"
server.port = ${port}
server.errorlog = "${folder}/log"
server.upload-dirs = ("${folder}")
server.max-request-size = 0
webdav.activate = "enable"
webdav.is-readonly = "disable"
auth.backend = "plain"
auth.backend.plain.userfile = "${folder}/users"
auth.require = ("/" => ("method" => "basic", "realm" => "navette", "require" => "valid-user"))
`;
    await writeFile(join(folder, 'conf'), configuration);
    return { command: lighttpd, args: ['-D', '-f', join(folder, 'conf')] };
  });
}

/** The WebDAV server of rclone, a third reading of the protocol; told to see what is put on the disk behind its back. */
export function startRcloneDav(account: DavAccount): Promise<DavServer> {
  return start(async (folder, root, port) => {
    const user = ['--user', account.username, '--pass', account.password];
    const own = [
      '--config',
      join(folder, 'conf'),
      '--cache-dir',
      join(folder, 'cache'),
      '--dir-cache-time',
      '0s',
    ];
    return {
      command: rclone,
      args: ['serve', 'webdav', root, '--addr', `127.0.0.1:${port}`, ...user, ...own],
    };
  });
}

async function start(
  configure: (folder: string, root: string, port: number) => Promise<Program>,
): Promise<DavServer> {
  const resources = new AsyncDisposableStack();
  try {
    const { path: folder } = resources.use(await freshFolder());
    const root = join(folder, 'root');
    await mkdir(join(root, 'compta'), { recursive: true });
    await mkdir(join(root, 'lecture'));
    // A server that gives up its rights still has to pass.
    await chmod(folder, 0o755);
    const port = await findFreePort();
    resources.use(await startServer({ ...(await configure(folder, root, port)), port }));
    const started = resources.move();
    return { host: `127.0.0.1:${port}`, root, [Symbol.asyncDispose]: () => started.disposeAsync() };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

/** The user as whom Debian's web servers run. */
async function giveToWebServer(...paths: readonly string[]): Promise<void> {
  const users = await readFile('/etc/passwd', 'utf8');
  const [, user, group] = /^www-data:[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  for (const path of paths) await chown(path, Number(user), Number(group));
}

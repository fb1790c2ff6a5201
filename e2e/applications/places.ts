/** Real servers of files for the firm's own places, started where they could be installed. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  canRunOpenSsh,
  type FaultProxy,
  freshFolder,
  hasApache,
  hasObjectStore,
  hasRclone,
  startApache,
  startFaultProxy,
  startObjectStore,
  startOpenSsh,
} from '@navette/testkit';
import { bucketAccount, bucketName, davAccount, sshAccount } from './accounts.ts';
import { plant } from './planted-secrets.ts';

export interface DavPlace {
  readonly proxy: FaultProxy;
  /** The folder `/compta`, on the disk. */
  readonly root: string;
}

export interface BucketPlace {
  readonly proxy: FaultProxy;
  /** Copies the whole bucket by another client. @returns the folder where it then is */
  copy(): Promise<string>;
}

export interface SftpPlace {
  readonly port: number;
  /** Where the account arrives, on the disk. */
  readonly home: string;
  /** Opens the account, with its passphrase. */
  readonly privateKey: string;
  /** One that does not, without a passphrase. */
  readonly otherKey: string;
}

export interface Places extends AsyncDisposable {
  readonly sftp: SftpPlace | null;
  readonly webdav: DavPlace | null;
  readonly bucket: BucketPlace | null;
  /** Where a platform must be allowed to go. */
  readonly hosts: readonly string[];
}

/** @throws Error where the server could not be installed: what needs it is skipped */
export function present<Place>(place: Place | null): Place {
  if (place === null) throw new Error('This server is not here');
  return place;
}

export async function startPlaces(): Promise<Places> {
  const resources = new AsyncDisposableStack();
  try {
    const sftp = canRunOpenSsh ? await startSftp(resources) : null;
    const webdav = hasApache ? await startWebdav(resources) : null;
    const bucket = hasObjectStore && hasRclone ? await startBucket(resources) : null;
    const hosts = [webdav, bucket].flatMap((place) => (place === null ? [] : [place.proxy.host]));
    if (sftp !== null) hosts.push(`127.0.0.1:${sftp.port}`);
    const started = resources.move();
    return { sftp, webdav, bucket, hosts, [Symbol.asyncDispose]: () => started.disposeAsync() };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

async function startSftp(resources: AsyncDisposableStack): Promise<SftpPlace> {
  const server = resources.use(await startOpenSsh(sshAccount));
  const { port, home, encryptedKey: privateKey } = server;
  const { privateKey: otherKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  plantLines('SFTP, clé privée', privateKey);
  plantLines('SFTP, mauvaise clé privée', otherKey);
  return { port, home, privateKey, otherKey };
}

/** Each line of a key, but for those that all keys have. */
function plantLines(name: string, key: string): void {
  const lines = key.split('\n').filter((line) => line.length > 40 && !line.startsWith('-----'));
  for (const [index, line] of lines.entries()) if (index > 0) plant(`${name}, ligne ${index + 1}`, line);
}

async function startWebdav(resources: AsyncDisposableStack): Promise<DavPlace> {
  const server = resources.use(await startApache(davAccount));
  const proxy = resources.use(await startFaultProxy({ upstream: server.host }));
  return { proxy, root: join(server.root, 'compta') };
}

async function startBucket(resources: AsyncDisposableStack): Promise<BucketPlace> {
  const store = resources.use(await startObjectStore([bucketAccount]));
  const proxy = resources.use(await startFaultProxy({ upstream: store.host }));
  const { path: folder } = resources.use(await freshFolder());
  const env = {
    // What this machine's environment says of S3 is of other ones.
    PATH: process.env.PATH,
    RCLONE_CONFIG: join(folder, 'none'),
    RCLONE_CONFIG_STORE_TYPE: 's3',
    RCLONE_CONFIG_STORE_PROVIDER: 'Ceph',
    RCLONE_CONFIG_STORE_ENDPOINT: `http://${store.host}`,
    RCLONE_CONFIG_STORE_ACCESS_KEY_ID: bucketAccount.accessKeyId,
    RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY: bucketAccount.secretAccessKey,
  };
  const rclone = (...args: readonly string[]) => promisify(execFile)('rclone', args, { env });
  const copied = join(folder, 'copied');
  await rclone('mkdir', `store:${bucketName}`);
  return {
    proxy,
    async copy() {
      await rclone('sync', `store:${bucketName}`, copied);
      return copied;
    },
  };
}

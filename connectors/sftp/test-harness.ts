/** The suite's partner for SFTP: a real server behind a proxy that cuts, looked into through the disk. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Credentials } from '@navette/connector';
import type {
  ConformanceHarness,
  Fault,
  PartnerUnderTest,
  ReceivedCopy,
} from '@navette/connector/conformance';
import { type Decide, startTcpProxy, type TcpProxy } from './test-tcp-proxy.ts';

export interface SftpServer extends AsyncDisposable {
  readonly port: number;
  /** What the account sees, on this machine's disk. */
  readonly home: string;
  readonly credentials: Credentials;
  readonly otherCredentials?: readonly Credentials[];
}

/** @param skips cases that this server cannot show */
export function sftpHarness(
  startServer: () => Promise<SftpServer>,
  skips: Readonly<Record<string, string>> = {},
): ConformanceHarness {
  return { start: () => start(startServer), skips };
}

async function start(startServer: () => Promise<SftpServer>): Promise<PartnerUnderTest> {
  const resources = new AsyncDisposableStack();
  const server = resources.use(await startServer());
  const proxy = resources.use(await startTcpProxy(server.port));
  const known = new Map<string, ReceivedCopy>();
  const address = { host: '127.0.0.1', port: String(proxy.port) };
  const withAddress = (credentials: Credentials) => ({ ...credentials, ...address });
  return {
    credentials: withAddress(server.credentials),
    otherCredentials: (server.otherCredentials ?? []).map(withAddress),
    allowedHosts: [`127.0.0.1:${proxy.port}`],
    clientKey: 'DUPONT',
    unknownClientKey: null,
    received: () => listCopies(server.home, known),
    order: async (fault) => orderFault(fault, server.home, proxy),
    clearFaults: async () => proxy.clearFaults(),
    stop: () => resources.disposeAsync(),
  };
}

/** More than the buffers on the way hold, and less than the large document of the suite. */
const middleBytes = 4_000_000;

function orderFault(fault: Fault, home: string, proxy: TcpProxy): void {
  const before = new Set(listFiles(home));
  const isNew = (path: string) => !before.has(path);
  const isThere = () => listFiles(home).some((path) => isNew(path) && isVisible(path) && hasContent(path));
  const hasBegun = () => listFiles(home).some((path) => isNew(path) && !isVisible(path));
  proxy.order(decisionOf(fault, isThere, hasBegun));
}

/** An answer that follows a change on the disk is the one that tells of it: the server acts, then answers. */
function decisionOf(fault: Fault, isThere: () => boolean, hasBegun: () => boolean): Decide {
  if (fault.kind === 'withhold') return ({ from }) => (from === 'server' && isThere() ? 'hold' : 'pass');
  if (fault.kind !== 'cut') throw new Error(`no ${fault.kind} over SFTP`);
  switch (fault.when) {
    case 'before':
      return ({ from }) => (from === 'server' && hasBegun() ? 'cut' : 'pass');
    case 'middle':
      return ({ bytesOfClient }) => (bytesOfClient > middleBytes ? 'cut' : 'pass');
    case 'after':
      return ({ from }) => (from === 'server' && isThere() ? 'cut' : 'pass');
  }
}

/** Every file below, by its path. */
export function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

function isVisible(path: string): boolean {
  return !path.includes(`${sep}.`);
}

/** An empty file holds a name for a moment, where there are no links: it is no document. */
function hasContent(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Every visible file; its client is the first folder. What was read once is not read again: names are never given twice. */
async function listCopies(home: string, known: Map<string, ReceivedCopy>): Promise<ReceivedCopy[]> {
  const visible = listFiles(home).filter((path) => isVisible(relative(home, path)) && hasContent(path));
  return Promise.all(
    visible.map(async (path) => {
      const copy = known.get(path) ?? (await readCopy(home, path));
      known.set(path, copy);
      return copy;
    }),
  );
}

async function readCopy(home: string, path: string): Promise<ReceivedCopy> {
  const parts = relative(home, path).split(sep);
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const [clientKey = '', name = ''] = [parts[0], parts.at(-1)];
  return { deliveryId: null, clientKey, name, sha256, readBytes: () => readFile(path) };
}

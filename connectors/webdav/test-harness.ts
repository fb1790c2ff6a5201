import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  type ConformanceHarness,
  type DocumentRequests,
  type ReceivedCopy,
  toProxyFault,
} from '@navette/connector/conformance';
import { startFaultProxy } from '@navette/testkit';
import { account, type DavServer } from './test-servers.ts';

/** The suite's partner for WebDAV: a real server behind a proxy that fails on order, its files seen on the disk. */
export function davHarness(startServer: () => Promise<DavServer>): ConformanceHarness {
  return {
    async start() {
      const server = await startServer();
      const hashes = new Map<string, string>();
      const proxy = await startFaultProxy({ upstream: server.host });
      return {
        credentials: { address: `http://${proxy.host}/compta`, ...account },
        allowedHosts: [proxy.host],
        clientKey: 'DUPONT',
        unknownClientKey: null,
        received: () => listReceived(join(server.root, 'compta'), hashes),
        order: async (fault) => proxy.order(toProxyFault(fault, requests)),
        clearFaults: async () => proxy.clearFaults(),
        async stop() {
          await proxy.stop();
          await server[Symbol.asyncDispose]();
        },
      };
    },
    skips: { 'a token that expired is renewed, and the document arrives once': 'WebDAV has no token' },
  };
}

/** What lies under a final name. @param hashes those of files seen before: final ones never change */
export async function listReceived(
  folder: string,
  hashes = new Map<string, string>(),
): Promise<ReceivedCopy[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const readBytes = () => readFile(path);
      const sha256 =
        hashes.get(path) ??
        createHash('sha256')
          .update(await readBytes())
          .digest('hex');
      hashes.set(path, sha256);
      const [clientKey = ''] = relative(folder, path).split(sep);
      return { deliveryId: null, clientKey, name, sha256, readBytes };
    }),
  );
}

/** The document travels by PUT, and is there once it is moved. */
const requests: DocumentRequests = {
  carries: ({ method }) => method === 'PUT',
  concludes: ({ method }) => method === 'MOVE',
};

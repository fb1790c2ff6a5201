/** The suite's partner for the folder connector: a real folder, looked into without it. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { openWorld } from '@navette/connector';
import type { ConformanceHarness, PartnerUnderTest, ReceivedCopy } from '@navette/connector/conformance';

export const folderHarness: ConformanceHarness = { start };

async function start(): Promise<PartnerUnderTest> {
  const root = await mkdtemp(join(tmpdir(), 'navette-folder-'));
  const world = openWorld({ allowedHosts: [], folderRoots: [root] });
  return {
    credentials: { folder: root },
    allowedHosts: [],
    context: { files: world.context().files },
    clientKey: 'DUPONT',
    unknownClientKey: null,
    received: () => listCopies(root),
    order: async ({ kind }) => {
      throw new Error(`no ${kind} on the way to a folder`);
    },
    clearFaults: async () => {},
    async stop() {
      await world.close();
      await rm(root, { recursive: true });
    },
  };
}

/** Every visible file below; its client is the first folder. */
async function listCopies(root: string): Promise<ReceivedCopy[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const bytes = await readFile(path);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const [clientKey = ''] = relative(root, path).split(sep);
      return { deliveryId: null, clientKey, name, sha256, readBytes: async () => bytes };
    }),
  );
}

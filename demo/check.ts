/** Drops the samples as a person would and waits until each is where it must be. */
import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Document, routes } from '@navette/api';
import { listReceived } from '@navette/testkit';
import { type Demo, type DemoHotFolder, listFiles } from './programs.ts';
import { demoInvoices, refusedSample } from './world.ts';

const documents = join(dirname(fileURLToPath(import.meta.url)), 'documents');
const timeoutMs = 90_000;
const everyMs = 20;

interface Dropped {
  readonly name: string;
  readonly sha256: string;
  readonly hotFolder: DemoHotFolder;
  readonly droppedAt: number;
}

/** Drops every sample invoice, and the one that Inqom refuses. */
export async function dropEverything(demo: Demo): Promise<void> {
  await dropSamples(demo);
  await drop(demo, refusedSample.siret, refusedSample.file);
}

function dropSamples(demo: Demo): Promise<Dropped[]> {
  return Promise.all(demoInvoices.map(({ siret, file }) => drop(demo, siret, file)));
}

/** Drops the samples and the refused one, prints a line for each. @throws Error with what did not happen in time */
export async function checkDemo(demo: Demo): Promise<void> {
  const dropped = await dropSamples(demo);
  const refused = await drop(demo, refusedSample.siret, refusedSample.file);
  await Promise.all(dropped.map((each) => followToPartner(demo, each)));
  await followToRefusal(demo, refused);
}

async function drop(demo: Demo, siret: string, file: string): Promise<Dropped> {
  const hotFolder = demo.hotFolders.find((each) => each.siret === siret);
  if (!hotFolder) throw new Error(`No hot folder for ${siret}`);
  const bytes = await readFile(join(documents, file));
  const droppedAt = performance.now();
  await copyFile(join(documents, file), join(hotFolder.depositDir, basename(file)));
  return { name: file, sha256: createHash('sha256').update(bytes).digest('hex'), hotFolder, droppedAt };
}

async function followToPartner(demo: Demo, dropped: Dropped): Promise<void> {
  const platformMs = await whenSeen(dropped, 'reach the platform', () => findOnPlatform(demo, dropped));
  const partnerMs = await whenSeen(dropped, 'reach the partner', async () => {
    const received = await listReceived(demo.sandbox);
    return received.some(({ sha256 }) => sha256 === dropped.sha256);
  });
  await whenSeen(
    dropped,
    'be archived on the platform',
    async () => (await findOnPlatform(demo, dropped))?.archivedAt,
  );
  await whenSeen(dropped, 'be archived on this computer', () => isArchivedHere(dropped));
  console.log(`${dropped.name}  platform ${platformMs} ms  partner ${partnerMs} ms`);
}

async function followToRefusal(demo: Demo, dropped: Dropped): Promise<void> {
  const platformMs = await whenSeen(dropped, 'reach the platform', () => findOnPlatform(demo, dropped));
  await whenSeen(dropped, 'become Non transmis', async () => {
    const document = await findOnPlatform(demo, dropped);
    return document?.badge.state === 'undelivered';
  });
  const document = await findOnPlatform(demo, dropped);
  await whenSeen(dropped, 'be archived on this computer', () => isArchivedHere(dropped));
  console.log(`${dropped.name}  platform ${platformMs} ms  Non transmis: ${document?.badge.reason?.fr}`);
}

/** A document by its bytes, wherever in its client's tree it is now. */
async function findOnPlatform(demo: Demo, { sha256, hotFolder }: Dropped): Promise<Document | null> {
  const { api, id: firm, clients } = demo.firm;
  const client = clients.find(({ siret }) => siret === hotFolder.siret)?.id ?? '';
  const folders = await api.call(routes.listFolders, { params: { firm, client } });
  for (const { id: folder } of folders.items.filter(({ documents: count }) => count > 0)) {
    const { items } = await api.call(routes.listDocuments, {
      params: { firm, folder },
      query: { limit: 200 },
    });
    const found = items.find((document) => document.sha256 === sha256);
    if (found) return found;
  }
  return null;
}

async function isArchivedHere({ hotFolder, name }: Dropped): Promise<boolean> {
  const [waiting, archived] = [await listFiles(hotFolder.depositDir), await listFiles(hotFolder.archiveDir)];
  const stem = name.slice(0, name.lastIndexOf('.'));
  return !waiting.includes(name) && archived.some((each) => each.startsWith(stem));
}

async function whenSeen(dropped: Dropped, what: string, look: () => Promise<unknown>): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (await look()) return Math.round(performance.now() - dropped.droppedAt);
    await delay(everyMs);
  }
  throw new Error(`${dropped.name} did not ${what} within ${timeoutMs / 1000} s`);
}

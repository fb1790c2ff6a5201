/** The ways a file comes into a hot folder: copied, written slowly, moved in by rename, in a new sub-folder, 500 at once. */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DroppedFile, distinctInvoice, dropByRename, dropInvoice } from './files.ts';
import type { Scenario } from './scenario.ts';
import { startSystem } from './system.ts';
import { judge, waitUntilAtRest, watchLedger } from './verdict.ts';

export const drops: Scenario = {
  name: 'drops',
  summary: 'copied, written slowly over 8 s, renamed in, in a new sub-folder, 500 at once',
  async run({ short, log }) {
    const atOnce = short ? 40 : 500;
    await using system = await startSystem();
    const stopWatching = watchLedger(system);
    const slow = writeSlowly(join(system.depositDir, 'lente.pdf'), short ? 3_000 : 8_000);
    const dropped: DroppedFile[] = [
      await dropInvoice(system.depositDir, 1),
      await dropByRename(system.depositDir, 2),
    ];
    const below = join(system.depositDir, 'Lot de novembre', 'Fournisseurs');
    await mkdir(below, { recursive: true });
    dropped.push(await dropInvoice(below, 3));
    const numbers = Array.from({ length: atOnce }, (_, index) => 1_000 + index);
    dropped.push(...(await Promise.all(numbers.map((number) => dropInvoice(system.depositDir, number)))));
    dropped.push(await slow);
    log(`${dropped.length} files dropped`);
    await waitUntilAtRest(system, dropped.length, 300_000);
    const { reads, failures } = await stopWatching();
    log(`the ledger was read ${reads} times and was out of balance ${failures} times`);
    return await judge(system, dropped, failures);
  },
};

/** Writes an invoice in pieces, so that it looks still for a moment several times before it ends. */
async function writeSlowly(path: string, overMs: number): Promise<DroppedFile> {
  const { bytes, sha256 } = await distinctInvoice(9_999);
  const pieces = 16;
  const size = Math.ceil(bytes.length / pieces);
  await using file = await open(path, 'w');
  for (let piece = 0; piece < pieces; piece++) {
    await file.write(bytes.subarray(piece * size, (piece + 1) * size));
    await delay(overMs / pieces);
  }
  return { name: 'lente.pdf', sha256 };
}

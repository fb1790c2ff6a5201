/**
 * Kill −9 of the agent, the server and the database at random moments while files are dropped: nothing is lost, nothing is
 * there twice, and the ledger balances at every look.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type DroppedFile, dropInvoice } from './files.ts';
import type { Scenario } from './scenario.ts';
import { startSystem } from './system.ts';
import { judge, waitUntilAtRest, watchLedger } from './verdict.ts';

const parts = ['agent', 'server', 'database'] as const;

export const kills: Scenario = {
  name: 'kills',
  summary: 'kill −9 of agent, server and database at 20 random moments in a run of 300 files',
  async run({ short, log }) {
    const [fileCount, killCount] = short ? [40, 4] : [300, 20];
    await using system = await startSystem();
    const stopWatching = watchLedger(system);
    const dropped: DroppedFile[] = [];
    const dropping = (async () => {
      for (let number = 1; number <= fileCount; number++) {
        dropped.push(await dropInvoice(system.depositDir, number));
        await delay(short ? 60 : 150);
      }
    })();
    for (let kill = 0; kill < killCount; kill++) {
      await delay(200 + Math.random() * 2_500);
      const part = parts[kill % parts.length] ?? 'agent';
      log(`kill ${kill + 1} of ${killCount}: ${part}, ${dropped.length} files dropped`);
      await system.kill(part);
    }
    await dropping;
    await waitUntilAtRest(system, fileCount, 300_000);
    const { reads, failures } = await stopWatching();
    log(`the ledger was read ${reads} times and was out of balance ${failures} times`);
    return await judge(system, dropped, failures);
  },
};

/** A partner that answers 503 for a while, then cuts the connection after storing: every document ends delivered, none twice. */
import { orderFault } from '@navette/testkit';
import { type DroppedFile, dropInvoice } from './files.ts';
import type { Scenario } from './scenario.ts';
import { startSystem } from './system.ts';
import { judge, waitUntilAtRest, watchLedger } from './verdict.ts';

export const partnerFaults: Scenario = {
  name: 'partner-faults',
  summary: 'the partner answers 503 for 20 s, then cuts connections after storing',
  async run({ short, log }) {
    const [fileCount, downSeconds, cuts] = short ? [10, 3, 3] : [60, 20, 20];
    await using system = await startSystem();
    const stopWatching = watchLedger(system);
    await orderFault(system.sandboxUrl, { kind: 'status', status: 503, seconds: downSeconds, match: 'push' });
    await orderFault(system.sandboxUrl, { kind: 'drop', when: 'after', count: cuts, match: 'push' });
    log(`503 for ${downSeconds} s, then ${cuts} connections cut after storing`);
    const dropped: DroppedFile[] = [];
    for (let number = 1; number <= fileCount; number++)
      dropped.push(await dropInvoice(system.depositDir, number));
    await waitUntilAtRest(system, fileCount, 300_000);
    const { reads, failures } = await stopWatching();
    log(`the ledger was read ${reads} times and was out of balance ${failures} times`);
    return await judge(system, dropped, failures);
  },
};

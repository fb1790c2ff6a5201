/** Compares what was dropped with what the platform, the partner and the archive have, each read from its own records. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Delivery, type Document, routes } from '@navette/api';
import { listReceived } from '@navette/testkit';
import { type DroppedFile, hashFiles } from './files.ts';
import type { ChaosSystem } from './system.ts';

export interface Verdict {
  /** Dropped, and missing at the platform, at the partner or in the archive. */
  readonly lost: number;
  /** More than once at the platform, at the partner or in the archive. */
  readonly twice: number;
  /** There without having been dropped, not delivered, or a ledger that did not balance. */
  readonly unexplained: number;
  readonly of: number;
  /** A line for each thing that is wrong, and the counts. */
  readonly lines: readonly string[];
}

/** The closing line of every chaos run. */
export function closingLine({ lost, twice, unexplained, of }: Verdict): string {
  return `lost ${lost}, twice ${twice}, unexplained ${unexplained} of ${of}`;
}

/** Whether everything dropped has gone all the way: nothing waits in the deposit, nothing is on its way. */
async function isAtRest(system: ChaosSystem, count: number): Promise<boolean> {
  const { api, id: firm } = system.firm;
  const { counts } = await api.call(routes.countDeliveries, { params: { firm } });
  const ended = counts.delivered + counts.duplicate + counts.undelivered + counts.cancelled + counts.held;
  const onTheWay = counts.waiting + counts.sending + counts.unknown + counts.accepted;
  return ended >= count && onTheWay === 0 && (await hashFiles(system.depositDir)).length === 0;
}

/** Waits until everything has gone all the way, or the time is over: the verdict then says what is missing. */
export async function waitUntilAtRest(system: ChaosSystem, count: number, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (await isAtRest(system, count).catch(() => false)) return;
    await delay(500);
  }
}

/** @param ledgerFailures how many times the ledger was seen out of balance during the run */
export async function judge(
  system: ChaosSystem,
  dropped: readonly DroppedFile[],
  ledgerFailures: number,
): Promise<Verdict> {
  const documents = await listAllDocuments(system);
  const deliveries = await listAllDeliveries(system);
  const received = await listReceived(system.sandboxUrl);
  const archived = await hashFiles(system.archiveDir);
  const ledger = await system.firm.api.call(routes.getLedger, { params: { firm: system.firm.id } });
  const places = {
    platform: documents.map(({ sha256 }) => sha256),
    partner: received.map(({ sha256 }) => sha256),
    archive: archived.map(({ sha256 }) => sha256),
  };
  const lines: string[] = [];
  let [lost, twice, unexplained] = [0, 0, 0];
  const expected = new Set(dropped.map(({ sha256 }) => sha256));
  for (const { name, sha256 } of dropped) {
    for (const [place, found] of Object.entries(places)) {
      const count = found.filter((each) => each === sha256).length;
      if (count === 0) lost += 1;
      if (count > 1) twice += 1;
      if (count !== 1) lines.push(`${name}: ${count} times at the ${place}`);
    }
  }
  for (const [place, found] of Object.entries(places)) {
    for (const sha256 of found) {
      if (expected.has(sha256)) continue;
      unexplained += 1;
      lines.push(`the ${place} has bytes that were not dropped: ${sha256}`);
    }
  }
  for (const delivery of deliveries.filter(({ state }) => state !== 'delivered')) {
    unexplained += 1;
    lines.push(`${delivery.documentName}: ${delivery.state} ${delivery.reason?.code ?? ''}`);
  }
  const counted = ledger.days.reduce((sum, day) => sum + day.received, 0);
  if (counted !== dropped.length) {
    unexplained += 1;
    lines.push(`the ledger has ${counted} received, ${dropped.length} were dropped`);
  }
  if (ledgerFailures > 0 || !ledger.balanced) {
    unexplained += 1;
    lines.push(
      `the ledger was out of balance ${ledgerFailures} times; at the end it ${ledger.balanced ? 'balances' : 'does not'}`,
    );
  }
  const counts = Object.entries(places).map(([place, found]) => `${found.length} at the ${place}`);
  lines.push(
    `${dropped.length} dropped, ${counts.join(', ')}, ${deliveries.length} deliveries; ledger ${JSON.stringify(ledger.days)}`,
  );
  return { lost, twice, unexplained, of: dropped.length, lines };
}

async function listAllDocuments({ firm }: ChaosSystem): Promise<Document[]> {
  const params = { firm: firm.id };
  const documents: Document[] = [];
  for (const client of firm.clients) {
    const folders = await firm.api.call(routes.listFolders, { params: { ...params, client: client.id } });
    for (const { id: folder } of folders.items) {
      const call = (cursor?: string) =>
        firm.api.call(routes.listDocuments, { params: { ...params, folder }, query: { limit: 200, cursor } });
      documents.push(...(await collect(call)));
    }
  }
  return documents;
}

function listAllDeliveries({ firm }: ChaosSystem): Promise<Delivery[]> {
  const params = { firm: firm.id };
  return collect((cursor) => firm.api.call(routes.listDeliveries, { params, query: { limit: 200, cursor } }));
}

async function collect<Item>(
  call: (cursor?: string) => Promise<{ items: Item[]; next: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(cursor);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** Reads the ledger again and again until stopped. @returns what stops it and gives how often it was out of balance */
export function watchLedger({ firm }: ChaosSystem): () => Promise<{ reads: number; failures: number }> {
  let [reads, failures, isStopped] = [0, 0, false];
  const watching = (async () => {
    while (!isStopped) {
      // The platform may be down at this moment: that is no imbalance.
      const ledger = await firm.api.call(routes.getLedger, { params: { firm: firm.id } }).catch(() => null);
      if (ledger !== null) {
        reads += 1;
        if (!ledger.balanced) failures += 1;
      }
      await delay(200);
    }
  })();
  return async () => {
    isStopped = true;
    await watching;
    return { reads, failures };
  };
}

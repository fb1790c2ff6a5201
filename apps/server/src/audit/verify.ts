import type { FirmTransaction } from '../database/tenancy.ts';
import { hashEntry, noHash, personalText, sha256 } from './entry-text.ts';
import { type AuditEntry, readSealed } from './select-entries.ts';

export interface Verification {
  /** All entries, those of the last seconds included. */
  readonly entries: number;
  /** Those that have their place in the chain. */
  readonly sealed: number;
  /** Sealed entries whose personal details were erased: the chain holds without them. */
  readonly erased: number;
  readonly isIntact: boolean;
  /** The first number that does not hold: altered, removed, or with altered details. */
  readonly firstBroken: number | null;
  /** The hash of the last sealed entry, to be compared with one noted elsewhere. */
  readonly lastHash: string | null;
}

/** Walks the chain of a firm from its first entry to its last. Reads every sealed entry. */
export async function verifyChain(trx: FirmTransaction, firmId: string): Promise<Verification> {
  // Shared, so that nobody seals meanwhile: the end of the chain must be one.
  const head = await trx
    .selectFrom('audit_heads')
    .select(['number', 'hash'])
    .where('firm_id', '=', firmId)
    .forShare()
    .executeTakeFirst();
  // From before the first: a number that is none of ours is found too.
  let [number, hash, erased, last] = [0, noHash, 0, Number.MIN_SAFE_INTEGER];
  let firstBroken: number | null = null;
  for (;;) {
    const entries = await readSealed(trx, firmId, last);
    if (entries.length === 0) break;
    for (const entry of entries) {
      number += 1;
      if (entry.personal === null) erased += 1;
      if (firstBroken === null && !holds(entry, number, hash)) firstBroken = number;
      hash = entry.hash ?? hash;
      last = entry.number ?? last;
    }
  }
  const isHeadRight = number === (head?.number ?? 0) && hash === (head?.hash ?? noHash);
  if (firstBroken === null && !isHeadRight) firstBroken = Math.min(number, head?.number ?? 0) + 1;
  return {
    entries: await countEntries(trx, firmId),
    sealed: number,
    erased,
    isIntact: firstBroken === null,
    firstBroken,
    lastHash: number === 0 ? null : hash,
  };
}

function holds(entry: AuditEntry, number: number, previousHash: string): boolean {
  return (
    entry.number === number &&
    entry.previousHash === previousHash &&
    entry.hash === hashEntry(entry, number, previousHash) &&
    (entry.personal === null || sha256(personalText(entry.personal)) === entry.detailsSha256)
  );
}

async function countEntries(trx: FirmTransaction, firmId: string): Promise<number> {
  const { count } = await trx
    .selectFrom('audit_entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('firm_id', '=', firmId)
    .executeTakeFirstOrThrow();
  return count;
}

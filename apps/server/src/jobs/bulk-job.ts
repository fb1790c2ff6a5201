/**
 * Bulk jobs: a gesture of a person on many things (an import, a selection of every page), in two steps. What it will touch is
 * frozen at preview into items; once confirmed, a worker applies them in chunks, each chunk one transaction, and goes on where it
 * stopped whatever happened to its process. Each item is applied exactly once, with its change.
 *
 *   preview → waiting → running → done | failed          preview, waiting, running → cancelled
 *
 * To add one:
 *   1. `export const clientImport = defineBulkKind<Params, Row>({ kind: 'client.import', requireRights, applyItem })`
 *   2. list it in `jobs/bulk-kinds.ts`
 *   3. at preview, in the transaction that reads the selection or after the file was read:
 *      `const jobId = await createJob(platform, trx, caller, { kind: 'client.import', params, items })`, an item that cannot be
 *      applied being given at once as `{ payload, failed: { code, params, detail } }` and one that needs nothing as
 *      `{ payload, skipped: detail }`
 *   4. answer with `getJob(trx, caller, jobId)`; the page reads progress and items at `/firms/:firm/jobs/:job` and `…/items`,
 *      confirms at `…/confirm`, cancels at `…/cancel`; it fetches again at each live hint `jobs`.
 * In tests, `await platform.runJobs()` runs what was confirmed to its end.
 *
 * What an item needs of a partner is asked by `prepareItem`, outside any transaction, just before its chunk. A kind whose items are
 * written better together than one after the other has `applyItems` in the place of `applyItem`. What an item holds that is a secret
 * goes into `secret`: it is sealed, shown nowhere, and forgotten once the item or the job ended.
 */
import type { ErrorCode, ErrorParams, NavetteError } from '@navette/model';
import type { JobParams } from '../database/schema.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

/** The task that applies a confirmed job. */
export const bulkJobTask = 'job.run';

export interface BulkItem<Item, Params> {
  /** 1, 2, 3… in the order of the file or of the selection. */
  readonly row: number;
  readonly payload: Item;
  readonly params: Params;
  readonly jobId: string;
  readonly secret: string | null;
  /** What `prepareItem` gave; `null` when it gave nothing, or the kind has none. */
  readonly prepared: JobParams | null;
}

/** What became of an item; nothing means done. `detail` is shown and goes into the report. */
export interface ItemOutcome {
  readonly state?: 'done' | 'skipped';
  readonly detail?: JobParams;
}

interface AnyKind<Params extends JobParams, Item extends JobParams> {
  /** `subject.verb`, as in the audit log. */
  readonly kind: string;
  /**
   * Whether its creator may still do this: called before each chunk, with his rights of that moment. @throws NavetteError
   * (usually `not_allowed`), which ends the job as failed
   */
  requireRights(platform: Platform, trx: FirmTransaction, caller: FirmCaller, params: Params): Promise<void>;
  /**
   * Asks elsewhere what an item needs, holding no transaction, a few items at once. An item may be prepared again, when its chunk was
   * not applied. @throws NavetteError which ends this item as failed with its code; what `signal` was aborted with
   */
  prepareItem?(
    platform: Platform,
    caller: FirmCaller,
    item: Omit<BulkItem<Item, Params>, 'prepared'>,
    signal: AbortSignal,
  ): Promise<JobParams | undefined>;
  /** Once, in the transaction that ends the job, when every item ended. @returns the job's result, if it has one */
  finish?(
    platform: Platform,
    trx: FirmTransaction,
    caller: FirmCaller,
    job: { readonly jobId: string; readonly params: Params; readonly done: number; readonly failed: number },
  ): Promise<JobParams | undefined>;
}

interface SingleKind<Params extends JobParams, Item extends JobParams> extends AnyKind<Params, Item> {
  /**
   * Applies one item, under a savepoint: what it wrote is undone when it throws. It opens no socket, since it holds a transaction.
   * @throws NavetteError which ends this item as failed with its code; anything unexpected ends it as `internal`
   */
  applyItem(
    platform: Platform,
    trx: FirmTransaction,
    caller: FirmCaller,
    item: BulkItem<Item, Params>,
  ): Promise<ItemOutcome | undefined>;
  readonly applyItems?: undefined;
}

interface TogetherKind<Params extends JobParams, Item extends JobParams> extends AnyKind<Params, Item> {
  /**
   * Applies items together, in few statements. It opens no socket. @returns what became of each, in their order; one that is a
   * NavetteError ends as failed, and nothing was written for it
   * @throws whatever keeps all of them from being applied together: what was written is undone, and each is then applied alone
   */
  applyItems(
    platform: Platform,
    trx: FirmTransaction,
    caller: FirmCaller,
    items: readonly BulkItem<Item, Params>[],
  ): Promise<readonly (ItemOutcome | NavetteError | undefined)[]>;
  readonly applyItem?: undefined;
}

export type BulkKind<Params extends JobParams = JobParams, Item extends JobParams = JobParams> =
  | SingleKind<Params, Item>
  | TogetherKind<Params, Item>;

/** Names the types of a kind's parameters and items, which the list of kinds then forgets. */
export function defineBulkKind<Params extends JobParams, Item extends JobParams>(
  kind: BulkKind<Params, Item>,
): BulkKind {
  return kind as BulkKind;
}

/** An item as it is frozen. Without `failed` or `skipped` it will be applied. */
export interface NewJobItem {
  readonly payload: JobParams;
  /** Sealed until the item ends. */
  readonly secret?: string;
  readonly failed?: { readonly code: ErrorCode; readonly params?: ErrorParams; readonly detail?: JobParams };
  readonly skipped?: JobParams;
}
